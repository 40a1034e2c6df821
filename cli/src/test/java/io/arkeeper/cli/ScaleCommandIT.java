package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.testing.FakeCluster;
import io.arkeeper.cli.testing.HelmSecret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code scale} refuses, and whom it waits for: the chart and Helm's own rendering, a hand-made cluster. */
final class ScaleCommandIT {

    private static final Path CHART = Path.of("..", "charts", "zookeeper").toAbsolutePath();
    private static final Instant LONG_AGO = Instant.parse("2026-11-23T11:00:00Z");

    @TempDir
    private Path state;

    private Run scale(FakeCluster cluster, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addFirst("scale");
        return Run.of(Run.withCluster(state, CHART, cluster, ""), all.toArray(String[]::new));
    }

    private static HelmSecret release(int servers) {
        String manifest = new ChartRenderer(CHART, Optional.empty())
                .render("myzk", "prod", new ChartValues(List.of("servers: " + servers)));
        return new HelmSecret(1, "deployed", LONG_AGO, Map.of("servers", servers), manifest);
    }

    private static FakeCluster installed(int servers) {
        return FakeCluster.installed(release(servers)).withNodes(7);
    }

    private Run upgrade(FakeCluster cluster, String assignments) {
        return Run.of(Run.withCluster(state, CHART, cluster, ""), "upgrade", "--dry-run", "--set", assignments);
    }

