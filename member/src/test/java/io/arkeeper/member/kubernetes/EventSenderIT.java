package io.arkeeper.member.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpServer;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.membership.MembershipStep.Remove;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a server that answers as Kubernetes' API does, except for its encryption. */
final class EventSenderIT {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.5Z");
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Remove CHANGE = new Remove(new MemberId(5), 0x100000007L, "removing voter myzk-zookeeper-4");

    @TempDir
    private Path serviceAccount;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String event = "";
    private volatile int answer = 201;
    private HttpServer api;
    private EventSender sender;

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            boolean posts = exchange.getRequestMethod().equals("POST");
            if (posts) {
                event = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            }
            byte[] body = "{\"metadata\": {\"uid\": \"u-1\"}}".getBytes(UTF_8);
            exchange.sendResponseHeaders(posts ? answer : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        });
        api.start();
        Files.writeString(serviceAccount.resolve("token"), "secret\n");
        URI uri = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
        sender = new EventSender(
                new ApiServer(Optional.of(uri), serviceAccount),
                new MemberIdentity("ns", "myzk-zookeeper", 2),
                InstantSource.fixed(NOW));
    }

    @AfterEach
    void stop() {
        sender.close();
        api.stop(0);
    }

    @Test
    void aChangeBecomesAnEventOfTheVotersStatefulSet() throws IOException {
        sender.accept(CHANGE);

        await().atMost(DEADLINE).until(() -> asked.size() == 2);
        assertThat(asked)
                .containsExactly(
                        "GET /apis/apps/v1/namespaces/ns/statefulsets/myzk-zookeeper",
                        "POST /api/v1/namespaces/ns/events");
        Map<String, Object> made = JSON.std.mapFrom(event);
        assertThat(made)
                .containsEntry("reason", "MemberRemoved")
                .containsEntry("message", "removing voter myzk-zookeeper-4")
                .containsEntry("firstTimestamp", "2026-11-23T12:00:00Z")
                .containsEntry(
                        "involvedObject",
                        Map.of(
                                "apiVersion", "apps/v1",
                                "kind", "StatefulSet",
                                "namespace", "ns",
                                "name", "myzk-zookeeper",
                                "uid", "u-1"));
    }

    @Test
    void oneThatIsDeniedStopsNoOther() {
        answer = 403;
        sender.accept(CHANGE);
        await().atMost(DEADLINE).until(() -> asked.size() == 2);

        answer = 201;
        sender.accept(CHANGE);

        await().atMost(DEADLINE).until(() -> asked.size() == 4);
    }
}
