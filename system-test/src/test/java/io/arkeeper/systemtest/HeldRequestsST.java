package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.systemtest.hostile.Attacker;
import io.arkeeper.systemtest.hostile.HonestClient;
import io.arkeeper.systemtest.hostile.Malformed;
import io.arkeeper.systemtest.hostile.Target;
import io.arkeeper.systemtest.hostile.TlsCaller;
import io.arkeeper.testing.TestAuthority;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member with a small heap among those who announce large requests and send nothing of them. ZooKeeper takes memory for each
 * at once.
 */
final class HeldRequestsST {

    private static final String HOST = "*.zk-zookeeper-headless.test.svc.cluster.local";
    private static final int LENGTH = 1_000_000; // bytes, less than limits.requestBytes
    private static final int ROUNDS = 6;
    private static final int ANNOUNCEMENTS = 600; // several times the heap together
    private static final int WITHIN_TLS = 240; // of which each is sent, too
    private static final double MOST = (128 << 20) / 8.0; // an eighth of the heap
    private static final double MOST_OF_ONE_ADDRESS = (128 << 20) / 32.0;
    private static final int LARGE = 700_000; // bytes of what an honest client writes
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final String HELD = "arkeeper_held_request_bytes";
    private static final String ENDED = "arkeeper_held_requests_ended_total";

    @TempDir
    private Path root;

    private final Attacker attacker = new Attacker();
    private final List<Socket> silent = new ArrayList<>();
    private byte[] most = new byte[0]; // of the request that is sent, after its announcement

    private interface Door {
        Socket open() throws IOException;
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : silent) {
            socket.close();
        }
    }

    /** In a session, or before there is one. */
    private void announce(Door door, int count, boolean session) throws IOException {
        for (int i = 0; i < count; i++) {
            try {
                Socket socket = door.open();
                silent.add(socket);
                socket.getOutputStream().write(Malformed.announcement(LENGTH, session));
                socket.getOutputStream().write(most);
            } catch (IOException e) {
                assertThat(e).as("the connection was ended already").isNotNull();
            }
        }
    }

    /** Whatever others announce, an honest client is served, and what it sends itself may be as large. */
    private void attackWhileSomebodyWrites(TestEnsemble ensemble, int count, Door door) throws Exception {
        String address = ensemble.statuses().getFirst().address();
        try (HonestClient honest = new HonestClient(TestEnsemble.connect(ensemble.clients()));
                ZooKeeper large = TestEnsemble.connect(ensemble.clients())) {
            large.create("/large", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            List<Double> held = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                announce(door, count / ROUNDS, round % 2 == 0);
                large.setData("/large", new byte[LARGE], -1);
                held.add(MetricsPage.of(address).sum(HELD));
            }
            assertThat(held).as("bytes that were held").allMatch(bytes -> bytes <= MOST);
            await("announcements are ended")
                    .atMost(DEADLINE)
                    .until(() -> MetricsPage.of(address).sum(ENDED) > count / 2.0);
            assertThat(honest.failures())
                    .as("what the honest client was refused")
                    .isEmpty();
            assertThat(honest.latency().count()).as("what it did").isGreaterThan(20);
            assertThat(ensemble.restarts().values()).as("restarts").containsOnly(0);
            hangUp();
            await("nothing is held for who has gone")
                    .atMost(DEADLINE)
                    .until(() -> MetricsPage.of(address).sum(HELD) == 0);
        }
    }

    @Test
    void whoAnnouncesAndSendsNothingTakesNoMemoryFromOthers() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 1, "tickTimeMs: 2000")) {
            String address = ensemble.statuses().getFirst().address();

            attackWhileSomebodyWrites(ensemble, ANNOUNCEMENTS, () -> attacker.connect(address, Target.CLIENT));
        }
    }

    @Test
    void norWithinTls() throws Exception {
        try (TestEnsemble ensemble =
                TestEnsemble.started(root, 1, "{tls: {enabled: true, plaintextClients: true}, tickTimeMs: 2000}")) {
            String address = ensemble.statuses().getFirst().address();
            TestAuthority house = new TestAuthority("House");
            TestAuthority.Issued own = house.issue(HOST);
            ensemble.pods()
                    .change(Map.of("tls.crt", own.certificate(), "tls.key", own.key(), "ca.crt", house.certificate()));
            await().atMost(DEADLINE)
                    .until(() -> MetricsPage.of(address).sum("arkeeper_tls_material_adopted_total") == 1);
            TlsCaller insider = new TlsCaller(house.context(house.issue("app.example")));
            most = new byte[LENGTH - 2]; // all but the last byte: there memory is taken as it comes

            attackWhileSomebodyWrites(
                    ensemble, WITHIN_TLS, () -> attacker.connect(address, Target.SECURE_CLIENT, insider));
        }
    }

    @Test
    void oneAddressHasNoMoreThanItsShare() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 1, "tickTimeMs: 2000")) {
            String address = ensemble.statuses().getFirst().address();
            announce(() -> attacker.connect(address, Target.CLIENT), 2, true); // of others
            double ofOthers = 2.0 * LENGTH;
            await().atMost(DEADLINE).until(() -> MetricsPage.of(address).sum(HELD) == ofOthers);

            announce(() -> new Socket(address, Target.CLIENT.port()), 20, true);

            await().atMost(DEADLINE).until(() -> MetricsPage.of(address).sum(ENDED + "{key=\"address\"}") == 16);
            assertThat(MetricsPage.of(address).sum(HELD)).isEqualTo(ofOthers + 4.0 * LENGTH);
            assertThat(4.0 * LENGTH).isLessThan(MOST_OF_ONE_ADDRESS);
            assertThat(MetricsPage.of(address).sum(ENDED + "{key=\"member\"}")).isZero();
        }
    }
}
