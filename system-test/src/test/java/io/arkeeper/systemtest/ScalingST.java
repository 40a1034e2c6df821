package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of servers changes while clients write. */
final class ScalingST {

    private static final int MOST = 5;

    @TempDir
    private Path root;

    private TestEnsemble ensemble;
    private CheckedWrites writes;

    @AfterEach
    void stop() throws Exception {
        writes.close();
        ensemble.close();
    }

    private void underWrites(int servers) {
        ensemble = TestEnsemble.started(root, servers, MOST);
        writes = CheckedWrites.to(ensemble);
    }

    private void scaleUp(int from, int to) {
        ensemble.scale(to);
        ensemble.names().subList(from, to).forEach(ensemble.pods()::start);
        ensemble.awaitVoters(to);
    }

    private void scaleDown(int to) {
        ensemble.scale(to);
        ensemble.stopBeyond(to);
        ensemble.awaitVoters(to);
    }

    private void everythingIsThereAndNobodyWasRestarted() throws Exception {
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
        assertThat(ensemble.restarts().values()).containsOnly(0);
    }

    @Test
    void threeBecomeFive() throws Exception {
        underWrites(3);

        scaleUp(3, 5);

        ensemble.awaitReady(5);
        everythingIsThereAndNobodyWasRestarted();
    }

    @Test
    void fiveBecomeThreeThoughTheTwoAreStoppedAtOnce() throws Exception {
        underWrites(5);

        scaleDown(3);

        everythingIsThereAndNobodyWasRestarted();
        assertThat(ensemble.pods().status(ensemble.pod(4)).lastExit()).hasValue(0);
    }

    @Test
    void threeBecomeOneAndThreeAgainOnTheOldDisks() throws Exception {
        underWrites(3);

        scaleDown(1);
        writes.awaitMore(20);
        scaleUp(1, 3);

        everythingIsThereAndNobodyWasRestarted();
    }

    @Test
    void surplusMembersThatAreKilledAreRemovedByTheOthers() throws Exception {
        underWrites(5);
        ensemble.pods().automaticRestarts(false);

        ensemble.scale(3);
        ensemble.pods().kill(ensemble.pod(4));
        ensemble.pods().kill(ensemble.pod(3));

        ensemble.awaitVoters(3);
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
    }

    @Test
    void whoIsRestartedWhileNothingIsScaledKeepsItsSeat() throws Exception {
        underWrites(3);
        String version =
                ensemble.ask(ensemble.leader()).orElseThrow().configVersion().orElseThrow();

        ensemble.stop(ensemble.anyFollower());
        writes.awaitMore(20);

        assertThat(ensemble.ask(ensemble.leader()).orElseThrow().configVersion())
                .hasValue(version);
        ensemble.pods().start();
        ensemble.awaitReady(3);
        writes.stopAndCheck(ensemble);
    }
}
