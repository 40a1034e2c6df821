package io.arkeeper.cli.kube;

import static io.arkeeper.cli.testing.Snapshots.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.RollPlan.Done;
import io.arkeeper.cli.kube.RollPlan.Restart;
import io.arkeeper.cli.kube.RollPlan.Step;
import io.arkeeper.cli.kube.RollPlan.Wait;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.testing.Snapshots;
import io.arkeeper.cli.testing.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class RollPlanTest {

    private static final Set<String> ALL = Set.of("uid-0", "uid-1", "uid-2");

    @Test
    void followersComeFirstFromTheHighestOrdinalDown() {
        assertThat(RollPlan.next(Snapshots.of(3).take(), ALL)).isEqualTo(new Restart(pod(1), "a follower"));
    }

    @Test
    void observersComeBeforeAnyVoter() {
        Set<String> all = Set.of("uid-0", "uid-1", "uid-2", "uid-100", "uid-101");

        assertThat(RollPlan.next(Snapshots.of(3).observed(2).take(), all))
                .isEqualTo(new Restart("myzk-zookeeper-observer-1", "an observer"));
        assertThat(RollPlan.next(Snapshots.of(3).observed(2).take(), ALL)).isEqualTo(new Restart(pod(1), "a follower"));
    }

    @Test
    void theLeaderComesLast() {
        assertThat(RollPlan.next(Snapshots.of(3).take(), Set.of("uid-2")))
                .isEqualTo(new Restart(pod(2), "the leader, last of all"));
    }

    @Test
    void nothingIsRestartedWhileAMemberIsAway() {
        assertThat(RollPlan.next(Snapshots.of(3).silent(0).take(), ALL))
                .isEqualTo(new Wait("myzk-zookeeper-0: runs, the member does not answer yet"));
        assertThat(RollPlan.next(Snapshots.of(3).withoutPod(0).take(), ALL))
                .isEqualTo(new Wait("myzk-zookeeper-0: no pod yet"));
        assertThat(RollPlan.next(Snapshots.of(3).member(0, Views.looks(1, 3)).take(), ALL))
                .isEqualTo(new Wait("myzk-zookeeper-0: looking for a leader"));
    }

    @Test
    void nothingIsRestartedWhileAMemberIsInAnotherEpoch() {
        assertThat(RollPlan.next(Snapshots.of(3).member(2, Views.leads(3, 3, 2)).take(), ALL))
                .isEqualTo(new Wait("myzk-zookeeper-0 has not reached the leader's epoch"));
    }

    @Test
    void theEndIsOnlyReachedWhenAllServe() {
        assertThat(RollPlan.next(Snapshots.of(3).take(), Set.of())).isEqualTo(new Done());
        assertThat(RollPlan.next(Snapshots.of(3).silent(1).take(), Set.of())).isInstanceOf(Wait.class);
    }

    /** Whoever goes on after an interruption has only the pods' ids, and plans the rest as if nothing had happened. */
    @Test
    void interruptedAfterAnyStep_theRestIsPlannedTheSame() {
        for (int servers : List.of(1, 3, 5, 7)) {
            Set<String> old = new TreeSet<>();
            for (int ordinal = 0; ordinal < servers; ordinal++) {
                old.add("uid-" + ordinal);
            }
            Snapshots ensemble = Snapshots.of(servers);
            List<String> restarted = new ArrayList<>();
            Step step = RollPlan.next(ensemble.take(), old);
            while (step instanceof Restart restart) {
                restarted.add(restart.pod());
                int ordinal =
                        Integer.parseInt(restart.pod().substring(restart.pod().lastIndexOf('-') + 1));
                assertThat(RollPlan.next(ensemble.take(), old)).isEqualTo(step); // planned again: the same
                ensemble.pod(ordinal, Snapshots::deleting);
                assertThat(RollPlan.next(ensemble.take(), old)).isInstanceOf(Wait.class);
                ensemble.pod(ordinal, ended -> Snapshots.successor(ordinal));
                step = RollPlan.next(ensemble.take(), old);
            }
            assertThat(step).isEqualTo(new Done());
            assertThat(restarted).hasSize(servers).doesNotHaveDuplicates().endsWith(pod(servers - 1));
        }
    }

    @Test
    void aSilentLeaderIsNoReasonToGoOn() {
        MemberView looking = Views.looks(3, 3);

        assertThat(RollPlan.next(Snapshots.of(3).member(2, looking).take(), ALL))
                .isInstanceOf(Wait.class);
    }
}
