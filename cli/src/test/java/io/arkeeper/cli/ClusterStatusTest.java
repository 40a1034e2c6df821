package io.arkeeper.cli;

import static io.arkeeper.cli.testing.Snapshots.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.MemberView;
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
    void membersThatAreStillToJoin() {
        ClusterStatus status = status(Snapshots.of(3)
                .votersAsked(5)
                .leaderSays(
                        "wait",
                        "waiting for myzk-zookeeper-3 (away), myzk-zookeeper-4 (catching up): nobody votes before being in sync",
                        "the StatefulSet wants 5"));

        assertThat(status.table()).endsWith("""
                myzk-zookeeper-4  -      no     -         -      -            -    -            -        -     -         -      no pod yet

                myzk-zookeeper-2 leads in epoch 1; 3 of 3 voters serve, so the ensemble can lose one.
                5 voters are wanted, 3 vote.
                membership: waiting for myzk-zookeeper-3 (away), myzk-zookeeper-4 (catching up): nobody votes before being in sync.
                """);
        assertThat(status.asMap())
                .containsEntry("wanted", Map.of("voters", 5, "observers", 0))
                .containsEntry(
                        "membership",
                        Map.of(
                                "sentence",
                                "5 voters are wanted, 3 vote.",
                                "step",
                                "wait",
                                "reason",
                                "waiting for myzk-zookeeper-3 (away), myzk-zookeeper-4 (catching up): nobody votes before"
                                        + " being in sync",
                                "target",
                                "the StatefulSet wants 5"));
    }

    @Test
    void membersThatLeaveAreMarked() {
        ClusterStatus status = status(Snapshots.of(3)
                .votersAsked(1)
                .pod(2, Snapshots::deleting)
                .leaderSays(
                        "remove",
                        "removing voter myzk-zookeeper-1 (id 2): it is no longer wanted; voters shrink from 3 to 2",
                        "the StatefulSet wants 1"));

        assertThat(status.table().lines().toList())
                .element(2)
                .asString()
                .endsWith("leaves: follows myzk-zookeeper-2" + " as voter in epoch 1");
        assertThat(status.table().lines().toList()).element(3).asString().endsWith("leaves: leads 3 voters in epoch 1");
        assertThat(status.table())
                .endsWith(
                        "1 voter is wanted, 3 vote.\nmembership: removing voter myzk-zookeeper-1 (id 2): it is no longer"
                                + " wanted; voters shrink from 3 to 2.\n");
        assertThat((List<?>) status.asMap().get("members"))
                .extracting(member -> String.valueOf(((Map<?, ?>) member).get("leaving")))
                .containsExactly("false", "true", "true");
    }

    @Test
    void withoutALeaderNobodyJoins_andALeaderMayNotKnowYet() {
        assertThat(status(Snapshots.of(1).votersAsked(3)).remarks())
                .containsExactly(
                        "3 voters are wanted, 1 votes.",
                        "membership: no leader says what it does about that; nobody joins or leaves without one.");
        assertThat(status(Snapshots.of(3)
                                .observersAsked(1)
                                .leaderSays("settled", "the configuration is the wanted one", "the ConfigMap wants 3"))
                        .remarks())
                .containsExactly(
                        "3 voters and 1 observer are wanted, 3 vote and 0 observe.",
                        "membership: the leader does not know it yet: the ConfigMap wants 3.");
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
    void membersThatDoNotAnswerInTimeThoughTheirPodsAreReadyAreNoLostQuorum() {
        ClusterStatus status = status(Snapshots.of(3).silent(1).silent(2));

        assertThat(status.exitCode()).isEqualTo(ExitCode.TOO_LATE);
        assertThat(status.sentence())
                .isEqualTo("2 of 3 members did not answer within 2 s, though their pods are ready (myzk-zookeeper-1,"
                        + " myzk-zookeeper-2): whether there is a quorum is not known; 1 of 3 voters is known to serve,"
                        + " 2 are needed.");
        assertThat(status.asMap())
                .containsEntry("exitCode", ExitCode.TOO_LATE)
                .containsEntry("unheard", List.of("myzk-zookeeper-1", "myzk-zookeeper-2"));
    }

    @Test
    void theLeadersAnswerMayBeTheOneThatIsMissing() {
        ClusterStatus status = status(Snapshots.of(3).silent(2));

        assertThat(status.exitCode()).isEqualTo(ExitCode.TOO_LATE);
        assertThat(status.sentence())
                .isEqualTo(
                        "1 of 3 members did not answer within 2 s, though its pod is ready (myzk-zookeeper-2): whether"
                                + " there is a quorum is not known; 2 of 3 voters are known to serve, 2 are needed.");
    }

    @Test
    void whoDoesNotAnswerCountsForNothingWhereItCouldMakeNoDifference() {
        assertThat(status(Snapshots.of(3).silent(0)).exitCode()).isEqualTo(ExitCode.NO_SPARE);
        assertThat(status(Snapshots.of(3).silent(0).member(1, Views.looks(2, 3)).member(2, Views.looks(3, 3)))
                        .exitCode())
                .isEqualTo(ExitCode.NO_QUORUM);
        assertThat(status(Snapshots.of(3)
                                .silent(0)
                                .silent(1)
                                .pod(0, pod -> Snapshots.waiting(pod, "CrashLoopBackOff", "back-off"))
                                .member(2, Views.looks(3, 3)))
                        .exitCode())
                .isEqualTo(ExitCode.NO_QUORUM);
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
    void aMemberThatHasNothingYetLagsBehindNobody() {
        MemberView joining = Views.withZxid(Views.follows(1, 3), "0xffffffffffffffff"); // ZooKeeper's -1

        Map<String, Object> map = status(Snapshots.of(3).member(0, joining)).asMap();

        assertThat(((List<?>) map.get("members")).getFirst().toString())
                .contains("zxid=0xffffffffffffffff")
                .doesNotContain("lag=");
    }

    @Test
    void changesThatHaveNotEnded() {
        assertThat(status(Snapshots.of(3).rolling("uid-0", "uid-2", "gone")).remarks())
                .containsExactly("A roll was begun and has not ended; still to be restarted: myzk-zookeeper-0,"
                        + " myzk-zookeeper-2. `roll` goes on.");
        assertThat(status(Snapshots.of(3).rolling("gone")).remarks())
                .containsExactly("A roll was begun and has not ended; all were restarted, and not yet all were seen to"
                        + " serve. `roll` goes on.");
        assertThat(status(Snapshots.of(3).pod(2, pod -> Snapshots.ofRevision(pod, "rev-0")))
                        .remarks())
                .containsExactly("Not yet of the newest revision: myzk-zookeeper-2; Kubernetes is at it.");
        assertThat(status(Snapshots.of(3).release(Snapshots.release("pending-upgrade", 2, "")))
                        .remarks())
                .containsExactly("Its upgrade was begun at 2026-11-23T11:58:00Z and has not ended.");
    }

    @Test
    void objectsThatWereEditedByHandAreNamed() {
        ClusterStatus status = status(Snapshots.of(3)
                .edit("Service/myzk-zookeeper", "spec.type", "ClusterIP", "NodePort")
                .edit("Service/myzk-zookeeper", "spec.selector.app", "zookeeper", "other")
                .withoutObject("ConfigMap/myzk-zookeeper"));

        assertThat(status.remarks())
                .containsExactly("2 objects are not as the release made them: Service/myzk-zookeeper,"
                        + " ConfigMap/myzk-zookeeper; `doctor` tells.");
        assertThat(status.asMap())
                .containsEntry("edited", List.of("Service/myzk-zookeeper", "ConfigMap/myzk-zookeeper"));
        assertThat(status(Snapshots.of(3).edit("replicas", "3", "2")).remarks())
                .containsExactly("1 object is not as the release made it: StatefulSet/myzk-zookeeper; `doctor` tells.");
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
                        "edited",
                        "leader",
                        "voters",
                        "serving",
                        "majority",
                        "canLose",
                        "observers",
                        "observing",
                        "wanted",
                        "minAvailable",
                        "disruptionsAllowed",
                        "members")
                .containsEntry("leader", pod(2))
                .containsEntry("canLose", 1)
                .containsEntry("exitCode", 0);
        assertThat((Map<?, ?>) ((List<?>) map.get("members")).getFirst())
                .extracting(Object::toString)
                .asString()
                .isEqualTo(
                        "{name=myzk-zookeeper-0, id=1, role=follower, epoch=1, zxid=0x100000003, lag=0,"
                                + " configVersion=0x100000000, ensemble=00000000000000f1, connections=2, diskUsedPercent=13, ready=true, reason=follows"
                                + " myzk-zookeeper-2 as voter in epoch 1, leaving=false, node=node1, restarts=0, since=2026-11-23T11:58:00Z}");
    }
}
