package io.arkeeper.systemtest.soak;

import io.arkeeper.systemtest.TestEnsemble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Rounds until the time is up, and a report after each. */
final class Soak {

    private static final int MOST = 5;
    private static final int FAULTS_A_ROUND = 12;

    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private int rounds;
    private long heard;
    private long unheard;
    private long violations;

    /** Returns the number of violations. */
    long run(Duration time, long firstSeed, Path report) throws Exception {
        Path work = Files.createTempDirectory("arkeeper-soak-");
        Instant start = Instant.now();
        try (TestEnsemble ensemble = TestEnsemble.started(work, 3, MOST)) {
            int servers = 3;
            for (long seed = firstSeed; Duration.between(start, Instant.now()).compareTo(time) < 0; seed++) {
                SoakRound round = new SoakRound(ensemble, servers, seed);
                SoakRound.Result result = round.run(FAULTS_A_ROUND);
                servers = round.servers();
                count(result);
                System.out.printf(
                        "round %d, seed %d: %d faults, %d operations checked, %d of unknown outcome, %d violations%n",
                        rounds,
                        seed,
                        result.faults().size(),
                        result.heard(),
                        result.unheard(),
                        result.violations().size());
                result.violations().forEach(System.out::println);
                write(report, firstSeed, start);
            }
        }
        return violations;
    }

    private void count(SoakRound.Result result) {
        rounds++;
        heard += result.heard();
        unheard += result.unheard();
        violations += result.violations().size();
        result.faults().forEach(fault -> faults.merge(fault, 1, Integer::sum));
    }

    private void write(Path report, long firstSeed, Instant start) throws IOException {
        int total = faults.values().stream().mapToInt(Integer::intValue).sum();
        Files.createDirectories(report.toAbsolutePath().getParent());
        Files.writeString(report, """
                # Soak report

                Written by `make soak`. %s, %d minutes on %d processors, seeds %d to %d.

                | | |
                |---|---|
                | rounds | %d |
                | faults injected | %d |
                | operations checked | %d |
                | operations of unknown outcome | %d |
                | violations | %d |

                | Fault | Times |
                |---|---|
                %s

                Six clients of the stock library create unique, sequential and ephemeral znodes and read (after `sync`) and
                write registers. Of each round the whole history is checked: no acknowledged write lost, registers
                linearizable, no sequence number given twice or out of order, no ephemeral znode after its session.
                """.formatted(
                        start.truncatedTo(ChronoUnit.MINUTES),
                        Duration.between(start, Instant.now()).toMinutes(),
                        Runtime.getRuntime().availableProcessors(),
                        firstSeed,
                        firstSeed + rounds - 1,
                        rounds,
                        total,
                        heard,
                        unheard,
                        violations,
                        faults.entrySet().stream()
                                .map(fault -> "| %s | %d |".formatted(fault.getKey(), fault.getValue()))
                                .collect(Collectors.joining("\n"))));
    }
}
