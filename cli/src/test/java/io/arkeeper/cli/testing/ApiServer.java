package io.arkeeper.cli.testing;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of an API server as Helm asks before it is told that jane may not do something with Secrets. */
public final class ApiServer implements AutoCloseable {

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final String denied;

    private ApiServer(String denied) {
        this.denied = denied;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param verb what jane may not do, as in {@code list} */
    public static ApiServer denying(String verb) {
        return new ApiServer(verb);
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Methods and paths, without what was asked in addition. */
    public List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            if (path.equals("/version")) {
                send(exchange, OK, Map.of("major", "1", "minor", "36", "gitVersion", "v1.36.0"));
            } else if (path.contains("/secrets")) {
                String message = ("secrets is forbidden: User \"jane\" cannot %s resource \"secrets\" in API group \"\""
                                + " in the namespace \"prod\"")
                        .formatted(denied);
                send(exchange, FORBIDDEN, status(FORBIDDEN, "Forbidden", message));
            } else {
                send(exchange, NOT_FOUND, status(NOT_FOUND, "NotFound", "no such path"));
            }
        }
    }

    private static Map<String, Object> status(int code, String reason, String message) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Status",
                "status",
                "Failure",
                "message",
                message,
                "reason",
                reason,
                "code",
                code);
    }

    private static void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSON.std.asBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
