package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.MemberView;
import io.arkeeper.core.database.DatabaseState;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that fill up under writes, and have room again later. It takes root to mount small ones. */
final class FullDiskST {

    private static final byte[] DATA = "data".getBytes(UTF_8);

    @TempDir
    private Path root;

    private final SmallVolumes volumes = new SmallVolumes("48m");
    private TestEnsemble ensemble;
    private CheckedWrites writes;

    @BeforeEach
    void threeMembersOnSmallVolumesUnderWrites() throws Exception {
        ensemble = TestEnsemble.of(root, TestRelease.of(3));
        for (String pod : ensemble.names()) {
            mount(ensemble.pods().data(pod));
        }
        ensemble.pods().start();
        ensemble.awaitReady();
        writes = CheckedWrites.to(ensemble);
    }

    private void mount(Path volume) {
        try {
            volumes.mount(volume);
        } catch (IOException e) {
            System.err.println("SKIPPED: a full disk cannot be tested without the right to mount: " + e.getMessage());
            Assumptions.abort(e.getMessage());
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (writes != null) {
            writes.close();
        }
        ensemble.close();
        volumes.close();
    }

    private void fill(String pod, long leave) {
        SmallVolumes.fill(ensemble.pods().data(pod), leave);
    }

    private void free(String pod) {
        SmallVolumes.free(ensemble.pods().data(pod));
    }

    private void theDiskFillsAndIsFreedAgain(String pod) throws Exception {
        fill(pod, 0);

        ensemble.awaitReason(pod, "is full");
        writes.awaitMore(50);
        assertThatThrownBy(() -> answerAt(pod)).isInstanceOf(ConnectException.class);
        clientsOfTheOthersReadAndWrite(pod);
        free(pod);

        everythingIsBackAndNoVolumeIsDamaged();
    }

    private void everythingIsBackAndNoVolumeIsDamaged() throws Exception {
        ensemble.awaitReady();
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
        ensemble.stopAll();
        for (String pod : ensemble.names()) {
            DatabaseState state = ensemble.check(pod);
            assertThat(state.firstDamage()).as(pod).isEmpty();
            assertThat(state.starts()).as(pod).isTrue();
        }
    }

    /** Connects as a client would, to this member only. */
    private void answerAt(String pod) throws IOException {
        try (Socket socket =
                new Socket(ensemble.pods().address(pod), ensemble.pods().port("client"))) {
            socket.getOutputStream().flush();
        }
    }

    private void clientsOfTheOthersReadAndWrite(String full) throws Exception {
        for (String pod : ensemble.names()) {
            if (!pod.equals(full)) {
                try (ZooKeeper client = TestEnsemble.connect(ensemble.clientsOf(pod))) {
                    create(client, "/through-" + pod, CreateMode.PERSISTENT);
                    assertThat(client.getData("/through-" + pod, false, new Stat()))
                            .isEqualTo(DATA);
                }
            }
        }
    }

    private static void create(ZooKeeper client, String path, CreateMode mode)
            throws KeeperException, InterruptedException {
        client.create(path, DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, mode);
    }

    @Test
    void aFollowersDiskIsFull() throws Exception {
        theDiskFillsAndIsFreedAgain(ensemble.anyFollower());
    }

    @Test
    void theLeadersDiskIsFull() throws Exception {
        theDiskFillsAndIsFreedAgain(ensemble.leader());
    }

    @Test
    void whileAllDisksAreFullNobodyReadsOrWrites_andSessionsLast() throws Exception {
        try (ZooKeeper client = TestEnsemble.connect(ensemble.clients())) {
            create(client, "/before", CreateMode.PERSISTENT);
            create(client, "/mine", CreateMode.EPHEMERAL);
            long session = client.getSessionId();
            for (String pod : ensemble.names()) {
                fill(pod, 0);
            }
            for (String pod : ensemble.names()) {
                ensemble.awaitReason(pod, "is full");
            }

            assertThatThrownBy(() -> client.getData("/before", false, new Stat()))
                    .isInstanceOf(KeeperException.ConnectionLossException.class);
            assertThatThrownBy(() -> create(client, "/meanwhile", CreateMode.PERSISTENT))
                    .isInstanceOf(KeeperException.ConnectionLossException.class);
            for (String pod : ensemble.names()) {
                assertThatThrownBy(() -> answerAt(pod)).isInstanceOf(ConnectException.class);
                free(pod);
            }

            await().atMost(TestEnsemble.DEADLINE)
                    .ignoreException(KeeperException.ConnectionLossException.class)
                    .untilAsserted(
                            () -> assertThat(client.exists("/mine", false).getEphemeralOwner())
                                    .isEqualTo(session));
            assertThat(client.getSessionId()).isEqualTo(session);
            assertThat(client.getData("/before", false, new Stat())).isEqualTo(DATA);
            assertThat(client.exists("/meanwhile", false)).isNull();
        }
        everythingIsBackAndNoVolumeIsDamaged();
    }

    @Test
    void aDiskThatIsAlmostFullIsSaidWhileItServes() throws Exception {
        String pod = ensemble.anyFollower();

        fill(pod, 4 << 20);

        await().atMost(Duration.ofSeconds(30)).until(() -> ensemble.statuses().stream()
                .anyMatch(status -> status.pod().equals(pod) && status.reason().contains("is almost full")));
        assertThat(ensemble.ask(pod).map(MemberView::ready)).contains(true);
    }
}
