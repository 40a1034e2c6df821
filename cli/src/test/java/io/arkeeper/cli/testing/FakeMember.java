package io.arkeeper.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Security;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * Stands in for the member: the same environment, files, endpoints and exit codes, and no ZooKeeper.
 *
 * <p>It finds the others by their DNS names and is ready while a majority of them can be reached; the highest of these
 * leads. Its first argument is its behaviour: {@code serve}; {@code foreign-disk}, to end with that code; {@code
 * stubborn}, to ignore SIGTERM. A file called {@code sick} in its temporary directory fails the liveness probe, once.
 */
public final class FakeMember {

    private static final int CONNECT_TIMEOUT_MILLIS = 500;

    private final String pod = System.getenv("ARKEEPER_POD_NAME");
    private final Path data = Path.of(System.getenv("ARKEEPER_DATA"));
    private final String address = System.getenv("ARKEEPER_BIND_ADDRESS");
    private final Properties settings = new Properties();
    private final String behaviour;

    private FakeMember(String behaviour) throws IOException {
        this.behaviour = behaviour;
        Path config = Path.of(System.getenv("ARKEEPER_CONFIG"));
        for (String file : List.of("member.properties", "ensemble.properties")) {
            settings.load(Files.newBufferedReader(config.resolve(file)));
        }
    }

    public static void main(String[] arguments) throws IOException {
        Security.setProperty("networkaddress.cache.ttl", "0"); // names are lost and found while it runs
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        new FakeMember(arguments[0]).run(List.of(arguments));
    }

    private void run(List<String> arguments) throws IOException {
        if (behaviour.equals("foreign-disk")) {
            System.out.println("2026-11-23T12:00:00.000Z ERROR [main] Main - this disk belongs to somebody else");
            System.exit(3);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        System.out.println(pod + " starts with " + arguments);
        Files.writeString(data.resolve("starts"), pod + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        serve();
    }

    private void end() {
        if (behaviour.equals("stubborn")) {
            try {
                Thread.currentThread().join(); // for ever
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port()), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.createContext("/startupz", exchange -> answer(exchange, 200, "started"));
        server.createContext("/livez", exchange -> answer(exchange, isSickOnce() ? 503 : 200, "as it is"));
        server.createContext("/readyz", exchange -> answer(exchange, isReady() ? 200 : 503, reason()));
        server.createContext("/api/v1/member", exchange -> answer(exchange, 200, json()));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isSickOnce() {
        try {
            return Files.deleteIfExists(Path.of(System.getProperty("java.io.tmpdir"), "sick"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int ordinal() {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    private int servers() {
        return Integer.parseInt(settings.getProperty("servers"));
    }

    private int port() {
        return Integer.parseInt(settings.getProperty("httpPort"));
    }

    private String host(int ordinal) {
        return "%s-%d.%s.default.svc.cluster.local"
                .formatted(pod.substring(0, pod.lastIndexOf('-')), ordinal, settings.getProperty("service"));
    }

    private List<Integer> reachable() {
        return IntStream.range(0, servers()).filter(this::isReachable).boxed().toList();
    }

    private boolean isReachable(int ordinal) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(ordinal), port()), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isReady() {
        return reachable().size() > servers() / 2;
    }

    private String reason() {
        return isReady() ? role() + " of " + servers() : "looking for a leader";
    }

    private String role() {
        return isReady() ? reachable().getLast() == ordinal() ? "leader" : "follower" : "looking";
    }

    private String json() {
        String config = String.join(
                ",",
                IntStream.range(0, servers())
                        .mapToObj(ordinal -> "\"server.%d=%s:2888:3888:participant;0.0.0.0:12181\""
                                .formatted(ordinal + 1, host(ordinal)))
                        .toList());
        return "{\"name\":\"%s\",\"id\":%d,\"state\":\"RUNNING\",\"ready\":%s,\"reason\":\"%s\",\"role\":\"%s\",\"epoch\":1,\"config\":[%s]}"
                .formatted(pod, ordinal() + 1, isReady(), reason(), role(), config);
    }
}
