package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.systemtest.hostile.Attacker;
import io.arkeeper.systemtest.hostile.Malformed;
import io.arkeeper.systemtest.hostile.Pace;
import io.arkeeper.systemtest.hostile.Target;
import io.arkeeper.systemtest.hostile.TlsCaller;
import io.arkeeper.systemtest.hostile.Trickle;
import io.arkeeper.testing.ClientFiles;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members with TLS among those whose handshakes are none, or never end. */
final class HostileTlsST {

    private static final Duration QUESTION = Duration.ofSeconds(5);
    private static final Set<Target> PORTS =
            EnumSet.of(Target.SECURE_CLIENT, Target.QUORUM, Target.ELECTION, Target.HTTPS);
    private static final byte[] RECORD = {0x16, 3, 1, 2, 0}; // the head of a handshake's first record, of 512 bytes

    private static final long SEED = Long.getLong("hostile.seed", 20_261_123L);
    private static final long INPUTS = Long.getLong("hostile.handshakes", 10_000L);
    private static final long WITHIN = Long.getLong("hostile.withinTls", 10_000L);
    private static final int ATTACKERS = 24; // most of their time they wait
    private static final String NOBODY_IS_BARRED = "limits: {malformedPerSecond: 0}";
    private static final String MEMBERS = "*.zk-zookeeper-headless.test.svc.cluster.local";

    @TempDir
    private Path root;

    private static boolean requiresTls(PodStatus pod) {
        return MemberView.ask(pod.address(), Target.HTTP.port(), QUESTION)
                .flatMap(MemberView::tls)
                .filter(MemberView.Tls::required)
                .isPresent();
    }

