package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.MemberView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that do not resolve for a while, and pods that come back under other addresses (ZOOKEEPER-4708). */
final class NameFaultsST {

    /** A member has its JVM do so for a second. */
    private static final Duration JVM_REMEMBERS = Duration.ofSeconds(2);

    @TempDir
    private Path root;

    private TestEnsemble ensemble;

    @BeforeEach
    void rendered() {
        ensemble = TestEnsemble.of(root, TestRelease.of(3));
    }

    @AfterEach
    void stop() {
        ensemble.close();
    }

    @Test
    void allNamesLeadElsewhereAndTheMembersFollowOneAfterTheOther() throws Exception {
        ensemble.pods().start();
        ensemble.awaitReady();
        CheckedWrites before = CheckedWrites.to(ensemble);
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            ensemble.pods().move(ensemble.pod(ordinal), "127.0.211.%d".formatted(101 + ordinal));
        }
        before.awaitMore(20); // who is connected stays connected

        for (String pod : ensemble.names()) {
            ensemble.stop(pod);
            ensemble.pods().start(pod);
        }

        ensemble.awaitReady();
        assertThat(ensemble.names().stream().map(ensemble.pods()::address))
                .isEqualTo(List.of("127.0.211.101", "127.0.211.102", "127.0.211.103"));
        before.stopAndCheck(ensemble);
        try (CheckedWrites after = CheckedWrites.to(ensemble)) {
            after.awaitMore(20);
            after.stopAndCheck(ensemble);
        }
    }

    @Test
    void oneAfterTheOtherComesBackElsewhereAndTheEnsembleServesThroughout() throws Exception {
        ensemble.pods().start();
        ensemble.awaitReady();
        CheckedWrites before = CheckedWrites.to(ensemble);
        for (int turn = 0; turn < 3; turn++) {
            String leader = ensemble.leader(); // always the one that leads: it must be able to lead again
            ensemble.stop(leader);
            ensemble.pods().move(leader, "127.0.211.%d".formatted(150 + turn));
            ensemble.pods().start(leader);
            ensemble.awaitReady();
        }
        before.stopAndCheck(ensemble);
        try (CheckedWrites after = CheckedWrites.to(ensemble)) {
            after.awaitMore(20);
            after.stopAndCheck(ensemble);
        }
    }

    @Test
    void withoutNamesAtTheStartEveryMemberWaitsAndThenForms() throws Exception {
        ensemble.pods().loseNames();
        ensemble.pods().start();

        for (String pod : ensemble.names()) {
            assertThat(ensemble.awaitReason(pod, "does not resolve")).contains("waiting for");
        }
        ensemble.pods().restoreNames();

        ensemble.awaitReady();
        try (CheckedWrites writes = CheckedWrites.to(ensemble)) {
            writes.stopAndCheck(ensemble);
        }
    }

    @Test
    void withoutNamesWhileRunningWritesGoOnAndARestartWaits() throws Exception {
        ensemble.pods().start();
        ensemble.awaitReady();
        try (CheckedWrites writes = CheckedWrites.to(ensemble)) {
            String follower = ensemble.anyFollower();
            ensemble.pods().loseNames();
            writes.awaitMore(20);

            ensemble.pods().kill(follower);
            assertThat(ensemble.awaitReason(follower, "its own name"))
                    .endsWith("does not resolve; waiting for the headless Service and the name server");
            assertThat(ensemble.ask(follower).map(MemberView::state)).contains("WAITING_FOR_NAME");
            writes.awaitMore(20);
            ensemble.pods().restoreNames();

            ensemble.awaitReady();
            writes.awaitMore(20);
            writes.stopAndCheck(ensemble);
        }
    }

    @Test
    void theLeaderDiesDuringTheOutageAndTheOthersGoOnWithTheAddressesTheyKnow() throws Exception {
        loseLeaderDuring(() -> {
            ensemble.pods().loseNames();
            return () -> {};
        });
    }

    /** Which is worse than one that knows nothing: whoever asks waits, and ZooKeeper asks while it elects. */
    @Test
    void theLeaderDiesWhileTheNameServerIsSilentAndTheOthersWaitForNobody() throws Exception {
        loseLeaderDuring(() -> SilentNames.of(root));
    }

    /** @param outage begins it; what it returns is closed before names are restored */
    private void loseLeaderDuring(Callable<AutoCloseable> outage) throws Exception {
        ensemble.pods().start();
        ensemble.awaitReady();
        try (CheckedWrites writes = CheckedWrites.to(ensemble)) {
            String leader = ensemble.leader();
            try (AutoCloseable _ = outage.call()) {
                await().pollDelay(JVM_REMEMBERS).until(() -> true);
                ensemble.pods().kill(leader);

                ensemble.leaderOtherThan(leader);
                writes.awaitMore(20);
            }
            ensemble.pods().restoreNames();

            ensemble.awaitReady();
            writes.stopAndCheck(ensemble);
        }
    }
}
