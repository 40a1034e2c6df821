package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.systemtest.hostile.Attacker;
import io.arkeeper.systemtest.hostile.HonestClient;
import io.arkeeper.systemtest.hostile.Malformed;
import io.arkeeper.systemtest.hostile.Target;
import io.arkeeper.testing.ClientFiles;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Addresses that send malformed messages are let in no more, and everybody else is as before. */
@Timeout(300)
final class BarredAddressesST {

    private static final int ADDRESSES = 64; // of the attacker
    private static final byte[] NO_LENGTH = {127, -1, -1, -1};
    private static final byte[] NO_HANDSHAKE = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] NO_VOTE = "no member says this, however long it is".getBytes(US_ASCII);

    @TempDir
    private Path root;

    private final Attacker attacker = new Attacker();

    private void attackUntilBarred(TestEnsemble ensemble, String pod, Malformed malformed, String metric) {
        attackUntil(ensemble, pod, malformed, metric, 1);
    }

    /** From 64 addresses. */
    private void attackUntil(TestEnsemble ensemble, String pod, Malformed malformed, String metric, int least) {
        String address = ensemble.pods().address(pod);
        await("%s at %s reaches %d".formatted(metric, malformed.target(), least))
                .atMost(TestEnsemble.DEADLINE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    for (int i = 0; i < ADDRESSES; i++) {
                        attacker.send(address, malformed);
                    }
                    return ensemble.sum(metric) >= least;
                });
    }

    /** Whether a connection from the attacker's next address is closed before a word was said. */
    private boolean isClosedAtOnce(String address, Target target) throws IOException {
        try (Socket socket = attacker.connect(address, target)) {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset
        }
    }

    private static void writes(String clients) throws Exception {
        try (ZooKeeper client = TestEnsemble.connect(clients)) {
            assertThat(client.exists("/", false)).isNotNull();
        }
    }

    @Test
    void ofClientsForTenSeconds_othersNoticeNothing() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 3);
                HonestClient honest = new HonestClient(TestEnsemble.connect(ensemble.clients()))) {
            String pod = ensemble.leader();
            String address = ensemble.pods().address(pod);

            attackUntil(ensemble, pod, Malformed.raw(Target.CLIENT, NO_LENGTH), "arkeeper_barred_addresses", ADDRESSES);

            assertThat(isClosedAtOnce(address, Target.CLIENT)).isTrue();
            assertThat(ensemble.sum("arkeeper_barred_connections_total")).isPositive();
            assertThat(ensemble.sum("connection_rejected")).isPositive();
            writes(ensemble.clientsOf(pod)); // from an address that has done nothing
            assertThat(honest.failures()).isEmpty();
            await("they are let in again")
                    .atMost(TestEnsemble.DEADLINE)
                    .until(() -> ensemble.sum("arkeeper_barred_addresses") == 0);
            assertThat(isClosedAtOnce(address, Target.CLIENT)).isFalse();
        }
    }

    @Test
    void requestsInASessionThatCannotBeReadAreMalformedToo() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 3)) {
            String pod = ensemble.anyFollower();

            attackUntilBarred(ensemble, pod, Malformed.request(1, NO_LENGTH), "arkeeper_barred_connections_total");

            writes(ensemble.clientsOf(pod));
        }
    }

    @Test
    void ofPeers_membersComeBackAllTheSame() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 3)) {
            for (String pod : List.copyOf(ensemble.names())) {
                attackUntilBarred(
                        ensemble,
                        pod,
                        Malformed.raw(Target.ELECTION, NO_VOTE),
                        "arkeeper_refused_connections_total{key=\"election_barred\"}");
            }

            ensemble.loseLeader();
        }
    }

    @Test
    void handshakesThatFailAreMalformedToo_thoseOfClientsAreNot() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(
                root, 3, "{tls: {enabled: true, extraNames: [127.0.211.1]}, limits: {malformedPerSecond: 1}}")) {
            String pod = ensemble.pod(0);
            String address = ensemble.pods().address(pod);
            ClientFiles files = ensemble.clientFiles(root.resolve("client"));
            try (TlsWriter honest =
                    TlsWriter.comingAnew(address + ":" + Target.SECURE_CLIENT.port(), "/anew", () -> files)) {
                await().atMost(TestEnsemble.DEADLINE).until(() -> honest.acknowledged() > 20); // none of them counts

                attackUntil(
                        ensemble,
                        pod,
                        Malformed.raw(Target.SECURE_CLIENT, NO_HANDSHAKE),
                        "arkeeper_barred_addresses",
                        ADDRESSES);

                assertThat(isClosedAtOnce(address, Target.SECURE_CLIENT)).isTrue();
                int written = honest.acknowledged();
                await().atMost(TestEnsemble.DEADLINE).until(() -> honest.acknowledged() > written + 20);
                assertThat(honest.failures()).isEmpty();
                assertThat(honest.reconnects()).isZero();
            }
            attackUntilBarred(
                    ensemble,
                    pod,
                    Malformed.raw(Target.ELECTION, NO_HANDSHAKE),
                    "arkeeper_refused_connections_total{key=\"election_barred\"}");
            ensemble.awaitReady();
            attackUntilBarred(
                    ensemble, pod, Malformed.raw(Target.HTTPS, NO_HANDSHAKE), "arkeeper_http_barred_connections_total");
            ensemble.loseLeader(); // members hear each other all the same
        }
    }

    @Test
    void whatHonestClientsMaySendBarsNobody() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 3, "{limits: {malformedPerSecond: 1}}")) {
            String address = ensemble.pods().address(ensemble.leader());
            byte[] newer = session(Long.MAX_VALUE, 0);
            byte[] gone = session(0, 4711);
            ByteBuffer tooLarge = ByteBuffer.allocate(64).put(session(0, 0)).putInt(100_000_000);
            List<byte[]> honest = List.of(new byte[0], "ruok".getBytes(US_ASCII), newer, gone, tooLarge.array());

            for (int i = 0; i < 20; i++) {
                for (byte[] bytes : honest) {
                    attacker.send(address, Malformed.raw(Target.CLIENT, bytes));
                }
            }

            assertThat(ensemble.sum("arkeeper_client_connections_ended_total")).isGreaterThanOrEqualTo(100);
            assertThat(ensemble.sum("arkeeper_barred_addresses")).isZero();
        }
    }

    /** What begins one; with its length. */
    private static byte[] session(long zxidSeen, long id) {
        return ByteBuffer.allocate(Integer.BYTES + 45)
                .putInt(45)
                .putInt(0)
                .putLong(zxidSeen)
                .putInt(30_000)
                .putLong(id)
                .putInt(16)
                .array();
    }
}
