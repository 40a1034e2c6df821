package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A schedule is decided by its seed, contains everything sooner or later, and nothing that nobody survives. */
final class ScheduleTest {

    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);
    private static final int SEEDS = 300;

    private static Stream<Schedule> schedules(Set<Fault> possible) {
        return LongStream.range(0, SEEDS).mapToObj(seed -> Schedule.of(seed, possible, 12));
    }

    private static List<Step> steps(Predicate<Step> which) {
        return schedules(ALL)
                .flatMap(schedule -> schedule.steps().stream())
                .filter(which)
                .toList();
    }

    @Test
    void theSameSeedGivesTheSameSchedule() {
        assertThat(Schedule.of(42, ALL, 12)).isEqualTo(Schedule.of(42, EnumSet.copyOf(ALL), 12));
        assertThat(schedules(ALL).distinct()).hasSize(SEEDS);
    }

    @Test
    void everyFaultHappensAloneAndInPairs() {
        assertThat(steps(step -> step.second().isEmpty()).stream().map(Step::fault))
                .containsAll(ALL);
        assertThat(steps(step -> step.second().isPresent()).stream()
                        .flatMap(step -> Stream.of(step.fault(), step.second().orElseThrow())))
                .containsAll(ALL);
    }

    @Test
    void whatTheMachineCannotDoIsNotPlanned() {
        Set<Fault> possible = ALL.stream()
                .filter(fault -> fault.need() == Fault.Need.NOTHING)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));

        assertThat(schedules(possible).flatMap(schedule -> schedule.steps().stream()))
                .allMatch(step -> possible.contains(step.fault())
                        && step.second().map(possible::contains).orElse(true));
    }

    @Test
    void thereAreEnoughFaultsAndServersForEach() {
        schedules(ALL).forEach(schedule -> {
            assertThat(schedule.steps().stream().mapToInt(Step::faults).sum()).isBetween(12, 13);
            int servers = schedule.servers();
            for (Step step : schedule.steps()) {
                assertThat(step.fault().servers()).isLessThanOrEqualTo(servers);
                if (step.second().isPresent()) {
                    assertThat(step.second().get().servers()).isLessThanOrEqualTo(Math.min(servers, step.fewest()));
                }
                if (step.fault() != Fault.RESCALE) {
                    assertThat(step.servers() != servers).as("%s", step).isEqualTo(step.fault() == Fault.SCALE);
                }
                servers = step.servers();
            }
        });
    }

    @Test
    void aSizeIsAbandonedForAnother() {
        List<Integer> changes = new ArrayList<>();
        schedules(ALL).forEach(schedule -> {
            int servers = schedule.servers();
            for (Step step : schedule.steps()) {
                assertThat(step.abandoned().isPresent()).as("%s", step).isEqualTo(step.fault() == Fault.RESCALE);
                if (step.fault() == Fault.RESCALE) {
                    int abandoned = step.abandoned().orElseThrow();
                    assertThat(abandoned).as("%s", step).isNotEqualTo(servers).isNotEqualTo(step.servers());
                    changes.add(Integer.signum(abandoned - servers));
                }
                servers = step.servers();
            }
        });
        assertThat(changes).as("both growing and shrinking").contains(-1, 1);
    }

    @Test
    void allSizesOccurAndTheLargestSeldom() {
        Map<Integer, Long> steps = steps(step -> step.fault() == Fault.SCALE).stream()
                .collect(Collectors.groupingBy(Step::servers, Collectors.counting()));

        assertThat(steps).containsOnlyKeys(1, 3, 5, 7);
        assertThat(steps.get(7))
                .isLessThan(steps.values().stream().mapToLong(Long::longValue).sum() / 8);
    }

    @Test
    void nothingElseHappensWhileAMajorityLeaves() {
        schedules(ALL).forEach(schedule -> {
            int servers = schedule.servers();
            for (Step step : schedule.steps()) {
                if (step.fewest() <= servers / 2) {
                    assertThat(step.second()).as("%s of %d", step, servers).isEmpty();
                }
                servers = step.servers();
            }
        });
    }

    @Test
    void anOperationIsFinishedBeforeTheNextStep() {
        assertThat(steps(step -> step.fault().isOperation())).isNotEmpty().allMatch(Step::heals);
        assertThat(steps(step -> step.second().map(Fault::isOperation).orElse(false)))
                .isEmpty();
    }
}
