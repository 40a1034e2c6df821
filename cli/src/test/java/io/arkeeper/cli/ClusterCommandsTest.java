package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.ClusterFailure.Kind;
import io.arkeeper.cli.testing.FakeCluster;
import io.arkeeper.cli.testing.HelmSecret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a cluster, with a hand-made one in the place of the network. */
final class ClusterCommandsTest {

    @TempDir
    private Path state;

    private Run run(FakeCluster cluster, String... arguments) {
        return Run.of(Run.withCluster(state, cluster, ""), arguments);
    }

    private Run typing(String typed, FakeCluster cluster, String... arguments) {
        return Run.of(Run.withCluster(state, cluster, typed), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preflight",
                "install",
                "upgrade",
                "scale 5",
                "roll",
                "uninstall",
                "doctor",
                "status -k",
                "drill --cluster",
                "recover -k",
                "member resync 0 -k",
                "zk -k"
            })
    void withoutAKubeconfig(String command) {
        Run run = Run.of(Run.bare(state), command.split(" "));

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .startsWith("error: there is no kubeconfig: looked for " + state
                        + "/.kube/config; set KUBECONFIG or give --kubeconfig FILE\n");
    }

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, 14",
        "UNAUTHENTICATED, 15",
        "FORBIDDEN, 15",
        "REFUSED, 14",
    })
    void aClusterThatDoesNotDoWhatItIsAsked(Kind kind, int exitCode) {
        FakeCluster cluster = FakeCluster.withEnsemble().failing("/pods", new ClusterFailure(kind, 0, "no, because"));

        assertThat(run(cluster, "status")).isEqualTo(new Run(exitCode, "", "error: no, because\n"));
        assertThat(run(cluster, "doctor")).isEqualTo(new Run(exitCode, "", "error: no, because\n"));
    }

    @Test
    void secretsThatMayNotBeReadOnlyHideWhatHelmKnows() {
        FakeCluster cluster = FakeCluster.withEnsemble()
                .failing("/secrets", new ClusterFailure(Kind.FORBIDDEN, 403, "no right to list secrets"));

        assertThat(run(cluster, "status").exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void statusOfAnEnsembleInTheCluster() {
        Run run = run(FakeCluster.withEnsemble(), "status");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("myzk-zookeeper-1  node1")
                .endsWith("myzk-zookeeper-2 leads in epoch 1; 3 of 3 voters serve, so the ensemble can lose one.\n");
    }

    @Test
    void statusOfWhatIsNotThere() {
        assertThat(run(new FakeCluster(), "status", "other", "-n", "test"))
                .isEqualTo(
                        new Run(ExitCode.NOT_RUNNING, "There is no other in namespace test of context admin.\n", ""));
    }

    @Test
    void aNamespaceThatIsNoDnsLabel() {
        assertThat(run(new FakeCluster(), "status", "-n", "My_NS").err())
                .startsWith("error: the namespace is 'My_NS', expected a DNS label:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2  | an even number costs speed and buys no safety: use 3
            4  | an even number costs speed and buys no safety: use 5
            0  | use 3, which survives the loss of one
            9  | use 3, which survives the loss of one
            """)
    void anEnsembleIsNotScaledToANumberThatNoneHas(int servers, String advice) {
        assertThat(run(FakeCluster.withEnsemble(), "scale", Integer.toString(servers)))
                .isEqualTo(new Run(
                        ExitCode.BAD_INPUT,
                        "",
                        "error: servers is %d, expected 1, 3, 5 or 7; %s%n".formatted(servers, advice)));
    }

    @Test
    void anEnsembleIsNotScaledWithMoreObserversThanThereAreNumbersFor() {
        assertThat(run(FakeCluster.withEnsemble(), "scale", "3", "--observers", "101")
                        .err())
                .isEqualTo("error: observers is 101, expected 0 to 100; use as few as serve the reads there are\n");
    }

    @Test
    void whatHelmDoesNotKnowIsNotScaled() {
        Run run = run(FakeCluster.withEnsemble(), "scale", "5");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(run.err()).startsWith("error: Helm knows no myzk in namespace prod of context admin:");
    }

    @ParameterizedTest
    @CsvSource({
        "pending-install, 1, install",
        "uninstalled, 3, install",
        "uninstalling, 1, uninstall",
        "uninstalling, 4, uninstall"
    })
    void whatIsNotInstalledIsNotChanged_andWhoGoesOnIsNamed(String status, int revision, String command) {
        FakeCluster cluster = FakeCluster.withEnsemble()
                .keeping(new HelmSecret(revision, status, FakeCluster.NOW.minusSeconds(60), Map.of(), ""));

        Run run = run(cluster, "scale", "5");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(run.err())
                .startsWith("error: myzk is not installed: ")
                .endsWith(" Go on with 'arkeeper %s myzk -n prod'%n".formatted(command));
    }

    @Test
    void rollRestartsFollowersFirstAndTheLeaderLast() {
        FakeCluster cluster = FakeCluster.withEnsemble();

        Run run = run(cluster, "roll");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(cluster.done())
                .containsExactly(
                        "NOTE arkeeper.io/roll=uid-0,uid-1,uid-2",
                        "EVICT myzk-zookeeper-1",
                        "EVICT myzk-zookeeper-0",
                        "EVICT myzk-zookeeper-2",
                        "NOTE arkeeper.io/roll=null");
        assertThat(run.out())
                .contains("restarting myzk-zookeeper-1, a follower\n")
                .contains("restarting myzk-zookeeper-2, the leader, last of all\n")
                .endsWith("every member was restarted, and all serve\n");
    }

    @Test
    void aRollThatWasInterruptedIsToldAndGoesOn() {
        FakeCluster cluster = FakeCluster.withEnsemble()
                .failing("myzk-zookeeper-0/eviction", new ClusterFailure(Kind.UNREACHABLE, 0, "cut off"));
        assertThat(run(cluster, "roll").exitCode()).isEqualTo(ExitCode.CLUSTER_FAILED);

        assertThat(run(cluster, "status").out())
                .endsWith("A roll was begun and has not ended; still to be restarted: myzk-zookeeper-0,"
                        + " myzk-zookeeper-2. `roll` goes on.\n");

        cluster.failing("nothing", new ClusterFailure(Kind.UNREACHABLE, 0, ""));
        Run second = run(cluster, "roll");

        assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(second.out())
                .contains("going on with the roll that was begun; still to be restarted: myzk-zookeeper-0,"
                        + " myzk-zookeeper-2\n");
        assertThat(cluster.done())
                .endsWith("EVICT myzk-zookeeper-0", "EVICT myzk-zookeeper-2", "NOTE arkeeper.io/roll=null");
    }

    @Test
    void aBudgetThatLetsNobodyGoEndsTheRollInTime() {
        FakeCluster cluster =
                FakeCluster.withEnsemble().failing("/eviction", new ClusterFailure(Kind.REFUSED, 429, "budget"));

        Run run = run(cluster, "roll", "--timeout", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.TOO_LATE);
        assertThat(run.err())
                .isEqualTo("error: waited 0 s: the PodDisruptionBudget does not let myzk-zookeeper-1 go yet; mend that"
                        + " ('arkeeper doctor myzk -n prod' says how) and give the same command again to go on\n");
    }

    @Test
    void uninstallOfWhatIsNotThere() {
        assertThat(run(new FakeCluster(), "uninstall"))
                .isEqualTo(new Run(ExitCode.OK, "There is no myzk in namespace prod of context admin.\n", ""));
    }

    @Test
    void uninstallOfWhatHelmDoesNotKnow() {
        Run run = run(FakeCluster.withEnsemble(), "uninstall");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .isEqualTo(
                        "error: Helm does not know myzk in namespace prod of context admin: it was applied by something"
                                + " else, or you may not read Secrets; remove it the way it was made\n");
    }

    @Test
    void dataIsDeletedOnlyWhenItsNameIsTyped() {
        FakeCluster cluster = FakeCluster.withClaims();

        Run refused = typing("yes\n", cluster, "uninstall", "--delete-data");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).isEqualTo("error: the name typed is 'yes', expected 'myzk'; nothing was deleted\n");
        assertThat(cluster.done()).isEmpty();

        Run kept = run(cluster, "uninstall");
        assertThat(kept.out())
                .endsWith(
                        "Its data is kept in datadir-myzk-zookeeper-0, datadir-myzk-zookeeper-1; 'arkeeper install myzk"
                                + " -n prod' finds it again, 'arkeeper uninstall myzk -n prod --delete-data' deletes it.\n");

        Run deleted = typing("myzk\n", cluster, "uninstall", "--delete-data");
        assertThat(deleted.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(cluster.done())
                .containsExactly("DELETE datadir-myzk-zookeeper-0", "DELETE datadir-myzk-zookeeper-1");
    }

    @Test
    void dataIsDeletedOnlyOnceItsClaimsAreGone() {
        FakeCluster cluster = FakeCluster.withClaims().deletingAfter(2);

        Run deleted = run(cluster, "uninstall", "--delete-data", "--yes");

        assertThat(deleted.out()).endsWith("Deleted datadir-myzk-zookeeper-0, datadir-myzk-zookeeper-1.\n");
        assertThat(cluster.list("/api/v1/namespaces/prod/persistentvolumeclaims"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uninstall", "uninstall --yes"})
    void dataThatGoesWithTheStatefulSetIsNotDeletedUnasked(String command) {
        FakeCluster cluster = FakeCluster.withEnsemble().deletingItsClaims();

        Run run = typing("\n", cluster, command.split(" "));

        assertThat(run)
                .isEqualTo(new Run(
                        ExitCode.BAD_INPUT,
                        "This deletes the data of myzk in namespace prod of context admin for good:"
                                + " datadir-myzk-zookeeper-0, datadir-myzk-zookeeper-1, datadir-myzk-zookeeper-2"
                                + " (claimRetention.whenDeleted is Delete).\nType its name to go on: ",
                        "error: the name typed is '', expected 'myzk'; nothing was deleted%s%n"
                                .formatted(
                                        command.endsWith("--yes")
                                                ? ", and only --delete-data with --yes does not ask"
                                                : "")));
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void dataThatIsOnItsWayOutIsNotSaidToBeKept() {
        FakeCluster cluster = FakeCluster.withClaims().deletingAfter(3).losingItsClaims();

        Run run = run(cluster, "uninstall");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .endsWith("Deleted datadir-myzk-zookeeper-0, datadir-myzk-zookeeper-1.\n")
                .doesNotContain("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uninstall", "uninstall --delete-data --yes"})
    void keysThatStayAreNamed(String command) {
        FakeCluster cluster = FakeCluster.withClaims();
        List.of("-tls", "-tls-ca")
                .forEach(suffix -> cluster.put(
                        "/api/v1/namespaces/prod/secrets/myzk-zookeeper" + suffix,
                        "metadata: {name: myzk-zookeeper%s, annotations: {arkeeper.io/tls: members}}"
                                .formatted(suffix)));
        cluster.put("/api/v1/namespaces/prod/secrets/users", "metadata: {name: users}");

        assertThat(run(cluster, command.split(" ")).out())
                .endsWith("Secrets with private keys stay; 'kubectl -n prod delete secret myzk-zookeeper-tls"
                        + " myzk-zookeeper-tls-ca' deletes them.\n");
        assertThat(cluster.done()).noneMatch(done -> done.contains("tls"));
    }

    @Test
    void aDrillInAClusterAsksFirst() {
        FakeCluster cluster = FakeCluster.withEnsemble();

        Run run = typing("n\n", cluster, "drill");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out())
                .isEqualTo(
                        "This deletes the leader's pod, then all 3 pods of myzk in namespace prod of context admin; its"
                                + " clients will notice.\nGo on? [y/N] ");
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void aDrillsLoadIsAskedForWithItsTime() {
        FakeCluster cluster = FakeCluster.withEnsemble();

        assertThat(run(cluster, "drill", "--for", "5").err())
                .contains("--for says how long --load writes; give --load too, or leave --for out");
        assertThat(run(cluster, "drill", "--load", "--for", "0").err())
                .contains("--for is 0; give it one second or more");
    }

    @Test
    void doctorHasNothingToSayOfAHealthyEnsemble() {
        assertThat(run(FakeCluster.withEnsemble(), "doctor").out()).isEqualTo("""
                        myzk-zookeeper-2 leads in epoch 1; 3 of 3 voters serve, so the ensemble can lose one.
                        Nothing else to say: all is well.
                        """);
    }

    @Test
    void doctorForPrograms() {
        assertThat(run(FakeCluster.withClaims(), "doctor", "-o", "json").out())
                .contains("\"exitCode\" : 5", "\"sentence\" : \"Volume claims of an earlier release are there:");
    }

    @Test
    void aHealthyEnsembleIsNotRecovered() {
        FakeCluster cluster = FakeCluster.withEnsemble();

        Run run = run(cluster, "recover", "--cluster", "--yes");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .isEqualTo(
                        "error: myzk-zookeeper-0 serves as part of a quorum, so there is nothing to recover: members that"
                                + " are away or empty join by themselves\n");
        assertThat(cluster.done()).isEmpty();
    }

    private static final String LOSS =
            "myzk-zookeeper-4 reaches epoch 4, 0x400000002, further than myzk-zookeeper-0 with"
                    + " epoch 3, 0x300000009: what only it holds is given up";

    /** Two of five disks are left, and the one with the higher number holds more. */
    private static FakeCluster twoDisksOfFive() {
        FakeCluster cluster = FakeCluster.installed(
                        new HelmSecret(1, "deployed", FakeCluster.NOW, Map.of("servers", 5), """
                        kind: StatefulSet
                        metadata: {name: myzk-zookeeper}
                        spec: {replicas: 5, template: {spec: {containers: [{name: zookeeper}]}}}
                        """))
                .holding("myzk-zookeeper-0", 3, "0x300000009")
                .holding("myzk-zookeeper-4", 4, "0x400000002");
        List.of(1, 2, 3).forEach(ordinal -> cluster.emptied("myzk-zookeeper-" + ordinal));
        return cluster;
    }

    @Test
    void anOlderDiskThanAnotherIsNotTakenWithoutAnExplicitWord() {
        FakeCluster cluster = twoDisksOfFive();

        Run run = run(cluster, "recover", "--cluster", "--from", "myzk-zookeeper-0", "--yes", "--timeout", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEqualTo("""
                        MEMBER            DISK   EPOCH  GOOD UP TO   OF
                        myzk-zookeeper-0  data   3      0x300000009  2026-11-23T11:59:00Z
                        myzk-zookeeper-1  empty
                        myzk-zookeeper-2  empty
                        myzk-zookeeper-3  empty
                        myzk-zookeeper-4  data   4      0x400000002  2026-11-23T11:59:00Z
                        """);
        assertThat(run.err())
                .isEqualTo("error: " + LOSS + ". Choose the other disk with --from, or accept it with --accept-loss\n");
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void whatTheExplicitWordGivesUpIsSaidBeforeAnythingIsDone() {
        FakeCluster cluster = twoDisksOfFive();
        String[] words = {"recover", "--cluster", "--from", "myzk-zookeeper-0", "--accept-loss", "--timeout", "0"};

        Run asked = typing("n\n", cluster, words);
        assertThat(asked.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(asked.out()).contains("GIVEN UP: " + LOSS + ".\n");
        assertThat(cluster.done()).isEmpty();

        Run confirmed = typing("y\n", cluster, words);
        assertThat(confirmed.exitCode()).isEqualTo(ExitCode.TOO_LATE); // members of this cluster do nothing
        assertThat(cluster.done()).containsExactly("POST myzk-zookeeper-4/resync myzk-zookeeper-0");
    }

    @Test
    void aMemberInTheClusterIsToldToResyncOnItsLoopback() {
        FakeCluster cluster = FakeCluster.withEnsemble();

        Run run = run(cluster, "member", "resync", "1", "--cluster", "--timeout", "0");

        assertThat(cluster.done()).containsExactly("POST myzk-zookeeper-1/resync");
        assertThat(run.exitCode()).isEqualTo(ExitCode.TOO_LATE);
    }

    @Test
    void repairsOfWhatIsNotInstalled() {
        assertThat(run(FakeCluster.withClaims(), "recover", "--cluster").exitCode())
                .isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(run(FakeCluster.withClaims(), "member", "resync", "0", "--cluster")
                        .exitCode())
                .isEqualTo(ExitCode.NOT_RUNNING);
    }
}
