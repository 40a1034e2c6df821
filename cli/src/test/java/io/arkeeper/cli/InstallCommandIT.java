package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code install} does where something is there already: the chart and Helm itself, a hand-made cluster. */
final class InstallCommandIT {

    private static final Path CHART = Path.of("..", "charts", "zookeeper").toAbsolutePath();
    private static final Instant LONG_AGO = Instant.parse("2026-11-23T11:00:00Z");
    private static final String UNREACHABLE = "error: Helm says: "; // there is no API server for Helm itself

    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>(); // by values; it takes a moment

    @TempDir
    private Path state;

    private Run install(FakeCluster cluster, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addFirst("install");
        all.addAll(List.of("--skip-preflight", "--timeout", "0"));
        return Run.of(Run.withCluster(state, CHART, cluster, ""), all.toArray(String[]::new));
    }

    private static HelmSecret release(int revision, String status, String values) {
        String manifest = RENDERED.computeIfAbsent(values, given -> new ChartRenderer(CHART, Optional.empty())
                .render("myzk", "prod", new ChartValues(List.of(given))));
        return new HelmSecret(revision, status, LONG_AGO, Map.of(), manifest);
    }

    private static HelmSecret release(int revision, String status) {
        return release(revision, status, "");
    }

    @ParameterizedTest
    @CsvSource({"failed, 1", "pending-install, 1", "uninstalled, 4"})
    void aHalfMadeInstallationIsCleanedUp(String status, int revision) {
        FakeCluster cluster = FakeCluster.installed(release(revision, status));

        Run run = install(cluster);

        assertThat(run.out()).isEqualTo("cleaning up an earlier attempt (its volume claims stay)\n");
        assertThat(run.err()).startsWith(UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource({"uninstalling, 1", "uninstalling, 7"})
    void aRemovalThatWasInterruptedIsEndedFirst(String status, int revision) {
        FakeCluster cluster = FakeCluster.installed(release(revision, status));

        Run run = install(cluster);

        assertThat(run.out()).isEqualTo("ending the removal that was begun (its volume claims stay)\n");
        assertThat(run.err()).startsWith(UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            failed           | 2 | Its last change failed: a test.
            pending-install  | 2 | Its installation was begun at 2026-11-23T11:00:00Z and has not ended.
            pending-upgrade  | 2 | Its upgrade was begun at 2026-11-23T11:00:00Z and has not ended.
            pending-rollback | 3 | Its upgrade was begun at 2026-11-23T11:00:00Z and has not ended.
            superseded       | 2 | Helm calls it superseded.
            """)
    void anUpgradeThatFailedIsNotTakenDown(String status, int revision, String trouble) {
        FakeCluster cluster = FakeCluster.installed(release(revision, status));

        Run run = install(cluster);

        assertThat(run)
                .isEqualTo(new Run(
                        ExitCode.ALREADY_RUNNING,
                        "",
                        ("error: myzk is installed in namespace prod of context admin, and a change of it has not ended"
                                        + " well: %s Installing it anew would take its members down; go on with 'arkeeper upgrade"
                                        + " myzk -n prod ...' and the same values, nothing was changed%n")
                                .formatted(trouble)));
        assertThat(cluster.done()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"failed, 1", "pending-install, 1", "uninstalling, 3"})
    void nothingIsCleanedUpWhereTheDataWouldGoWithIt(String status, int revision) {
        FakeCluster cluster = FakeCluster.installed(release(revision, status, "claimRetention: {whenDeleted: Delete}"));

        Run run = install(cluster);

        assertThat(run)
                .isEqualTo(
                        new Run(
                                ExitCode.ALREADY_RUNNING,
                                "",
                                "error: an earlier attempt at myzk would have to be removed first, and datadir-myzk-zookeeper-0,"
                                        + " datadir-myzk-zookeeper-1, datadir-myzk-zookeeper-2 with it, because its StatefulSet deletes"
                                        + " its volume claims (claimRetention.whenDeleted=Delete); if nothing in them is needed give"
                                        + " 'arkeeper uninstall myzk -n prod', which asks, and then install; nothing was changed\n"));
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void whatIsInstalledWithTheseValuesIsOnlyWatched_alsoWhereTheChartMakesTheCertificates() {
        FakeCluster cluster = FakeCluster.installed(release(1, "deployed", "tls: {enabled: true}"));

        Run run = install(cluster, "--set", "tls.enabled=true");

        assertThat(run.err()).doesNotContain("other values");
        assertThat(run.out())
                .startsWith(
                        "myzk is installed in namespace prod of context admin with these values; nothing to change\n");
        assertThat(cluster.done()).allMatch(done -> done.startsWith("POST myzk-zookeeper-2/")); // the write
    }

    @ParameterizedTest
    @CsvSource({"tls.selfSignedDays=30", "tls.extraNames[0]=zk.example.com", "servers=5"})
    void otherValuesAreRefused_alsoWhereOnlyCertificatesWouldDiffer(String other) {
        FakeCluster cluster = FakeCluster.installed(release(1, "deployed", "tls: {enabled: true}"));

        Run run = install(cluster, "--set", "tls.enabled=true", "--set", other);

        assertThat(run)
                .isEqualTo(new Run(
                        ExitCode.ALREADY_RUNNING,
                        "",
                        "error: myzk is installed in namespace prod of context admin with other values or by another"
                                + " version; change it with 'arkeeper upgrade myzk -n prod ...'\n"));
    }
}
