package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.bundle.ForgetfulRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal that fails early would teach little, and nobody would see it. */
final class RehearsalTest {

    @TempDir
    private Path folder;

    @Test
    void aPushSucceeds() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        try (ForgetfulRegistry registry = new ForgetfulRegistry()) {
            String[] push = rehearsal.push(registry.host()).toArray(String[]::new);

            assertThat(rehearsal.run(push)).isEqualTo(ExitCode.OK);
        }
        assertThat(folder.resolve("values.yaml")).content().contains("digest: \"sha256:");
    }

    @Test
    void onlyTheClusterIsMissing() throws Exception {
        Map<String, Integer> endedWith = new Rehearsal(folder).clusters();

        assertThat(endedWith)
                .containsEntry("help", ExitCode.OK)
                .containsEntry("status", ExitCode.NOT_RUNNING)
                .containsEntry("preflight", ExitCode.CLUSTER_FAILED);
    }
}
