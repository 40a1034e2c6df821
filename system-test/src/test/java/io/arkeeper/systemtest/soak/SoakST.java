package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.systemtest.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short fixed set of what {@code make soak} runs for long. */
final class SoakST {

    private static final int SERVERS = 3;
    private static final long OF_NODES = 219; // seeds of rounds that are short, varied and with few servers
    private static final long OF_LINKS = 84;

    @TempDir
    private Path root;

    @Test
    void nothingAcknowledgedIsLostAndNothingIsReadStale() throws Exception {
        try (Surroundings surroundings = Surroundings.found();
                TestEnsemble ensemble = surroundings.start(root, SERVERS)) {
            Set<Fault> ofNodes = surroundings.possible();
            ofNodes.removeIf(fault -> fault.need().isOfTheNetwork());
            Set<Fault> ofLinks = surroundings.possible();
            ofLinks.removeAll(ofNodes);

            int servers = check(ensemble, surroundings, SERVERS, Schedule.of(OF_NODES, ofNodes, 6), OF_NODES);
            if (!ofLinks.isEmpty()) {
                check(ensemble, surroundings, servers, Schedule.of(OF_LINKS, ofLinks, 5), OF_LINKS);
            }
        }
    }

    private static int check(
            TestEnsemble ensemble, Surroundings surroundings, int servers, Schedule schedule, long seed)
            throws Exception {
        SoakRound round = new SoakRound(ensemble, surroundings.network(), servers, schedule, seed, Duration.ZERO);
        long start = System.nanoTime();
        SoakRound.Result result = round.run();
        System.out.printf(
                "seed %d, %d s: %s; %d operations checked%n",
                seed, Duration.ofNanos(System.nanoTime() - start).toSeconds(), result.faults(), result.heard());
        assertThat(result.violations()).as("seed %d: %s", seed, schedule).isEmpty();
        assertThat(result.heard()).isGreaterThan(100);
        return round.servers();
    }
}
