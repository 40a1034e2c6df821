package io.arkeeper.cli;

import static io.arkeeper.cli.testing.Snapshots.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.testing.Snapshots;
import io.arkeeper.cli.testing.Views;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterStatusTest {

    private static ClusterStatus status(Snapshots snapshots) {
        return new ClusterStatus(snapshots.take());
    }

    @Test
    void aHealthyEnsemble() {
        ClusterStatus status = status(Snapshots.of(3));

        assertThat(status.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(status.table()).isEqualTo("""
                        NAME              NODE   READY  ROLE      EPOCH  ZXID         LAG  CONFIG       CLIENTS  DISK  RESTARTS  SINCE  REASON
                        myzk-zookeeper-0  node1  yes    follower  1      0x100000003  0    0x100000000  2        13%   0         2m0s   follows myzk-zookeeper-2 as voter in epoch 1
                        myzk-zookeeper-1  node2  yes    follower  1      0x100000003  0    0x100000000  2        13%   0         2m0s   follows myzk-zookeeper-2 as voter in epoch 1
                        myzk-zookeeper-2  node3  yes    leader    1      0x100000003  0    0x100000000  2        13%   0         2m0s   leads 3 voters in epoch 1

                        myzk-zookeeper-2 leads in epoch 1; 3 of 3 voters serve, so the ensemble can lose one.
                        """);
    }

    @Test
    void observersAreShownAndCountedApart() throws IOException {
        ClusterStatus status = status(Snapshots.of(3).observed(2));

        assertThat(status.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(status.table())
                .contains("myzk-zookeeper-observer-1  node1  yes    observer")
                .endsWith("3 of 3 voters serve, so the ensemble can lose one. 2 of 2 observers serve.\n");
        assertThat(status.asMap()).containsEntry("voters", 3).containsEntry("observers", 2);
    }

    @Test
    void clocksThatAreApart() {
        assertThat(status(Snapshots.of(3).member(0, Views.at(Views.follows(1, 3), Snapshots.NOW.minusSeconds(90))))
                        .remarks())
                .containsExactly("The members' clocks are 90 s apart; let all nodes ask the same time server.");
        assertThat(status(Snapshots.of(3).member(0, Views.at(Views.follows(1, 3), Snapshots.NOW.minusSeconds(4))))
                        .remarks())
                .isEmpty();
    }

    @Test
    void aMemberThatIsAway() {
        ClusterStatus status = status(Snapshots.of(3)
                .silent(0)
                .pod(0, pod -> Snapshots.waiting(Snapshots.ended(pod, 4, "Error", 2), "CrashLoopBackOff", "back-off")));

        assertThat(status.exitCode()).isEqualTo(ExitCode.NO_SPARE);
        assertThat(status.table().lines().toList().get(1))
                .isEqualTo("myzk-zookeeper-0  node1  no     -         -      -            -    -            -        -"
                        + "     2         2m0s   ended 3 times, last with exit code 4 (disk full)");
    }

    @Test
    void theLastRestartIsExplained() {
        assertThat(status(Snapshots.of(3).pod(1, pod -> Snapshots.ended(pod, 137, "OOMKilled", 1)))
                        .table())
                .contains(
                        "follows myzk-zookeeper-2 as voter in epoch 1; restarted 2m0s ago after exit code 137 (killed for"
                                + " its memory)");
    }

    @Test
    void noQuorum() {
        ClusterStatus status =
                status(Snapshots.of(3).withoutPod(0).withoutPod(1).member(2, Views.looks(3, 3)));

        assertThat(status.exitCode()).isEqualTo(ExitCode.NO_QUORUM);
        assertThat(status.sentence()).isEqualTo("No quorum: 0 of 3 voters serving, 2 needed.");
    }

    @Test
    void notInstalled() {
        ClusterStatus kept = status(Snapshots.of(3).uninstalled());

        assertThat(kept.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(kept.table())
                .isEqualTo(
                        "There is no myzk in namespace prod of context admin. Volume claims of an earlier one are there:"
                                + " `install` finds its data again.\n");
        assertThat(status(Snapshots.of(3).uninstalled().withoutClaims()).table())
                .isEqualTo("There is no myzk in namespace prod of context admin.\n");
    }

    @Test
    void changesThatHaveNotEnded() {
        assertThat(status(Snapshots.of(3).rolling("uid-0", "uid-2", "gone")).remarks())
                .containsExactly("A roll was begun and has not ended; still to be restarted: myzk-zookeeper-0,"
                        + " myzk-zookeeper-2. `roll` goes on.");
        assertThat(status(Snapshots.of(3).pod(2, pod -> Snapshots.ofRevision(pod, "rev-0")))
                        .remarks())
                .containsExactly("Not yet of the newest revision: myzk-zookeeper-2; Kubernetes is at it.");
        assertThat(status(Snapshots.of(3).release(Snapshots.release("pending-upgrade", 2, "")))
                        .remarks())
                .containsExactly("Its upgrade was begun at 2026-11-23T11:58:00Z and has not ended.");
    }

    @Test
    void forPrograms() throws IOException {
        Map<String, Object> map =
                JSON.std.mapFrom(JSON.std.asString(status(Snapshots.of(3)).asMap()));

        assertThat(map)
                .containsOnlyKeys(
                        "name",
                        "running",
                        "context",
                        "namespace",
                        "sentence",
                        "remarks",
                        "exitCode",
                        "chart",
                        "revision",
                        "helmStatus",
                        "leader",
                        "voters",
                        "serving",
                        "majority",
                        "canLose",
                        "observers",
                        "observing",
                        "minAvailable",
                        "disruptionsAllowed",
                        "members")
                .containsEntry("leader", pod(2))
                .containsEntry("canLose", 1)
                .containsEntry("exitCode", 0);
        assertThat((Map<?, ?>) ((List<?>) map.get("members")).getFirst())
                .extracting(Object::toString)
                .asString()
                .isEqualTo("{name=myzk-zookeeper-0, id=1, role=follower, epoch=1, zxid=0x100000003, lag=0,"
                        + " configVersion=0x100000000, ensemble=00000000000000f1, connections=2, diskUsedPercent=13, ready=true, reason=follows"
                        + " myzk-zookeeper-2 as voter in epoch 1, node=node1, restarts=0, since=2026-11-23T11:58:00Z}");
    }
}
