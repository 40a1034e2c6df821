package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.Subnet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For a moment a member's name leads to another release's pod, which has got its former address. */
final class OtherReleaseST {

    private static final String OWN = "/of-this-release";
    private static final String OTHERS = "/of-the-other-release";

    @TempDir
    private Path root;

    @TempDir
    private Path otherRoot;

    private TestEnsemble ensemble;
    private TestEnsemble other;

    @AfterEach
    void stop() {
        ensemble.close();
        other.close();
    }

    private static void create(TestEnsemble where, String path) throws Exception {
        try (ZooKeeper client = TestEnsemble.connect(where.clients())) {
            client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    private static boolean exists(String servers, String path) throws Exception {
        try (ZooKeeper client = TestEnsemble.connect(servers)) {
            return client.exists(path, false) != null;
        }
    }

    @Test
    void aFollowerThatIsLedToAnotherReleasesLeaderDoesNotFollowIt() throws Exception {
        ensemble = TestEnsemble.started(root, 3);
        other = TestEnsemble.started(otherRoot, TestRelease.of(3).in("staging").in(new Subnet(212)));
        create(ensemble, OWN);
        create(other, OTHERS);
        String follower = ensemble.pod(0);
        String leader = ensemble.pod(2);
        String itsAddress = ensemble.pods().address(leader);
        ensemble.stopAll();
        ensemble.pods().start(leader);
        ensemble.awaitReason(leader, "looking for a leader");
        String strangers = other.leader();
        String stolen = other.pods().address(strangers);
        ensemble.pods().move(leader, stolen);

        ensemble.pods().start(follower);

        await().atMost(TestEnsemble.DEADLINE)
                .until(() -> Files.readString(ensemble.pods().directory().log(follower))
                        .contains("is to lead, but who answers at its address %s is not followed: it is staging/%s"
                                .formatted(stolen, strangers)));
        ensemble.pods().move(leader, itsAddress);
        ensemble.awaitReady(1);
        assertThat(exists(ensemble.clientsOf(follower), OWN)).isTrue();
        assertThat(exists(ensemble.clientsOf(follower), OTHERS)).isFalse();
        assertThat(exists(other.clients(), OTHERS)).isTrue();
    }
}
