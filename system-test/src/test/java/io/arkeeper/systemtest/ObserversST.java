package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.MemberView;
import io.arkeeper.core.EnsembleConfig;
import java.nio.file.Path;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three voters and two observers. */
final class ObserversST {

    private static final String ONE = "zk-zookeeper-observer-0";
    private static final String OTHER = "zk-zookeeper-observer-1";

    @TempDir
    private Path root;

    private TestEnsemble ensemble;

    @BeforeEach
    void start() {
        ensemble = TestEnsemble.started(root, 3, "observers: 2");
        ensemble.awaitObservers(ONE, OTHER);
        ensemble.awaitRole(ONE, "observer");
        ensemble.awaitRole(OTHER, "observer");
    }

    @AfterEach
    void stop() {
        ensemble.close();
    }

    private EnsembleConfig config(String pod) {
        return ensemble.ask(pod).flatMap(MemberView::config).orElseThrow();
    }

    @Test
    void anObserverServesReadsAndPassesWritesOn() throws Exception {
        try (ZooKeeper one = TestEnsemble.connect(ensemble.clientsOf(ONE));
                ZooKeeper other = TestEnsemble.connect(ensemble.clientsOf(OTHER))) {
            one.create("/read", new byte[] {42}, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            other.sync("/read");

            assertThat(other.getData("/read", false, null)).containsExactly(42);
        }
        assertThat(config(ONE).voters()).hasSize(3);
    }

    @Test
    void aKilledObserverCostsNothingAndComesBack() throws Exception {
        long version = config(ensemble.leader()).version();
        String leader = ensemble.leader();
        ensemble.pods().automaticRestarts(false);
        try (CheckedWrites writes = CheckedWrites.to(ensemble)) {
            ensemble.pods().kill(ONE);
            ensemble.awaitEnd(ONE);

            writes.awaitMore(50);
            writes.stopAndCheck(ensemble);
        }
        assertThat(ensemble.leader()).isEqualTo(leader);
        assertThat(config(leader).version()).isEqualTo(version);

        ensemble.pods().start(ONE);
        ensemble.awaitRole(ONE, "observer");
    }

    @Test
    void anObserverIsNeverPromotedHoweverManyVotersAreLost() {
        long version = config(ensemble.leader()).version();
        ensemble.pods().automaticRestarts(false);

        ensemble.pods().kill(ensemble.pod(0));
        ensemble.pods().kill(ensemble.pod(1));

        ensemble.awaitReason(ONE, "looking for a leader: 2 of 3 voters with data are needed, 1 is up");
        ensemble.awaitReason(OTHER, "looking for a leader: 2 of 3 voters with data are needed, 1 is up");
        assertThat(config(ONE).version()).isEqualTo(version);
        assertThat(ensemble.leaderNow()).isEmpty();
        ensemble.pods().start(ensemble.pod(0));
        ensemble.pods().start(ensemble.pod(1));
        ensemble.awaitReady();
        ensemble.awaitRole(ONE, "observer");
        ensemble.awaitRole(OTHER, "observer");
    }

    @Test
    void theyGoAndComeAgainOnTheirOldDisks() throws Exception {
        try (CheckedWrites writes = CheckedWrites.to(ensemble)) {
            ensemble.scale(3, 0);
            ensemble.stop(OTHER);
            ensemble.stop(ONE);
            ensemble.awaitObservers();
            assertThat(ensemble.pods().status(ONE).lastExit()).hasValue(0);
            writes.awaitMore(50);

            ensemble.scale(3, 2);
            ensemble.pods().start(ONE);
            ensemble.pods().start(OTHER);
            ensemble.awaitObservers(ONE, OTHER);
            ensemble.awaitRole(ONE, "observer");
            ensemble.awaitRole(OTHER, "observer");

            writes.awaitMore(20);
            writes.stopAndCheck(ensemble);
        }
        assertThat(ensemble.restarts().values()).containsOnly(0);
    }

    @Test
    void votersScaleBesideThem() throws Exception {
        try (CheckedWrites writes = CheckedWrites.to(ensemble)) {
            ensemble.scale(1, 2);
            ensemble.stop(ensemble.pod(2));
            ensemble.stop(ensemble.pod(1));
            ensemble.awaitVoters(1);
            ensemble.awaitRole(ONE, "observer");

            ensemble.scale(3, 2);
            ensemble.pods().start(ensemble.pod(1));
            ensemble.pods().start(ensemble.pod(2));
            ensemble.awaitVoters(3);
            ensemble.awaitObservers(ONE, OTHER);

            writes.awaitMore(20);
            writes.stopAndCheck(ensemble);
        }
        assertThat(ensemble.restarts().values()).containsOnly(0);
    }
}
