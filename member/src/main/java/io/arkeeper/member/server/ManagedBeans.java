package io.arkeeper.member.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Properties;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import org.apache.zookeeper.jmx.MBeanRegistry;

/**
 * The platform's MBean server, at which ZooKeeper registers, without the MBean of jcmd's commands and without ZooKeeper's.
 *
 * <p>That of the commands describes each of them as it is registered, those of the flight recorder out of an XML file: that makes
 * 0.29 s of processor time at each start out of 0.14 s (measured with JDK 25 and an AOT cache). Whoever may use it has jcmd
 * itself. ZooKeeper has a dozen from its start on and one for each client, and nothing in the image could ask them. Where JMX
 * is asked for, all is as the JDK makes it.
 */
public final class ManagedBeans extends MBeanServerBuilder {

    private static final String BUILDER = "javax.management.builder.initial";
    private static final String JMX = "com.sun.management.jmxremote"; // and what begins with it: the JDK's own agent
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final Set<String> CHANGES = Set.of("registerMBean", "unregisterMBean");

    /** To be called before anybody asks for the platform's server. */
    public static void place(Properties system) {
        if (system.stringPropertyNames().stream().noneMatch(name -> name.startsWith(JMX))) {
            system.putIfAbsent(BUILDER, ManagedBeans.class.getName());
        }
    }

    @Override
    public MBeanServer newMBeanServer(String domain, MBeanServer outer, MBeanServerDelegate delegate) {
        MBeanServer whole = super.newMBeanServer(domain, outer, delegate);
        return (MBeanServer) Proxy.newProxyInstance(
                ManagedBeans.class.getClassLoader(),
                new Class<?>[] {MBeanServer.class},
                (proxy, method, arguments) ->
                        isLeftOut(method, arguments) ? done(method, arguments) : call(whole, method, arguments));
    }

    private static boolean isLeftOut(Method method, Object... arguments) {
        return CHANGES.contains(method.getName())
                && arguments[arguments.length - 1] instanceof ObjectName name
                && (name.toString().equals(COMMANDS) || name.getDomain().equals(MBeanRegistry.DOMAIN));
    }

    private static ObjectInstance done(Method method, Object... arguments) {
        return method.getName().equals("registerMBean")
                ? new ObjectInstance(
                        (ObjectName) arguments[1], arguments[0].getClass().getName())
                : null;
    }

    private static Object call(MBeanServer server, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(server, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
