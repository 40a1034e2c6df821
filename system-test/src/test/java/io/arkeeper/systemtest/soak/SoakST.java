package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.systemtest.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short fixed set of what {@code make soak} runs for long: each kind of fault, alone or with another one. */
final class SoakST {

    private static final int SERVERS = 3;
    private static final long OF_NODES = 1;
    private static final long OF_LINKS = 2;

    private static final List<Step> NODES = List.of(
            unhealed(Fault.KILL_LEADER, 400),
            pair(Fault.STOP_FOLLOWER, Fault.NO_NAMES, 500),
            healed(Fault.PAUSE_LEADER, 2_500), // longer than the others wait for it
            pair(Fault.PAUSE_FOLLOWER, Fault.MOVE, 300),
            unhealed(Fault.STOP_LEADER, 300),
            pair(Fault.KILL_FOLLOWER, Fault.FILL_ONE, 500),
            healed(Fault.FILL_ALL, 500),
            healed(Fault.KILL_ALL, 300),
            healed(Fault.WIPE, 100),
            healed(Fault.ROLL, 100),
            rescaled(5, 1, 800),
            healed(Fault.CONFIG, 100),
            scaled(SERVERS, 100));

    private static final List<Step> LINKS = List.of(
            pair(Fault.CUT_ONE_WAY, Fault.SLOW_DOWN, 800),
            healed(Fault.ISOLATE_LEADER, 2_500),
            pair(Fault.CUT_LINK, Fault.LOSE_PACKETS, 800));

    @TempDir
    private Path root;

    private static Step step(Fault fault, Optional<Fault> second, int millis, boolean heals) {
        return new Step(
                Duration.ofMillis(200),
                fault,
                second,
                Duration.ofMillis(millis),
                heals,
                OptionalInt.empty(),
                SERVERS,
                0);
    }

    private static Step healed(Fault fault, int millis) {
        return step(fault, Optional.empty(), millis, true);
    }

    /** The next step meets what is left of it. */
    private static Step unhealed(Fault fault, int millis) {
        return step(fault, Optional.empty(), millis, false);
    }

    private static Step pair(Fault fault, Fault second, int millis) {
        return step(fault, Optional.of(second), millis, true);
    }

    private static Step scaled(int to, int millis) {
        return new Step(
                Duration.ofMillis(200),
                Fault.SCALE,
                Optional.empty(),
                Duration.ofMillis(millis),
                true,
                OptionalInt.empty(),
                to,
                0);
    }

    private static Step rescaled(int abandoned, int to, int millis) {
        return new Step(
                Duration.ofMillis(200),
                Fault.RESCALE,
                Optional.empty(),
                Duration.ofMillis(millis),
                true,
                OptionalInt.of(abandoned),
                to,
                0);
    }

    private static Stream<Fault> faults(Step step) {
        return Stream.concat(Stream.of(step.fault()), step.second().stream());
    }

    /** Leaves out what this machine cannot do. */
    private static Schedule possible(List<Step> steps, Set<Fault> possible) {
        return new Schedule(
                SERVERS,
                steps.stream()
                        .filter(step -> faults(step).allMatch(possible::contains))
                        .toList());
    }

    @Test
    void everyKindOfFaultIsInTheSet() {
        Set<Fault> cutsAlike = EnumSet.of( // as those that are there, with other links
                Fault.ISOLATE_FOLLOWER,
                Fault.SILENCE_LEADER,
                Fault.DEAFEN_LEADER,
                Fault.SPLIT_OFF_LEADER,
                Fault.SPLIT_OFF_FOLLOWERS);

        assertThat(Stream.of(NODES, LINKS).flatMap(List::stream).flatMap(SoakST::faults))
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.copyOf(cutsAlike)));
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingIsReadStale() throws Exception {
        try (Surroundings surroundings = Surroundings.found();
                TestEnsemble ensemble = surroundings.start(root, SERVERS)) {
            Set<Fault> possible = surroundings.possible();

            int servers = check(ensemble, surroundings, SERVERS, possible(NODES, possible), OF_NODES);
            if (!possible(LINKS, possible).steps().isEmpty()) {
                check(ensemble, surroundings, servers, possible(LINKS, possible), OF_LINKS);
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
                "%d s: %s; %s%n",
                Duration.ofNanos(System.nanoTime() - start).toSeconds(), result.faults(), result.checked());
        assertThat(result.violations()).as("%s", schedule).isEmpty();
        assertThat(result.faults())
                .as("what happened")
                .containsAll(schedule.steps().stream().flatMap(SoakST::faults).collect(Collectors.toSet()));
        assertThat(result.checked().heard()).isGreaterThan(100);
        return round.servers();
    }
}
