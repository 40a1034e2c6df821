package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that die, stop or hang while clients write. */
final class ProcessFaultsST {

    @TempDir
    private Path root;

    private TestEnsemble ensemble;
    private CheckedWrites writes;

    @BeforeEach
    void threeMembersUnderWrites() {
        ensemble = TestEnsemble.started(root, 3);
        writes = CheckedWrites.to(ensemble);
    }

    @AfterEach
    void stop() throws Exception {
        writes.close();
        ensemble.close();
    }

    private void everythingIsBackAndThere() throws Exception {
        writes.awaitMore(20);
        ensemble.awaitReady();
        writes.stopAndCheck(ensemble);
    }

    @Test
    void theLeaderIsKilled() throws Exception {
        String leader = ensemble.leader();

        ensemble.pods().kill(leader);

        ensemble.leaderOtherThan(leader);
        everythingIsBackAndThere();
    }

    @Test
    void aFollowerIsKilled() throws Exception {
        String leader = ensemble.leader();

        ensemble.pods().kill(ensemble.anyFollower());

        everythingIsBackAndThere();
        assertThat(ensemble.leader()).isEqualTo(leader);
    }

    @Test
    void allAreKilledAtOnce() throws Exception {
        ensemble.names().forEach(ensemble.pods()::kill);

        everythingIsBackAndThere();
    }

    @Test
    void theLeaderIsStoppedInGoodOrder() throws Exception {
        String leader = ensemble.leader();

        ensemble.pods().delete(leader);

        ensemble.leaderOtherThan(leader);
        everythingIsBackAndThere();
        assertThat(ensemble.pods().status(leader).lastExit()).hasValue(0);
    }

    @Test
    void theLeaderHangsForLongerThanSyncTicksAndComesBack() throws Exception {
        String leader = ensemble.leader();

        ensemble.pods().pause(leader);
        String next = ensemble.leaderOtherThan(leader);
        writes.awaitMore(20);
        ensemble.pods().resume(leader);

        everythingIsBackAndThere();
        assertThat(ensemble.leader()).isEqualTo(next);
        assertThat(ensemble.ask(leader).orElseThrow().role()).isEqualTo("follower");
    }
}
