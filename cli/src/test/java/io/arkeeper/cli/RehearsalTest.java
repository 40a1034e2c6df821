package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.bundle.ForgetfulRegistry;
import io.arkeeper.cli.local.MemberDistribution;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal that fails early would teach little, and nobody would see it. */
final class RehearsalTest {

    private static final Installation INSTALLATION = new Installation(
            "arkeeper",
            Path.of("..", "charts", "zookeeper"),
            new MemberDistribution(Path.of("no-member")),
            Optional.empty());

    @TempDir
    private Path folder;

    @Test
    void aPushSucceeds() throws Exception {
        try (ForgetfulRegistry registry = new ForgetfulRegistry()) {
            assertThat(new Rehearsal(folder, INSTALLATION).push(registry.host()))
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(folder.resolve("values.yaml")).content().contains("digest: \"sha256:");
    }

    @Test
    void nothingIsMissingForTheHelp() {
        assertThat(new Rehearsal(folder, INSTALLATION).help()).isEqualTo(ExitCode.OK);
    }

    @Test
    void onlyTheClusterIsMissing() throws Exception {
        Map<String, Integer> endedWith = new Rehearsal(folder, INSTALLATION).clusters();

        assertThat(endedWith)
                .containsEntry("help", ExitCode.OK)
                .containsEntry("status", ExitCode.NOT_RUNNING)
                .containsEntry("template", ExitCode.OK)
                .containsEntry("preflight", ExitCode.CLUSTER_FAILED);
    }
}
