package io.arkeeper.cli.bundle;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.arkeeper.bundle.oci.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registry on loopback that takes whatever is pushed and forgets it when it is closed. It compares nothing. */
public final class ForgetfulRegistry implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

    public ForgetfulRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::answer);
        server.start();
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "POST", "PATCH" -> {
                    exchange.getResponseHeaders().set("Location", path.replaceFirst("uploads/.*", "uploads/one"));
                    exchange.sendResponseHeaders(202, -1);
                }
                case "PUT" -> {
                    keep(exchange, path, bytes);
                    exchange.sendResponseHeaders(201, -1);
                }
                default -> give(exchange, kept.get(path));
            }
        }
    }

    private void keep(HttpExchange exchange, String path, byte[] bytes) {
        if (path.contains("/manifests/")) {
            kept.put(path, bytes);
        } else {
            String digest = exchange.getRequestURI().getQuery().replaceFirst(".*digest=", "");
            kept.put(path.replaceFirst("uploads/.*", digest), new byte[0]);
        }
    }

    private static void give(HttpExchange exchange, byte[] bytes) throws IOException {
        if (bytes == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.of(bytes).toString());
        boolean hasBody = exchange.getRequestMethod().equals("GET");
        exchange.sendResponseHeaders(200, hasBody ? bytes.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
