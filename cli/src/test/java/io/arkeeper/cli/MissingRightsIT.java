package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.ClusterFailure.Kind;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.testing.ApiServer;
import io.arkeeper.cli.testing.FakeCluster;
import io.arkeeper.cli.testing.HelmSecret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may not change a release is told which right is missing, also where it is Helm who was denied it. */
final class MissingRightsIT {

    private static final Path CHART = Path.of("..", "charts", "zookeeper").toAbsolutePath();
    private static final Instant LONG_AGO = Instant.parse("2026-11-23T11:00:00Z");

    @TempDir
    private Path state;

    private Run run(ApiServer server, FakeCluster cluster, String line) {
        return Run.of(Run.withCluster(state, CHART, cluster, "", server.address()), line.split(" "));
    }

    private static HelmSecret release() {
        return new HelmSecret(
                1,
                "deployed",
                LONG_AGO,
                Map.of(),
                new ChartRenderer(CHART, Optional.empty()).render("myzk", "prod", new ChartValues(List.of())));
    }

    private static String denied(String right) {
        return "error: user 'jane' has no right to %s in namespace prod; ask for a Role that allows it%n"
                .formatted(right);
    }

    @Test
    void install() {
        try (ApiServer server = ApiServer.denying("list")) {
            Run run = run(server, new FakeCluster().withoutNamespace(), "install");

            assertThat(run.exitCode()).isEqualTo(ExitCode.CLUSTER_UNFIT);
            assertThat(run.err())
                    .containsPattern(
                            "rights: you may not create configmaps, [^;]*secrets, [^;]*statefulsets\\.apps and get ")
                    .contains(
                            "error: namespace: prod does not exist; add --create-namespace, or choose another with -n\n");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aNamespaceThatIsToBeMadeIsNotMissing() {
        try (ApiServer server = ApiServer.denying("list")) {
            Run run = run(server, new FakeCluster().withoutNamespace(), "install --create-namespace");

            assertThat(run.out()).contains("prod does not exist and will be created\n");
            assertThat(run.err()).doesNotContain("namespace: ");
        }
    }

    @Test
    void upgrade() {
        HelmSecret release = release();
        try (ApiServer server = ApiServer.denying("list")) {
            Run run = run(server, FakeCluster.installed(release), "upgrade --yes --set logLevel=DEBUG");

            assertThat(run.exitCode()).isEqualTo(ExitCode.CLUSTER_DENIED);
            assertThat(run.err()).isEqualTo(denied("list secrets"));
        }
    }

    @Test
    void uninstall() {
        String sentence =
                "user 'jane' of context 'admin' has no right to delete persistentvolumeclaims in namespace prod; ask"
                        + " for a Role that allows it";
        FakeCluster cluster = FakeCluster.withClaims()
                .failing("/persistentvolumeclaims/", new ClusterFailure(Kind.FORBIDDEN, 403, sentence));

        Run run = Run.of(Run.withCluster(state, CHART, cluster, ""), "uninstall", "--delete-data", "--yes");

        assertThat(run.exitCode()).isEqualTo(ExitCode.CLUSTER_DENIED);
        assertThat(run.err()).isEqualTo("error: " + sentence + "\n");
    }

    @Test
    void roll() {
        String sentence =
                "user 'jane' of context 'admin' has no right to create pods/eviction in namespace prod; ask for a"
                        + " Role that allows it";
        FakeCluster cluster =
                FakeCluster.withEnsemble().failing("/eviction", new ClusterFailure(Kind.FORBIDDEN, 403, sentence));

        Run run = Run.of(Run.withCluster(state, CHART, cluster, ""), "roll");

        assertThat(run.exitCode()).isEqualTo(ExitCode.CLUSTER_DENIED);
        assertThat(run.err()).isEqualTo("error: " + sentence + "\n");
    }
}
