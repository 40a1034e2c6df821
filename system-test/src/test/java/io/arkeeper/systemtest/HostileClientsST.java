package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.systemtest.hostile.Attacker;
import io.arkeeper.systemtest.hostile.HonestClient;
import io.arkeeper.systemtest.hostile.HonestClient.Latency;
import io.arkeeper.systemtest.hostile.Malformed;
import io.arkeeper.systemtest.hostile.Pace;
import io.arkeeper.systemtest.hostile.Target;
import io.arkeeper.systemtest.hostile.Trickle;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members among those who mean them harm, in plain text. What is sent comes from {@code -Dhostile.seed}; each message is
 * that of a number, so that one can be sent again.
 */
final class HostileClientsST {

    private static final long SEED = Long.getLong("hostile.seed", 20_261_123L);
    private static final long INPUTS = Long.getLong("hostile.inputs", 100_000L);
    private static final int ATTACKERS = 24; // most of their time they wait
    private static final Set<Target> PLAIN = EnumSet.of(Target.CLIENT, Target.QUORUM, Target.ELECTION, Target.HTTP);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5); // the chart's
    private static final String VALUES = // a busy machine is no lost member, and nothing keeps the attackers out
            "{tickTimeMs: 2000, auditLog: true, limits: {malformedPerSecond: 0}}";
    private static final long PER_SECOND = Long.getLong("hostile.perSecond", 0); // connections; 0 = as many as go
    private static final double SLOWER = 500; // times; this machine's processors are the attackers' too
    private static final long MOST_LOG_BYTES = 32L << 20;

    @TempDir
    private Path root;

    private TestEnsemble ensemble;
    private HonestClient honest;
    private final Attacker attacker = new Attacker();

    @BeforeEach
    void threeMembersAndAnHonestClient() throws Exception {
        ensemble = TestEnsemble.started(root, 3, VALUES);
        honest = new HonestClient(TestEnsemble.connect(ensemble.clients()));
    }

    @AfterEach
    void stop() throws Exception {
        honest.close();
        ensemble.close();
        keepLogs();
    }

    /** For whoever wants to know what a message did. */
    private void keepLogs() throws IOException {
        Path kept = Files.createDirectories(Path.of("target", "hostile-logs"));
        try (Stream<Path> logs = Files.list(root.resolve("logs"))) {
            for (Path log : logs.toList()) {
                Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private String address(String pod) {
        return ensemble.clientsOf(pod).split(":", -1)[0];
    }

    private String get(String pod, String path) throws IOException {
        try (Socket socket = new Socket(address(pod), Target.HTTP.port())) {
            socket.setSoTimeout(Math.toIntExact(PROBE_TIMEOUT.toMillis()));
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .formatted(path)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private void assertProbesAnswer() throws IOException {
        for (String pod : ensemble.names()) {
            assertThat(get(pod, "/livez")).as("the liveness probe of " + pod).startsWith("HTTP/1.1 200");
            assertThat(get(pod, "/readyz")).as("the readiness probe of " + pod).startsWith("HTTP/1.1 200");
        }
    }

    private void assertNothingHappened() {
        assertThat(ensemble.restarts().values()).as("restarts").containsOnly(0);
        assertThat(honest.failures()).as("what the honest client was refused").isEmpty();
    }

    @Test
    void aHundredThousandMalformedMessagesDoNothing() throws Exception {
        Footprints before = Footprints.of(ensemble);
        Latency quiet = quietLatency();
        long started = System.nanoTime();

        sendAll();

        double seconds = (System.nanoTime() - started) / 1e9;
        Latency attacked = honest.latency();
        assertNothingHappened();
        assertProbesAnswer();
        assertThat(attacked.count()).as("what the honest client did meanwhile").isGreaterThan(20);
        assertThat(attacked.median() / quiet.median()).as("times slower").isLessThan(SLOWER);
        assertEachWasCounted();
        before.awaitAgain(ensemble);
        assertThat(logBytes()).as("bytes of the logs").isLessThan(MOST_LOG_BYTES);
        ensemble.loseLeader(); // the threads that elect are those that one message may end
        System.out.println(String.format(
                Locale.ROOT,
                "%d malformed inputs (seed %d) in %.0f s; a write and a read: median %.2f ms, p99 %.2f ms before,"
                        + " median %.2f ms, p99 %.2f ms meanwhile (%.1f times)",
                attacker.inputs(),
                SEED,
                seconds,
                quiet.median(),
                quiet.p99(),
                attacked.median(),
                attacked.p99(),
                attacked.median() / quiet.median()));
    }

    private Latency quietLatency() {
        AtomicLong done = new AtomicLong();
        honest.latency();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> done.incrementAndGet() > 1);
        return honest.latency();
    }

    private void sendAll() throws Exception {
        String leader = address(ensemble.leader());
        List<String> addresses = ensemble.names().stream().map(this::address).toList();
        new Pace(ATTACKERS, PER_SECOND)
                .attack(
                        attacker,
                        number -> Malformed.of(SEED, number),
                        (malformed, number) -> malformed.target() == Target.QUORUM // only a leader listens there
                                ? leader
                                : addresses.get(Math.toIntExact(number % addresses.size())),
                        () -> attacker.inputs() >= INPUTS);
    }

    private void assertEachWasCounted() {
        await("the connections of clients are counted, those of sessions once these time out")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        ensemble.sum("arkeeper_client_connections_ended_total") + ensemble.sum("connection_rejected")
                                >= 0.99 * attacker.connections(Target.CLIENT));
        assertThat(ensemble.sum("arkeeper_refused_connections_total{key=\"election_malformed\"}"))
                .as("connections to election ports that were refused")
                .isGreaterThan(0.4 * attacker.connections(Target.ELECTION)); // the others open as a member would
        assertThat(ensemble.sum("arkeeper_refused_connections_total{key=\"election_notification\"}"))
                .as("configurations that are none")
                .isPositive();
        assertThat(ensemble.sum("arkeeper_refused_connections_total{key=\"quorum_malformed\"}"))
                .as("connections to the quorum port that were refused")
                .isGreaterThan(0.5 * attacker.connections(Target.QUORUM));
        assertThat(ensemble.sum("arkeeper_malformed_requests_total"))
                .as("requests that cannot be read")
                .isPositive();
        assertThat(ensemble.sum("arkeeper_http_refused_total"))
                .as("requests that were refused")
                .isPositive();
    }

    private long logBytes() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("logs"))) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    @Test
    void slowConnectionsToEveryPortHoldNobodyUp() throws Exception {
        honest.latency();
        try (Trickle trickle = new Trickle(
                attacker, ensemble.names().stream().map(this::address).toList(), PLAIN)) {
            trickle.start();
            assertProbesAnswer();
            String follower = ensemble.anyFollower();
            ensemble.stop(follower);
            ensemble.pods().start(follower);
            ensemble.awaitReady();
            ensemble.loseLeader();
            assertProbesAnswer();
            assertThat(honest.latency().count())
                    .as("what the honest client did meanwhile")
                    .isPositive();
        }
        assertThat(ensemble.sum("arkeeper_refused_connections_total")).isPositive();
    }

    @Test
    void onlyWhoMayIsAnswered() throws Exception {
        String pod = ensemble.leader();
        for (String word : List.of("conf", "dump", "envi", "wchc", "crst", "stmk", "kill")) {
            try (Socket socket = attacker.connect(address(pod), Target.CLIENT)) {
                socket.setSoTimeout(Math.toIntExact(PROBE_TIMEOUT.toMillis()));
                socket.getOutputStream().write(word.getBytes(US_ASCII));
                socket.shutdownOutput();
                assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8).strip())
                        .as("the answer to " + word)
                        .isIn("", word + " is not executed because it is not in the whitelist.");
            }
        }
        try (ZooKeeperAdmin admin = new ZooKeeperAdmin(ensemble.clientsOf(pod), 30_000, event -> {})) {
            assertThat(refusal(() -> admin.reconfigure(null, "3", null, -1, null)))
                    .isIn(KeeperException.Code.NOAUTH, KeeperException.Code.AUTHFAILED);
        }
        try (ZooKeeper client = TestEnsemble.connect(ensemble.clientsOf(pod))) {
            assertThat(refusal(() -> client.setData("/zookeeper/config", new byte[0], -1)))
                    .isEqualTo(KeeperException.Code.NOAUTH);
        }
        for (String path : List.of("/stop", "/log-level", "/threads", "/../../etc/passwd", "/%2e%2e/etc/passwd")) {
            assertThat(get(pod, path)).as(path).startsWith("HTTP/1.1 404").doesNotContain("root:");
        }
        assertNothingHappened();
    }

    private interface Step {
        void run() throws KeeperException, InterruptedException;
    }

    private static KeeperException.Code refusal(Step step) throws InterruptedException {
        try {
            step.run();
            return KeeperException.Code.OK;
        } catch (KeeperException e) {
            return e.code();
        }
    }
}
