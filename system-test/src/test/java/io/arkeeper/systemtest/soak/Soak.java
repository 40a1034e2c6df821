package io.arkeeper.systemtest.soak;

import io.arkeeper.systemtest.TestEnsemble;
import io.arkeeper.systemtest.soak.Tally.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rounds until the time is up, and a report after each.
 *
 * @param commit what is tested, for the report
 * @param pause of each client between two operations, on average; the machine then has time for more faults
 */
record Soak(String commit, Duration pause) {

    private static final int FIRST_SERVERS = 3;
    private static final int FAULTS_A_ROUND = 12;

    /** Ends early where a round does not come to its end. */
    List<Violation> run(Duration time, long firstSeed, Path report) throws Exception {
        Path work = Files.createTempDirectory("arkeeper-soak-");
        Instant start = Instant.now();
        Tally tally = new Tally();
        try (Surroundings surroundings = Surroundings.found();
                TestEnsemble ensemble = surroundings.start(work, FIRST_SERVERS)) {
            int servers = FIRST_SERVERS;
            boolean whole = true;
            for (long seed = firstSeed; whole && elapsed(start).compareTo(time) < 0; seed++) {
                Schedule schedule = Schedule.of(seed, surroundings.possible(), FAULTS_A_ROUND);
                SoakRound round = new SoakRound(ensemble, surroundings.network(), servers, schedule, seed, pause);
                whole = run(round, schedule, seed, tally);
                servers = round.servers();
                SoakReport written = new SoakReport(
                        commit,
                        start,
                        elapsed(start),
                        Runtime.getRuntime().availableProcessors(),
                        firstSeed,
                        surroundings.impossible(),
                        surroundings.slowness().map(Object::toString));
                Files.createDirectories(report.toAbsolutePath().getParent());
                Files.writeString(report, written.of(tally));
            }
        }
        if (tally.violations().isEmpty()) {
            delete(work);
        } else {
            System.out.printf("what the members wrote is left in %s%n", work);
        }
        return tally.violations();
    }

    /** Returns whether the round came to its end. */
    private static boolean run(SoakRound round, Schedule schedule, long seed, Tally tally) {
        Instant start = Instant.now();
        try {
            SoakRound.Result result = round.run();
            tally.add(seed, result);
            System.out.printf(
                    "round %d, seed %d, %d s: %d faults, %d operations checked, %d of unknown outcome, at most %d ms"
                            + " without a write, %d violations%n",
                    tally.rounds(),
                    seed,
                    elapsed(start).toSeconds(),
                    result.faults().size(),
                    result.checked().heard(),
                    result.checked().unheard(),
                    result.longestPause().toMillis(),
                    result.violations().size());
            if (!result.violations().isEmpty()) {
                tell(schedule, result.violations());
            }
            return true;
        } catch (Exception e) {
            tally.broke(seed, e);
            System.out.printf("round %d, seed %d, broke off%n", tally.rounds(), seed);
            tell(schedule, List.of(e.toString()));
            return false;
        }
    }

    private static void tell(Schedule schedule, List<String> violations) {
        System.out.printf("%d servers at first%n", schedule.servers());
        schedule.steps().forEach(System.out::println);
        violations.forEach(System.out::println);
    }

    private static Duration elapsed(Instant start) {
        return Duration.between(start, Instant.now());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