    @Test
    void malformedHandshakesDoNothing() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(
                        root,
                        3,
                        "{tls: {enabled: true, extraNames: [127.0.211.1]}, tickTimeMs: 2000, " + NOBODY_IS_BARRED
                                + "}");
                TlsWriter honest = writer(ensemble)) {
            await().atMost(TestEnsemble.DEADLINE)
                    .until(() -> ensemble.pods().statuses().stream().allMatch(HostileTlsST::requiresTls));
            List<String> addresses =
                    ensemble.pods().statuses().stream().map(PodStatus::address).toList();
            String leader = ensemble.pods().address(ensemble.leader());
            Attacker attacker = new Attacker();
            Footprints before = Footprints.of(ensemble);
            int written = honest.acknowledged();

            new Pace(ATTACKERS, 0)
                    .attack(
                            attacker,
                            number -> Malformed.ofTls(SEED, number),
                            (malformed, number) -> malformed.target() == Target.QUORUM // only a leader listens there
                                    ? leader
                                    : addresses.get(Math.toIntExact(number % addresses.size())),
                            () -> attacker.inputs() >= INPUTS);

            assertThat(honest.acknowledged()).as("what the honest client wrote").isGreaterThan(written + 10);
            assertThat(honest.failures()).isEmpty();
            assertThat(ensemble.restarts().values()).as("restarts").containsOnly(0);
            before.awaitAgain(ensemble);
            await("the connections of clients are counted")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> ensemble.sum("arkeeper_client_connections_ended_total")
                                    + ensemble.sum("connection_rejected")
                            >= 0.99 * attacker.connections(Target.SECURE_CLIENT));
            assertThat(ensemble.sum("unsuccessful_handshake"))
                    .as("handshakes of clients that failed")
                    .isGreaterThan(
                            0.4 * attacker.connections(Target.SECURE_CLIENT)); // the others say too little to fail
            assertThat(ensemble.sum("arkeeper_refused_connections_total"))
                    .as("connections to the ports between members that were refused")
                    .isGreaterThan(
                            0.99 * (attacker.connections(Target.QUORUM) + attacker.connections(Target.ELECTION)));
            assertThat(ensemble.sum("arkeeper_http_unread_total{port=\"httpsPort\"}"))
                    .as("connections that bring no request")
                    .isGreaterThan(0.9 * attacker.connections(Target.HTTPS));
            ensemble.loseLeader();
        }
    }

    /**
     * Those who have a certificate, even a member's, say what is no message once TLS is agreed on; or what is no record of TLS
     * any more.
     */
    @Test
    void malformedMessagesWithinTlsDoNothing() throws Exception {
        TestAuthority house = new TestAuthority("House");
        ClientFiles files = ClientFiles.write(root.resolve("client"), house.issue("app.example"), house);
        Issued own = house.issue(MEMBERS, "127.0.211.1");
        try (TestEnsemble ensemble =
                TestEnsemble.started(root, 3, "{tls: {enabled: true}, tickTimeMs: 2000, " + NOBODY_IS_BARRED + "}")) {
            await().atMost(TestEnsemble.DEADLINE)
                    .until(() -> ensemble.pods().statuses().stream().allMatch(HostileTlsST::requiresTls));
            String former = ensemble.pods()
                    .release()
                    .configMaps()
                    .get("Secret zk-zookeeper-tls")
                    .get("ca.crt");
            ensemble.pods()
                    .change(Map.of(
                            "tls.crt",
                            own.certificate(),
                            "tls.key",
                            own.key(),
                            "ca.crt",
                            former + house.certificate()));
            await().atMost(TestEnsemble.DEADLINE).until(() -> ensemble.sum("arkeeper_tls_material_adopted_total") == 3);
            List<String> addresses =
                    ensemble.pods().statuses().stream().map(PodStatus::address).toList();
            String leader = ensemble.pods().address(ensemble.leader());
            TlsCaller insider = new TlsCaller(house.context(house.issue(MEMBERS)));
            Attacker attacker = new Attacker();
            TlsWriter honest = TlsWriter.steady(
                    ensemble.pods().address(ensemble.pod(0)) + ":" + Target.SECURE_CLIENT.port(), "/honest", files);
            Footprints before = Footprints.of(ensemble);
            try (honest) {
                int written = honest.acknowledged();
                long started = System.nanoTime();

                new Pace(ATTACKERS, 0)
                        .attack(
                                number -> {
                                    Malformed malformed = Malformed.withinTls(SEED, number);
                                    String address = malformed.target() == Target.QUORUM // only a leader listens there
                                            ? leader
                                            : addresses.get(Math.toIntExact(number % addresses.size()));
                                    attacker.send(address, malformed, insider);
                                },
                                () -> attacker.inputs() >= WITHIN);

                double seconds = (System.nanoTime() - started) / 1e9;
                assertThat(honest.acknowledged())
                        .as("what the honest client wrote")
                        .isGreaterThan(written + 10);
                assertThat(honest.failures()).isEmpty();
                assertThat(honest.reconnects()).as("its lost connections").isZero();
                assertThat(ensemble.restarts().values()).as("restarts").containsOnly(0);
                assertEachWithinTlsWasCounted(ensemble, attacker);
                System.out.println(String.format(
                        Locale.ROOT,
                        "%d malformed inputs within TLS (seed %d) over %d connections in %.0f s; %d honest writes meanwhile",
                        attacker.inputs(),
                        SEED,
                        PORTS.stream().mapToLong(attacker::connections).sum(),
                        seconds,
                        honest.acknowledged() - written));
            }
            honest.deleteAll(); // or what it wrote would be taken for what the attack has left
            before.awaitAgain(ensemble);
            ensemble.loseLeader();
        }
    }

    private static void assertEachWithinTlsWasCounted(TestEnsemble ensemble, Attacker attacker) {
        await("the connections of clients are counted, those of sessions once these time out")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        ensemble.sum("arkeeper_client_connections_ended_total") + ensemble.sum("connection_rejected")
                                >= 0.99 * attacker.connections(Target.SECURE_CLIENT));
        assertThat(ensemble.sum("arkeeper_client_connections_ended_total{key=\"io_exception\"}"))
                .as("frames of lengths that there are not")
                .isPositive();
        assertThat(ensemble.sum("arkeeper_client_connections_ended_total{key=\"channel_closed_exception\"}"))
                .as("records that are none")
                .isPositive();
        assertThat(ensemble.sum("arkeeper_malformed_requests_total"))
                .as("requests that cannot be read")
                .isPositive();
        assertThat(refused(ensemble, "election"))
                .as("connections to election ports that were refused")
                .isGreaterThan(0.4 * attacker.connections(Target.ELECTION)); // the others open as a member would
        assertThat(refused(ensemble, "quorum"))
                .as("connections to the quorum port that were refused")
                .isGreaterThan(0.5 * attacker.connections(Target.QUORUM));
        assertThat(ensemble.sum("arkeeper_http_refused_total{port=\"httpsPort\",status=\"404\"}"))
                .as("requests that were refused")
                .isPositive();
        assertThat(ensemble.sum("arkeeper_http_unread_total{port=\"httpsPort\"}"))
                .as("what is no request")
                .isPositive();
    }

    /** A record that is none ends TLS, whether its handshake is over or not. */
    private static double refused(TestEnsemble ensemble, String port) {
        String reason = "arkeeper_refused_connections_total{key=\"" + port + "_%s\"}";
        return ensemble.sum(reason.formatted("malformed")) + ensemble.sum(reason.formatted("handshake"));
    }

    private TlsWriter writer(TestEnsemble ensemble) throws IOException {
        String first = ensemble.pods().address(ensemble.pod(0)) + ":" + Target.SECURE_CLIENT.port();
        return TlsWriter.steady(first, "/honest", ensemble.clientFiles(root.resolve("client")));
    }

    @Test
    void handshakesThatNeverEndKeepNobodyOut() throws Exception {
        try (TestEnsemble ensemble =
                TestEnsemble.started(root, 3, "{tls: {enabled: true, plaintextClients: true}, tickTimeMs: 2000}")) {
            await().atMost(TestEnsemble.DEADLINE)
                    .until(() -> ensemble.pods().statuses().stream().allMatch(HostileTlsST::requiresTls));
            List<String> addresses =
                    ensemble.pods().statuses().stream().map(PodStatus::address).toList();
            try (Trickle trickle = new Trickle(new Attacker(), addresses, PORTS, RECORD)) {
                trickle.start();
                String follower = ensemble.anyFollower();
                ensemble.stop(follower);
                ensemble.pods().start(follower);
                ensemble.awaitReady();
                ensemble.loseLeader();
                for (String address : addresses) { // two of them have only just begun to count
                    await("refusals of " + address)
                            .atMost(TestEnsemble.DEADLINE)
                            .until(() -> countsRefusals(address));
                }
            }
        }
    }

    private static boolean countsRefusals(String address) throws Exception {
        String metrics =
                HttpGet.from(address, Target.HTTP.port(), "/metrics", QUESTION).body();
        return metrics.contains("arkeeper_refused_connections_total{key=\"election_")
                && metrics.contains("connection_rejected ");
    }
}
