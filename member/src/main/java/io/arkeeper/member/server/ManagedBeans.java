package io.arkeeper.member.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Properties;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectInstance;
import javax.management.ObjectName;

/**
 * The platform's MBean server, at which ZooKeeper registers, without the MBean of jcmd's commands.
 *
 * <p>That one describes every command as it is registered, those of the flight recorder out of an XML file: that makes
 * 0.29 s of processor time at each start out of 0.14 s (measured with JDK 25 and an AOT cache). Whoever may use it has jcmd
 * itself. Where JMX is asked for from outside, all is as the JDK makes it.
 */
public final class ManagedBeans extends MBeanServerBuilder {

    private static final String BUILDER = "javax.management.builder.initial";
    private static final String JMX = "com.sun.management.jmxremote"; // and what begins with it: the JDK's own agent
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

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
                        isForCommands(method, arguments) ? registered(arguments) : call(whole, method, arguments));
    }

    private static boolean isForCommands(Method method, Object... arguments) {
        return method.getName().equals("registerMBean") && COMMANDS.equals(String.valueOf(arguments[1]));
    }

    private static ObjectInstance registered(Object... arguments) {
        return new ObjectInstance(
                (ObjectName) arguments[1], arguments[0].getClass().getName());
    }

    private static Object call(MBeanServer server, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(server, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
