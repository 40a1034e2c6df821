package io.arkeeper.member.http;

import java.util.Map;

/**
 * What one request, and all connections together, may take of the HTTP servers. The JDK reads these properties once, when
 * the first server is made.
 */
public final class HttpLimits {

    private static final Map<String, String> PROPERTIES = Map.of(
            "sun.net.httpserver.nodelay", "true", // otherwise a kept-alive probe waits 40 ms
            "sun.net.httpserver.maxReqTime", "5", // seconds for a whole request, byte by byte or not
            "sun.net.httpserver.maxRspTime", "30", // seconds
            "sun.net.httpserver.idleInterval", "10", // seconds, also of a connection that has asked nothing yet
            "sun.net.httpserver.maxIdleConnections", "64",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxReqHeaderSize", "16384", // bytes of all headers
            "sun.net.httpserver.drainAmount", "4096", // bytes of a body that nobody reads
            "jdk.httpserver.maxConnections", "8192"); // some 20 KiB each; more would take the server's file descriptors

    private HttpLimits() {}

    public static void install() {
        PROPERTIES.forEach(System::setProperty);
    }
}
