package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.testing.Snapshots;
import io.arkeeper.cli.testing.Views;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScaleCheckTest {

    @Test
    void aHealthyEnsembleTakesAnySize() {
        for (int from : List.of(1, 3, 5, 7)) {
            for (int to : List.of(1, 3, 5, 7)) {
                assertThat(ScaleCheck.obstacle(Snapshots.of(from).take(), to))
                        .as("%d to %d", from, to)
                        .isEmpty();
            }
        }
    }

    @Test
    void oneOfThoseWhoStayMayBeAwayWhereTheRestAreAMajority() {
        assertThat(ScaleCheck.obstacle(Snapshots.of(5).silent(1).take(), 3)).isEmpty();
        assertThat(ScaleCheck.obstacle(Snapshots.of(5).silent(4).silent(3).take(), 3))
                .isEmpty();
    }

    @Test
    void thoseWhoStayMustBeAMajorityOfWhatIsLeft() {
        assertThat(ScaleCheck.obstacle(Snapshots.of(5).silent(0).silent(1).take(), 3))
                .hasValue("no longer wanted: myzk-zookeeper-3, myzk-zookeeper-4, kept because without myzk-zookeeper-3"
                        + " only 2 of 4 voters are in sync (myzk-zookeeper-2, myzk-zookeeper-4), 3 are needed; waiting for"
                        + " myzk-zookeeper-0 (away), myzk-zookeeper-1 (away)");
        assertThat(ScaleCheck.obstacle(Snapshots.of(3).silent(0).take(), 1)).isPresent();
    }

    @Test
    void growingWaitsForNobody() {
        assertThat(ScaleCheck.obstacle(Snapshots.of(3).silent(0).take(), 5)).isEmpty();
    }

    @Test
    void whatHasNotFormedHasNobodyToRemove() {
        Snapshot forming = Snapshots.of(3)
                .member(0, Views.looks(1, 3))
                .member(1, Views.looks(2, 3))
                .member(2, Views.looks(3, 3))
                .take();

        assertThat(ScaleCheck.obstacle(forming, 1)).isEmpty();
    }

    @Test
    void whoHasRunAndGivesNoAnswerLeavesOneInTheDark() {
        assertThat(ScaleCheck.isInTheDark(silent(3).take())).isTrue();
        assertThat(ScaleCheck.isInTheDark(silent(3).member(0, Views.looks(1, 3)).take()))
                .isFalse();
        assertThat(ScaleCheck.isInTheDark(crashing(3).take())).isTrue();
    }

    @Test
    void podsThatAreGoneLeaveOneInTheDarkWhileTheirVolumesAreThere() {
        Snapshots gone = Snapshots.of(1).withoutPod(0);

        assertThat(ScaleCheck.isInTheDark(gone.take())).isTrue();
        assertThat(ScaleCheck.isInTheDark(gone.withoutClaims().take())).isFalse();
    }

    @Test
    void whoHasNeverRunHasNoVote() {
        assertThat(ScaleCheck.isInTheDark(silent(1)
                        .pod(0, pod -> Snapshots.unschedulable(pod, "no node"))
                        .take()))
                .isFalse();
    }

    private static Snapshots silent(int servers) {
        Snapshots snapshots = Snapshots.of(servers);
        IntStream.range(0, servers).forEach(snapshots::silent);
        return snapshots;
    }

    private static Snapshots crashing(int servers) {
        Snapshots snapshots = silent(servers);
        IntStream.range(0, servers)
                .forEach(ordinal -> snapshots.pod(
                        ordinal,
                        pod -> Snapshots.waiting(Snapshots.ended(pod, 6, "Error", 3), "CrashLoopBackOff", "")));
        return snapshots;
    }
}
