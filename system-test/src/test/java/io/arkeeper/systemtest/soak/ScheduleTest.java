package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
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
                    assertThat(step.second().get().servers()).isLessThanOrEqualTo(Math.min(servers, step.servers()));
                }
                assertThat(step.servers() != servers).as("%s", step).isEqualTo(step.fault() == Fault.SCALE);
                servers = step.servers();
            }
        });
    }

    @Test
    void nothingElseHappensWhileAMajorityLeaves() {
        schedules(ALL).forEach(schedule -> {
            int servers = schedule.servers();
            for (Step step : schedule.steps()) {
                if (step.servers() <= servers / 2) {
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
