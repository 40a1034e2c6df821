package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.systemtest.TestEnsemble;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short fixed set of what {@code make soak} runs for long. */
final class SoakST {

    private static final long[] SEEDS = {1, 2};
    private static final int FAULTS = 6;

    @TempDir
    private Path root;

    @Test
    void nothingAcknowledgedIsLostAndNothingIsReadStale() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 3, 5)) {
            int servers = 3;
            for (long seed : SEEDS) {
                SoakRound round = new SoakRound(ensemble, servers, seed);
                SoakRound.Result result = round.run(FAULTS);
                servers = round.servers();
                System.out.printf("seed %d: %s; %d operations checked%n", seed, result.faults(), result.heard());
                assertThat(result.violations()).as("seed %d", seed).isEmpty();
                assertThat(result.heard()).isGreaterThan(100);
            }
        }
    }
}
