package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.systemtest.hostile.Attacker;
import io.arkeeper.systemtest.hostile.Malformed;
import io.arkeeper.systemtest.hostile.Target;
import io.arkeeper.systemtest.hostile.TlsCaller;
import io.arkeeper.testing.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of attempt to get in, or to do harm, is one that a counter tells of. */
final class AttemptsST {

    private static final String HOST = "*.zk-zookeeper-headless.test.svc.cluster.local";
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SET_DATA = 5;
    private static final int MOST_OF_ONE_ADDRESS = 60;

    private static final String CLIENTS = "arkeeper_client_connections_ended_total";
    private static final String HANDSHAKES = "unsuccessful_handshake";
    private static final String PEERS = "arkeeper_refused_connections_total";
    private static final String REJECTED = "connection_rejected";
    private static final String HTTP = "arkeeper_http_unread_total";

    @TempDir
    private static Path root;

    private static final TestAuthority HOUSE = new TestAuthority("House");
    private static final Attacker ATTACKER = new Attacker();

    private static TestEnsemble ensemble;
    private static String address;

    private interface Attempt {
        void make() throws Exception;
    }

    @BeforeAll
    static void aMemberWhoseAuthorityIsKnown() {
        ensemble = TestEnsemble.started(root, 1, "{tls: {enabled: true, plaintextClients: true}, tickTimeMs: 2000}");
        PodStatus pod = ensemble.statuses().getFirst();
        address = pod.address();
        TestAuthority.Issued own = HOUSE.issue(HOST);
        ensemble.pods()
                .change(Map.of("tls.crt", own.certificate(), "tls.key", own.key(), "ca.crt", HOUSE.certificate()));
        await().atMost(DEADLINE)
                .until(() -> MetricsPage.of(address).sum("arkeeper_tls_material_adopted_total") == 1
                        && MetricsPage.of(address).sum("arkeeper_tls_required") == 1);
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @TestFactory
    Stream<DynamicTest> eachKindIsCounted() {
        List<DynamicTest> kinds = new ArrayList<>();
        clients(kinds);
        for (Target target : List.of(Target.SECURE_CLIENT, Target.QUORUM, Target.ELECTION, Target.HTTPS)) {
            handshakes(kinds, target);
        }
        withinTls(kinds);
        http(kinds);
        return kinds.stream();
    }

    private static DynamicTest counted(String kind, String metric, Attempt attempt) {
        return DynamicTest.dynamicTest(kind, () -> {
            double before = MetricsPage.of(address).sum(metric);
            attempt.make();
            await(kind + " counts in " + metric)
                    .atMost(DEADLINE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> MetricsPage.of(address).sum(metric) > before);
            assertThat(ensemble.restarts().values()).containsOnly(0);
        });
    }

    private static void clients(List<DynamicTest> kinds) {
        kinds.add(counted("random bytes", CLIENTS, () -> send(Target.CLIENT, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
        kinds.add(counted("a frame that is cut short", CLIENTS, () -> send(Target.CLIENT, 0, 0, 0, 44, 0, 0)));
        kinds.add(counted(
                "a frame of 2 GiB", CLIENTS + "{key=\"io_exception\"}", () -> send(Target.CLIENT, 127, -1, -1, -1)));
        kinds.add(counted(
                "a request that cannot be read",
                "arkeeper_malformed_requests_total",
                () -> ATTACKER.send(
                        address, Malformed.request(SET_DATA, (byte) 127, (byte) -1, (byte) -1, (byte) -1))));
        for (String word : List.of("conf", "dump", "envi", "stmk")) {
            kinds.add(counted("the word " + word, CLIENTS, () -> word(word)));
        }
        kinds.add(counted(
                "a reconfiguration by nobody", "arkeeper_unauthorized_requests_total", AttemptsST::reconfigure));
        kinds.add(counted(
                "a change of the configuration by nobody",
                "arkeeper_unauthorized_requests_total{key=\"setData\"}",
                AttemptsST::changeConfig));
        kinds.add(counted("a scheme that there is not", "arkeeper_failed_logins_total", AttemptsST::unknownScheme));
        kinds.add(counted("too many of one address", REJECTED, AttemptsST::crowd));
        kinds.add(counted("silence", "sessionless_connections_expired", () -> silence(Target.CLIENT)));
    }

    private static void handshakes(List<DynamicTest> kinds, Target target) {
        String metric =
                switch (target) {
                    case SECURE_CLIENT -> HANDSHAKES;
                    case HTTPS -> HTTP + "{port=\"httpsPort\"}";
                    case QUORUM, ELECTION, CLIENT, HTTP -> refused(target, "handshake");
                };
        String where = " on the port " + target;
        Instant longAgo = Instant.now().minus(DAY.multipliedBy(9));
        TestAuthority elsewhere = new TestAuthority("House");
        kinds.add(
                counted("no certificate" + where, metric, () -> new TlsCaller(HOUSE.context()).call(address, target)));
        kinds.add(counted("another authority's certificate" + where, metric, () -> new TlsCaller(
                        HOUSE.context(elsewhere.issue(HOST)))
                .call(address, target)));
        kinds.add(counted("an expired certificate" + where, metric, () -> new TlsCaller(
                        HOUSE.context(HOUSE.issue(longAgo, DAY, HOST)))
                .call(address, target)));
        kinds.add(counted("TLS 1.0" + where, metric, () -> ATTACKER.send(address, Malformed.tls10(target))));
        kinds.add(counted(
                "a record that is cut short" + where,
                target == Target.SECURE_CLIENT ? CLIENTS : metric,
                () -> ATTACKER.send(address, Malformed.truncatedTls(target))));
        kinds.add(counted(
                "plaintext" + where,
                metric.startsWith(PEERS) ? PEERS : metric, // a port that once took both reads it as a message
                () -> ATTACKER.send(address, Malformed.raw(target, "srvr and more".getBytes(US_ASCII)))));
        if (target == Target.SECURE_CLIENT) {
            kinds.add(counted(
                    "renegotiation" + where, CLIENTS, () -> new TlsCaller(HOUSE.context(HOUSE.issue("app.example")))
                            .renegotiate(address, target)));
        } else {
            kinds.add(counted("a client's certificate" + where, metric, () -> new TlsCaller(
                            HOUSE.context(HOUSE.issue("app.example")))
                    .call(address, target)));
        }
        if (target != Target.HTTPS) {
            kinds.add(counted(
                    "silence" + where,
                    target == Target.SECURE_CLIENT ? CLIENTS : refused(target, "silent"),
                    () -> silence(target)));
        }
    }

    private static String refused(Target target, String reason) {
        return "%s{key=\"%s_%s\"}".formatted(PEERS, target.name().toLowerCase(Locale.ROOT), reason);
    }

    /** By those who have a certificate, a member's. */
    private static void withinTls(List<DynamicTest> kinds) {
        TlsCaller insider = new TlsCaller(HOUSE.context(HOUSE.issue(HOST)));
        within(kinds, insider, Target.QUORUM, refused(Target.QUORUM, "malformed"), "GET / HTTP/1.1\r\n\r\n");
        within(kinds, insider, Target.ELECTION, refused(Target.ELECTION, "malformed"), "GET / HTTP/1.1\r\n\r\n");
        within(kinds, insider, Target.HTTPS, HTTP + "{port=\"httpsPort\"}", "hello\r\n\r\n");
        within(
                kinds,
                insider,
                Target.HTTPS,
                "arkeeper_http_refused_total{port=\"httpsPort\",status=\"404\"}",
                "GET /threads HTTP/1.1\r\nHost: a\r\n\r\n");
        within(kinds, insider, Target.SECURE_CLIENT, CLIENTS + "{key=\"io_exception\"}", "\u007f~~~");
    }

    private static void within(List<DynamicTest> kinds, TlsCaller insider, Target target, String metric, String said) {
        kinds.add(counted(
                "'%s' within TLS on the port %s".formatted(said.strip(), target),
                metric,
                () -> ATTACKER.send(address, Malformed.raw(target, said.getBytes(US_ASCII)), insider)));
    }

    private static void http(List<DynamicTest> kinds) {
        for (String path : List.of("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/metrics/../../etc/passwd")) {
            kinds.add(counted(
                    "the path " + path,
                    "arkeeper_http_refused_total{port=\"httpPort\",status=\"404\"}",
                    () -> http("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")));
        }
        kinds.add(counted(
                "a change over HTTP",
                "arkeeper_http_refused_total{port=\"httpPort\",status=\"404\"}",
                () -> http("POST /stop HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")));
        kinds.add(counted(
                "a body for a probe",
                "arkeeper_http_refused_total{port=\"httpPort\",status=\"405\"}",
                () -> http("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")));
        String metric = HTTP + "{port=\"httpPort\"}";
        kinds.add(counted("what is no HTTP", metric, () -> http("hello\r\n\r\n")));
        kinds.add(counted("a header that is none", metric, () -> http("GET / HTTP/1.1\r\nno colon\r\n\r\n")));
        kinds.add(counted(
                "headers of 20 kB", metric, () -> http("GET / HTTP/1.1\r\nX: " + "y".repeat(20_000) + "\r\n\r\n")));
        kinds.add(counted("a request that never ends", metric, () -> {
            try (Socket socket = ATTACKER.connect(address, Target.HTTP)) {
                socket.setSoTimeout(Math.toIntExact(DEADLINE.toMillis()));
                socket.getOutputStream().write("GET /metr".getBytes(US_ASCII));
                ended(socket);
            }
        }));
    }

    private static void send(Target target, int... bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int one : bytes) {
            buffer.put((byte) one);
        }
        ATTACKER.send(address, Malformed.raw(target, buffer.array()));
    }

    private static void http(String request) throws IOException {
        ATTACKER.send(address, Malformed.raw(Target.HTTP, request.getBytes(US_ASCII)));
    }

    private static void word(String word) throws IOException {
        ATTACKER.send(address, Malformed.raw(Target.CLIENT, word.getBytes(US_ASCII)));
    }

    private static void silence(Target target) throws IOException {
        try (Socket socket = ATTACKER.connect(address, target)) {
            socket.setSoTimeout(Math.toIntExact(DEADLINE.toMillis()));
            ended(socket);
        }
    }

    /** Waits for the other side to end it. */
    private static void ended(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // reset
        }
    }

    /** ZooKeeper notices a connection a moment after it has accepted it, so a few more than the limit may come at once. */
    private static void crowd() throws IOException {
        double before = MetricsPage.of(address).sum(REJECTED);
        List<Socket> crowd = new ArrayList<>();
        try {
            await().atMost(DEADLINE).pollInterval(Duration.ofMillis(200)).until(() -> {
                for (int i = 0; i < MOST_OF_ONE_ADDRESS / 2; i++) {
                    crowd.add(new Socket(address, Target.CLIENT.port()));
                }
                return MetricsPage.of(address).sum(REJECTED) > before;
            });
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    private static void reconfigure() throws Exception {
        try (ZooKeeperAdmin admin = new ZooKeeperAdmin(ensemble.clients(), 30_000, event -> {})) {
            admin.reconfigure(null, "3", null, -1, null);
        } catch (KeeperException.NoAuthException e) {
            return;
        }
        throw new AssertionError("nobody has changed the membership");
    }

    private static void changeConfig() throws Exception {
        try (ZooKeeper client = TestEnsemble.connect(ensemble.clients())) {
            client.setData("/zookeeper/config", new byte[0], -1);
        } catch (KeeperException.NoAuthException e) {
            return;
        }
        throw new AssertionError("nobody has changed the configuration");
    }

    private static void unknownScheme() throws Exception {
        try (ZooKeeper client = TestEnsemble.connect(ensemble.clients())) {
            client.addAuthInfo("nonsense", "super:secret".getBytes(US_ASCII));
            client.exists("/", false);
        } catch (KeeperException e) {
            return;
        }
    }
}
