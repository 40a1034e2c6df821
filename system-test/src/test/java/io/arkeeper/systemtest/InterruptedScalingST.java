package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.release.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes of the number of servers that are turned round half-way, that their leader does not survive, or that go the whole
 * way at once; clients write meanwhile.
 */
final class InterruptedScalingST {

    @TempDir
    private Path root;

    private TestEnsemble ensemble;
    private CheckedWrites writes;

    @AfterEach
    void stop() throws Exception {
        writes.close();
        ensemble.close();
    }

    private void underWrites(int servers, int most) {
        ensemble = TestEnsemble.started(root, servers, most);
        writes = CheckedWrites.to(ensemble);
    }

    private void scaleDown(int to) {
        ensemble.scale(to);
        ensemble.stopBeyond(to);
        ensemble.awaitVoters(to);
    }

    /** Of the first ones, which stay, each was started again as often as it was killed. */
    private void everythingIsThereAndOnlyTheKilledWereRestarted(int staying, String... killed) throws Exception {
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
        TreeMap<String, Integer> expected = new TreeMap<>();
        TreeMap<String, Integer> restarts = new TreeMap<>(ensemble.restarts());
        for (String pod : ensemble.names().subList(0, staying)) {
            expected.put(
                    pod,
                    Math.toIntExact(List.of(killed).stream().filter(pod::equals).count()));
        }
        restarts.keySet().retainAll(expected.keySet());
        assertThat(restarts).isEqualTo(expected);
    }

    @Test
    void aGrowthIsTurnedRoundAsSoonAsTheFourthVotes() throws Exception {
        underWrites(3, 5);

        ensemble.scale(5);
        ensemble.pods().start(ensemble.pod(3));
        ensemble.awaitVoterCount("the fourth votes", count -> count == 4);
        ensemble.pods().start(ensemble.pod(4)); // it is on its way in while the size is set back
        scaleDown(3);

        everythingIsThereAndOnlyTheKilledWereRestarted(3);
        assertThat(ensemble.pods().status(ensemble.pod(3)).lastExit()).hasValue(0);
    }

    @Test
    void aNewLeaderGoesOnWhereTheKilledOneStopped() throws Exception {
        underWrites(3, 5);

        ensemble.scale(5);
        ensemble.pods().start(ensemble.pod(3));
        String adding = ensemble.awaitVoterCount("the fourth votes", count -> count == 4);
        ensemble.pods().kill(adding);
        ensemble.pods().start(ensemble.pod(4));
        ensemble.awaitVoters(5);
        ensemble.awaitReady(5);
        assertThat(ensemble.log(adding)).contains("membership: adding zk-zookeeper-3 (id 4) as a voter");
        assertThat(ensemble.names())
                .filteredOn(pod -> ensemble.log(pod).contains("membership: adding zk-zookeeper-4 (id 5) as a voter"))
                .isNotEmpty();
        writes.awaitMore(20);

        ensemble.scale(3);
        String removing = ensemble.awaitVoterCount("one is removed", count -> count < 5);
        ensemble.pods().kill(removing);
        ensemble.stopBeyond(3);
        ensemble.awaitVoters(3);

        everythingIsThereAndOnlyTheKilledWereRestarted(3, adding, removing);
    }

    @Test
    void fiveBecomeOneInOneStep() throws Exception {
        underWrites(5, 5);

        scaleDown(1);

        everythingIsThereAndOnlyTheKilledWereRestarted(1);
    }

    @Test
    void oneBecomesSevenAndOneAgainInOneStepEachAndTellsOfEveryChange() throws Exception {
        underWrites(1, 7);
        String leader = ensemble.pod(0);

        ensemble.scale(7);
        ensemble.names().subList(1, 7).forEach(ensemble.pods()::start);
        ensemble.awaitVoters(7);
        theLastChangeIsAFieldAndEachALine(leader, "add", "adding %s (id %d) as a voter");
        writes.awaitMore(20);
        scaleDown(1);

        theLastChangeIsAFieldAndEachALine(leader, "remove", "removing voter %s (id %d)");
        everythingIsThereAndOnlyTheKilledWereRestarted(1);
    }

    private void theLastChangeIsAFieldAndEachALine(String leader, String kind, String words) {
        String log = ensemble.log(leader);
        for (int ordinal = 1; ordinal < 7; ordinal++) {
            assertThat(log).contains("membership: " + words.formatted(ensemble.pod(ordinal), ordinal + 1));
        }
        Tree told = ensemble.membership(leader);
        Tree change = told.tree("lastChange");
        assertThat(change.text("kind")).contains(kind);
        assertThat(change.text("member")).isPresent();
        assertThat(change.text("configVersion")).isEqualTo(told.text("configVersion"));
        assertThat(change.text("at")).isPresent();
        assertThat(log).contains("membership: " + change.text("reason").orElseThrow());
    }

    /**
     * Nothing but the members stands between a scaled StatefulSet and a lost quorum, where others than those who leave are
     * away: {@code arkeeper scale} would have refused, Kubernetes does not.
     */
    @Test
    void whoLeavesWaitsForThoseWhoStayAndAreAway() throws Exception {
        underWrites(5, 5);
        ensemble.stop(ensemble.pod(1));
        ensemble.stop(ensemble.pod(2));
        writes.awaitMore(20);

        ensemble.scale(3);
        ensemble.names().subList(3, 5).forEach(ensemble.pods()::stop);
        String leader = ensemble.leader();
        ensemble.awaitStep(leader, "kept because without");
        writes.awaitMore(20);
        ensemble.pods().start(ensemble.pod(1));
        ensemble.pods().start(ensemble.pod(2));

        ensemble.awaitVoters(3);
        ensemble.awaitEnd(ensemble.pod(3));
        ensemble.awaitEnd(ensemble.pod(4));
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
        assertThat(ensemble.pods().status(ensemble.pod(3)).lastExit()).hasValue(0);
        assertThat(ensemble.pods().status(ensemble.pod(4)).lastExit()).hasValue(0);
        assertThat(ensemble.log(ensemble.pod(3)) + ensemble.log(ensemble.pod(4)))
                .contains("has given up its seat")
                .doesNotContain("stops with its seat");
    }
}
