package io.arkeeper.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.membership.Plan.Kind;
import io.arkeeper.core.membership.Worlds.Seated;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tries the planner in every world of few members: every configuration, every presence, every leader, every wish to leave.
 *
 * <p>They are all worlds, not only those that a correct planner comes to. So it needs no extra case that a step was
 * interrupted before it was committed (the same world again), after it (the next one), or by the loss of the leader
 * (another leader, one more member away), or that members went, came and lost their disks in between.
 */
class MembershipWorldsTest {

    @ParameterizedTest(name = "{0} members, {1} wanted: {2} worlds")
    @CsvSource({"1, 1, 6", "2, 1, 192", "2, 2, 192", "3, 1, 4608", "3, 3, 4608"})
    void obeysItsRulesInEveryWorldOfThree(int members, int wanted, int expectedWorlds) {
        Checker checker = new Checker(Planner.REAL);

        new Worlds(members, wanted, 0, Worlds.statesOf(Seated.values()), false).forEach(checker);

        assertThat(checker.worlds()).isEqualTo(expectedWorlds);
    }

    @ParameterizedTest(name = "5 members, {0} wanted: {1} worlds")
    @CsvSource({"1, 101592", "3, 189312", "5, 23256"})
    void obeysItsRulesInEveryWorldOfFive(int wanted, int expectedWorlds) {
        Checker checker = new Checker(Planner.REAL);

        new Worlds(5, wanted, 0, Worlds.statesOf(Seated.values()), true).forEach(checker);

        assertThat(checker.worlds()).isEqualTo(expectedWorlds);
    }

    @ParameterizedTest(name = "7 members, {0} wanted: {1} worlds with a majority")
    @CsvSource({"1, 18104", "3, 62460", "5, 42492", "7, 3672"})
    void obeysItsRulesInEveryWorldOfSevenWithAMajority(int wanted, int expectedWorlds) {
        Checker checker = new Checker(Planner.REAL);

        new Worlds(7, wanted, 0, Worlds.statesOf(Seated.NO, Seated.VOTER), true).forEach(world -> {
            if (world.isLed()) {
                checker.accept(world);
            }
        });

        assertThat(checker.worlds()).isEqualTo(expectedWorlds);
    }

    @ParameterizedTest(name = "4 members, {0} wanted as voters, the set {1} as observers")
    @CsvSource({"1, 8, 18048", "1, 12, 18048", "2, 12, 18048", "3, 8, 18048"})
    void obeysItsRulesWhereObserversAreWanted(int wanted, int wantedObservers, int expectedWorlds) {
        Checker checker = new Checker(Planner.REAL);

        new Worlds(4, wanted, wantedObservers, Worlds.statesOf(Seated.values()), false).forEach(world -> {
            if (world.isLed()) {
                checker.accept(world);
            }
        });

        assertThat(checker.worlds()).isEqualTo(expectedWorlds);
    }

    @Test
    void waitsInEveryWorldWhileAReconfigurationIsUnderWay() {
        Checker checker = new Checker(Planner.REAL);

        new Worlds(3, 1, 0, Worlds.statesOf(Seated.values()), false)
                .forEach(world -> checker.accept(world.withReconfiguring(true)));

        assertThat(checker.worlds()).isEqualTo(4608);
    }

    @ParameterizedTest(name = "{0} members, {1} wanted: {2} worlds")
    @CsvSource({"3, 1, 166", "3, 3, 6", "4, 1, 1052", "4, 3, 104", "5, 1, 5187", "5, 3, 934", "5, 5, 15"})
    void endsWithTheWantedVotersOnceAllOfThemAreInSync(int members, int wanted, int expectedWorlds) {
        AtomicInteger worlds = new AtomicInteger();

        new Worlds(members, wanted, 0, Worlds.statesOf(Seated.values()), true).forEach(world -> {
            boolean allHere = (world.wantedVoters() & ~(world.inSync() & ~world.leaving())) == 0;
            if (world.isLed() && allHere) {
                worlds.incrementAndGet();
                assertThat(stepsToTheEnd(world)).as(world::toString).isEqualTo(world.distance());
            }
        });

        assertThat(worlds).hasValue(expectedWorlds);
    }

    /** Follows the plan; whoever loses the lead hands it to the lowest voter in sync. */
    private static int stepsToTheEnd(World start) {
        World world = start;
        for (int steps = 0; ; steps++) {
            Plan plan = Planner.REAL.next(world);
            if (!plan.isChange()) {
                assertThat(plan.kind()).as(world::toString).isEqualTo(Kind.SETTLED);
                return steps;
            }
            world = world.withConfig(plan.voters(), plan.observers());
            if (!world.isLed()) {
                world = world.withLeader(Integer.numberOfTrailingZeros(world.voters() & world.inSync()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsEveryPlantedFlaw(FlawedPlanner flawed) {
        assertThat(firstViolation(flawed)).contains(flawed.found());
    }

    private static Optional<String> firstViolation(Planner planner) {
        AtomicReference<String> first = new AtomicReference<>();
        for (int members = 1; members <= 4; members++) {
            for (int wanted = 1; wanted <= members; wanted += 2) {
                new Worlds(members, wanted, 0, Worlds.statesOf(Seated.values()), true).forEach(world -> {
                    if (first.get() == null) {
                        PlannerRules.violation(world, planner.next(world))
                                .or(() -> PlannerRules.violation(
                                        world.withReconfiguring(true), planner.next(world.withReconfiguring(true))))
                                .ifPresent(first::set);
                    }
                });
            }
        }
        return Optional.ofNullable(first.get());
    }

    private static final class Checker implements Consumer<World> {

        private final Planner planner;
        private int worlds;

        Checker(Planner planner) {
            this.planner = planner;
        }

        int worlds() {
            return worlds;
        }

        @Override
        public void accept(World world) {
            worlds++;
            Plan plan = planner.next(world);
            String problem = PlannerRules.violation(world, plan)
                    .or(() -> wrongWords(plan.reason()))
                    .orElse("");
            if (!problem.isEmpty()) {
                throw new AssertionError(problem + "; " + plan + " in the world: " + world);
            }
        }

        private static Optional<String> wrongWords(String reason) {
            boolean sentence = !reason.isBlank() && !reason.contains("\n") && !reason.endsWith(".");
            return sentence ? Optional.empty() : Optional.of("not one sentence: '" + reason + "'");
        }
    }
}