    @Test
    void thoseThatStayAreNotRestartedWhileOthersNeedThemToLeave() {
        assertThat(upgrade(installed(3), "servers=1,logLevel=DEBUG"))
                .isEqualTo(new Run(
                        ExitCode.NO_SPARE,
                        "",
                        "error: myzk cannot have 1 voter and restart myzk-zookeeper-0 at the same time: no longer wanted:"
                                + " myzk-zookeeper-1, myzk-zookeeper-2, kept because without myzk-zookeeper-1 only 1 of 2"
                                + " voters is in sync (myzk-zookeeper-2), 2 are needed; waiting for myzk-zookeeper-0 (away)."
                                + " Give two commands, one after the other; nothing was changed\n"));
        assertThat(upgrade(installed(5), "servers=3,logLevel=DEBUG").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(upgrade(installed(3), "servers=1").exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void whoCannotAskWhetherItLeavesMayTakeItsVoteAlong() {
        HelmSecret now = release(5);
        String blind =
                now.manifest().replace("automountServiceAccountToken: true", "automountServiceAccountToken: false");
        HelmSecret release = new HelmSecret(1, "deployed", now.changedAt(), now.values(), blind);

        Run run = upgrade(FakeCluster.installed(release).withNodes(7), "servers=1,rbac.create=false");
        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_SPARE);
        assertThat(run.err())
                .startsWith(
                        "error: myzk cannot have 1 voter now: without rbac.create members cannot ask whether they leave"
                                + " and may end with their votes, and ")
                .endsWith(" Set rbac.create to true first, or take fewer at once; nothing was changed\n");
        assertThat(upgrade(FakeCluster.installed(release).withNodes(7), "servers=3,rbac.create=false")
                        .exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void nobodyIsRestartedWhomTheQuorumNeeds() {
        Run run = upgrade(installed(3).silent("myzk-zookeeper-0"), "logLevel=DEBUG");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_SPARE);
        assertThat(run.err())
                .startsWith("error: myzk cannot be restarted now: myzk-zookeeper-2 would be restarted while"
                        + " myzk-zookeeper-0 is away (")
                .endsWith(
                        ", and the rest is no quorum. Mend that first, 'arkeeper doctor myzk -n prod' says how; nothing was"
                                + " changed\n");
        assertThat(upgrade(installed(3).silent("myzk-zookeeper-2"), "logLevel=DEBUG")
                        .exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void whoIsAwayByAnUpgradeThatWasInterruptedKeepsItFromNothing() {
        HelmSecret three = release(3);
        FakeCluster cluster = installed(3)
                .keeping(new HelmSecret(2, "pending-upgrade", LONG_AGO, three.values(), three.manifest()))
                .silent("myzk-zookeeper-1");

        assertThat(upgrade(cluster, "logLevel=DEBUG").exitCode()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void withoutAQuorumNobodyJoinsOrLeaves(int servers) {
        FakeCluster cluster = installed(3)
                .looking("myzk-zookeeper-0")
                .looking("myzk-zookeeper-1")
                .looking("myzk-zookeeper-2");

        Run run = scale(cluster, Integer.toString(servers));

        assertThat(run)
                .isEqualTo(new Run(
                        ExitCode.NO_QUORUM,
                        "",
                        ("error: myzk cannot have %d %s now: No quorum: 0 of 3 voters serving, 2 needed. Mend that first,"
                                        + " 'arkeeper doctor myzk -n prod' says how; nothing was changed%n")
                                .formatted(servers, servers == 1 ? "voter" : "voters")));
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void aQuorumThatIsNotKnownIsSaidToBeThat() {
        FakeCluster cluster = installed(3).silent("myzk-zookeeper-0").silent("myzk-zookeeper-1");

        Run run = scale(cluster, "5");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_QUORUM);
        assertThat(run.err())
                .isEqualTo(
                        "error: myzk cannot have 5 voters now: 2 of 3 members did not answer within 2 s, though their pods"
                                + " are ready (myzk-zookeeper-0, myzk-zookeeper-1): whether there is a quorum is not known; 1 of 3"
                                + " voters is known to serve, 2 are needed. Mend that first, 'arkeeper doctor myzk -n prod' says"
                                + " how; nothing was changed\n");
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void moreMembersThanNodesAreRefusedBeforeTheyAreWaitedFor() {
        FakeCluster cluster = FakeCluster.installed(release(3)).withNodes(4, "node0", "node3");

        Run run = scale(cluster, "5");

        assertThat(run.exitCode()).isEqualTo(ExitCode.CLUSTER_UNFIT);
        assertThat(run.out()).contains("3 members become 5\n");
        assertThat(run.err())
                .isEqualTo("error: nodes: 3 of 4 nodes can take members (node3 is cordoned), servers=5 with"
                        + " antiAffinity=hard need 5; add nodes or set antiAffinity=soft; nothing was changed\n"
                        + "error: cpu, memory: each member requests 0.5 CPU and 3.0 GiB, there is room for 3 of 5 (node0 has"
                        + " 4 CPU and 16.0 GiB free, node1 has 4 CPU and 16.0 GiB free, node2 has 4 CPU and 16.0 GiB free);"
                        + " lower resources.requests and heap, or add nodes; nothing was changed\n");
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void whereNodesWillComeTheyAreNotWaitedForFirst_andWhoGoesNeedsNone() {
        Run run = scale(FakeCluster.installed(release(3)).withNodes(3), "5", "--dry-run", "--skip-preflight");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("nodes: 3 of 3 nodes can take members, servers=5 with antiAffinity=hard need 5;");

        Run fewer = scale(FakeCluster.installed(release(5)), "3", "--dry-run");
        assertThat(fewer.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(fewer.out()).contains("5 members become 3\n").doesNotContain("nodes:");
    }

    @Test
    void whoMayNotSeeNodesIsToldSo() {
        ClusterFailure denied = new ClusterFailure(ClusterFailure.Kind.FORBIDDEN, 403, "no");
        Run run = scale(FakeCluster.installed(release(3)).failingExactly("/api/v1/nodes", denied), "5", "--dry-run");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("nodes: you may not list nodes, so it is unknown whether there is one for each member\n")
                .doesNotContain("cpu, memory");
    }

    @Test
    void whereNobodyAnswersNobodyIsTakenAwayUnseen() {
        FakeCluster cluster = installed(3)
                .silent("myzk-zookeeper-0")
                .silent("myzk-zookeeper-1")
                .silent("myzk-zookeeper-2");

        Run run = scale(cluster, "1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_QUORUM);
        assertThat(run.err())
                .isEqualTo(
                        "error: myzk cannot have 1 voter now: No member answers, so nobody knows who votes. Mend that"
                                + " first, 'arkeeper doctor myzk -n prod' says how; nothing was changed\n");
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void whatWasScaledToZeroComesBackAsItWasAndNotOtherwise() {
        FakeCluster cluster = installed(3).scaledTo(0);
        List.of(0, 1, 2).forEach(ordinal -> cluster.without("myzk-zookeeper-" + ordinal));

        assertThat(scale(cluster, "1", "--dry-run").exitCode()).isEqualTo(ExitCode.NO_QUORUM);
        Run back = scale(cluster, "3", "--dry-run");
        assertThat(back.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(back.out()).startsWith("edited by hand, will be as in the chart again: replicas\n");
    }

    @Test
    void whoeverHoldsTheQuorumIsNotTakenAway() {
        FakeCluster cluster = installed(5).silent("myzk-zookeeper-0").silent("myzk-zookeeper-1");

        Run run = scale(cluster, "3");

        assertThat(run)
                .isEqualTo(
                        new Run(
                                ExitCode.BAD_INPUT,
                                "",
                                "error: myzk cannot have 3 voters now: no longer wanted: myzk-zookeeper-3, myzk-zookeeper-4, kept"
                                        + " because without myzk-zookeeper-3 only 2 of 4 voters are in sync (myzk-zookeeper-2,"
                                        + " myzk-zookeeper-4), 3 are needed; waiting for myzk-zookeeper-0 (away), myzk-zookeeper-1"
                                        + " (away). Mend that first, 'arkeeper doctor myzk -n prod' says how; nothing was changed\n"));
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void growingWaitsForNobodyWhoIsAway_andTellsOfClocksThatAreApart() {
        FakeCluster cluster =
                installed(3).silent("myzk-zookeeper-0").withClock("myzk-zookeeper-1", FakeCluster.NOW.minusSeconds(90));

        Run run = scale(cluster, "5", "--dry-run");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).endsWith("""
                        3 members become 5
                        no pod restarts
                        The members' clocks are 90 s apart; let all nodes ask the same time server.
                        """);
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void podsThatAnotherVersionOfTheChartMadeAreNotRestartedByTheWay() {
        HelmSecret now = release(3);
        String earlier = now.manifest().replaceAll("(image: .*zookeeper:)[^\"\\s]+", "$13.9.4-0.0.9");
        FakeCluster cluster =
                FakeCluster.installed(new HelmSecret(1, "deployed", now.changedAt(), now.values(), earlier));

        Run run = scale(cluster, "5");

        assertThat(run)
                .isEqualTo(new Run(
                        ExitCode.BAD_INPUT,
                        "",
                        "error: myzk-zookeeper-2, myzk-zookeeper-1, myzk-zookeeper-0 would be restarted as well, because"
                                + " another version of the chart made them; give 'arkeeper upgrade myzk -n prod' first,"
                                + " nothing was changed\n"));
    }

    @Test
    void aScaleThatSomebodyElseIsAtIsWaitedForAndBuiltUpon() {
        HelmSecret three = release(3);
        Instant begun = Instant.now();
        FakeCluster cluster = installed(5).keeping(three).keeping(pendingToFive(begun));
        cluster.meanwhile(
                "/secrets", 2, () -> cluster.keeping(pendingToFive(begun).in("deployed")));

        Run run = scale(cluster, "7", "--dry-run");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .startsWith("another change of myzk was begun at %s; waiting for it%n".formatted(begun))
                .contains("5 members become 7\n");
        assertThat(cluster.done()).isEmpty();
    }

    private static HelmSecret pendingToFive(Instant begun) {
        HelmSecret five = release(5);
        return new HelmSecret(2, "pending-upgrade", begun, five.values(), five.manifest());
    }

    @Test
    void aDryRunOverAChangeThatWasInterruptedShowsWhatTheNextWouldDoAndTakesNothingAway() {
        FakeCluster cluster = installed(3).keeping(pendingToFive(LONG_AGO));

        Run run = scale(cluster, "5", "--dry-run");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .startsWith("a change was begun at 2026-11-23T11:00:00Z and has not ended; this goes on over it\n")
                .contains("3 members become 5\n");
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void aRefusalOverAChangeThatWasInterruptedChangesNothing() {
        FakeCluster cluster = installed(3)
                .keeping(pendingToFive(LONG_AGO))
                .silent("myzk-zookeeper-0")
                .silent("myzk-zookeeper-1")
                .looking("myzk-zookeeper-2");

        assertThat(scale(cluster, "5").exitCode()).isEqualTo(ExitCode.NO_QUORUM);
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void whoeverSetsAnotherNumberMeanwhileHasTheLastWord() {
        FakeCluster cluster = installed(5).silent("myzk-zookeeper-0");
        cluster.meanwhile("/statefulsets", 2, () -> cluster.scaledTo(3));

        Run run = scale(cluster, "5", "--timeout", "20");

        assertThat(run.exitCode()).isEqualTo(ExitCode.ALREADY_RUNNING);
        assertThat(run.err())
                .isEqualTo("error: myzk is to have 3 voters by now and no longer 5: somebody else has changed it"
                        + " meanwhile; 'arkeeper status myzk -n prod' shows how it goes on\n");
        assertThat(cluster.done()).isEmpty();
    }
}
