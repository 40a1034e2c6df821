package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import javax.management.InstanceAlreadyExistsException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

final class ManagedBeansTest {

    /** What a standard MBean is made of. */
    public interface ThingMBean {
        int getSize();
    }

    /** One of it. */
    public static final class Thing implements ThingMBean {
        @Override
        public int getSize() {
            return 7;
        }
    }

    @Test
    void allBeansButZooKeepersAndThatOfTheCommandsAreThere() throws Exception {
        ManagedBeans builder = new ManagedBeans();
        MBeanServer server = builder.newMBeanServer("test", null, builder.newMBeanServerDelegate());
        ObjectName thing = new ObjectName("test:name=Thing");
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");

        server.registerMBean(new Thing(), thing);
        assertThat(server.registerMBean(new Thing(), commands).getObjectName()).isEqualTo(commands);

        ObjectName zooKeepers = new ObjectName("org.apache.ZooKeeperService:name0=Thing");
        server.registerMBean(new Thing(), zooKeepers);

        assertThat(server.getAttribute(thing, "Size")).isEqualTo(7);
        assertThat(server.isRegistered(commands)).isFalse();
        assertThat(server.isRegistered(zooKeepers)).isFalse();
        server.unregisterMBean(zooKeepers);
        server.unregisterMBean(thing);
        assertThat(server.isRegistered(thing)).isFalse();
        server.registerMBean(new Thing(), thing);
        assertThatThrownBy(() -> server.registerMBean(new Thing(), thing))
                .isExactlyInstanceOf(InstanceAlreadyExistsException.class);
    }

    @Test
    void whereJmxIsAskedForAllIsAsTheJdkMakesIt() {
        Properties asked = new Properties();
        asked.setProperty("com.sun.management.jmxremote.port", "9010");
        Properties another = new Properties();
        another.setProperty("javax.management.builder.initial", "their.own");
        Properties usual = new Properties();

        ManagedBeans.place(asked);
        ManagedBeans.place(another);
        ManagedBeans.place(usual);

        assertThat(asked).hasSize(1);
        assertThat(another).containsValue("their.own").hasSize(1);
        assertThat(usual).containsEntry("javax.management.builder.initial", ManagedBeans.class.getName());
    }
}
