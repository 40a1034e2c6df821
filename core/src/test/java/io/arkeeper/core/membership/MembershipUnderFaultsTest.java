package io.arkeeper.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.membership.SimulatedEnsemble.Behaviour;
import io.arkeeper.core.membership.SimulatedEnsemble.Violation;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Follows the plan through crashes, lost disks, elections and steps that arrive late, in every order and with the
 * wanted number changing at any time.
 *
 * <p>Searched for are histories in which a member leads without something that was acknowledged, or in which a step
 * leaves the ensemble without a majority.
 */
class MembershipUnderFaultsTest {

    @ParameterizedTest(name = "{0}, {1} members, steps delayed: {2}")
    @CsvSource({
        "AS_IT_IS, 2, false, 37",
        "AS_IT_IS, 2, true, 63",
        "AS_IT_IS, 3, false, 1474",
        "AS_IT_IS, 3, true, 3143",
        "CREDULOUS, 2, false, 41",
        "CREDULOUS, 3, false, 1742",
        "CREDULOUS, 4, false, 215511"
    })
    void noHistoryGoesWrong(Behaviour behaviour, int members, boolean stepsAreDelayed, int expectedStates) {
        Search search = new Search(Planner.REAL, stepsAreDelayed);

        assertThat(search.violationFrom(SimulatedEnsemble.formed(behaviour, members, 1)))
                .isEmpty();
        assertThat(search.states()).isEqualTo(expectedStates);
    }

    @ParameterizedTest(name = "{0} servers wanted")
    @ValueSource(ints = {1, 2, 3})
    void everyStateOfThreeMembersEndsWithTheWantedVoters(int wanted) {
        AtomicInteger recovered = new AtomicInteger();
        AtomicInteger beyondRepair = new AtomicInteger();
        Search search = new Search(Planner.REAL, true, ensemble -> {
            int voters = Recovery.voters(ensemble, wanted);
            assertThat(voters == 0).as(ensemble::toString).isEqualTo(ensemble.isBeyondRepair());
            assertThat(voters).isIn(0, (1 << wanted) - 1);
            (voters == 0 ? beyondRepair : recovered).incrementAndGet();
        });

        assertThat(search.violationFrom(SimulatedEnsemble.formed(Behaviour.AS_IT_IS, 3, 3)))
                .isEmpty();

        assertThat(recovered).hasValue(2684);
        assertThat(beyondRepair).hasValue(459);
    }

    @Test
    void longHistoriesOfSevenMembersEndWithTheWantedVoters() {
        int recovered = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            SimulatedEnsemble ensemble = SimulatedEnsemble.formed(Behaviour.AS_IT_IS, 7, 1 + 2 * random.nextInt(4));
            int wanted = 7;
            for (int event = 0; event < 300; event++) {
                wanted = random.nextInt(30) == 0 ? 1 + 2 * random.nextInt(4) : wanted;
                ensemble = afterSomeEvent(ensemble, random, wanted);
            }
            int voters = Recovery.voters(ensemble, wanted);
            assertThat(voters == 0).as("seed %d", seed).isEqualTo(ensemble.isBeyondRepair());
            assertThat(voters).as("seed %d", seed).isIn(0, (1 << wanted) - 1);
            recovered += voters == 0 ? 0 : 1;
        }
        assertThat(recovered).isEqualTo(392);
    }

    private static SimulatedEnsemble afterSomeEvent(SimulatedEnsemble ensemble, Random random, int wanted) {
        int member = random.nextInt(ensemble.members());
        if (!ensemble.hasLeader()) {
            return random.nextInt(40) == 0
                    ? ensemble.losesItsDisk(member)
                    : ensemble.isElected(member, ensemble.electorateOf(member));
        }
        return switch (random.nextInt(16)) {
            case 0 -> ensemble.goesAway(member);
            case 1 -> random.nextInt(4) == 0 ? ensemble.losesItsDisk(member) : ensemble;
            case 2 -> ensemble.writes();
            case 3 -> ensemble.plans(Planner.REAL.next(ensemble.world(wanted, random.nextBoolean())));
            case 4 -> ensemble.performs();
            case 5, 6 -> ensemble.plansAndPerforms(Planner.REAL.next(ensemble.world(wanted, random.nextBoolean())));
            case 7, 8, 9 -> ensemble.comesBack(member);
            case 10, 11 -> ensemble.getsInSync(member);
            default -> ensemble.acknowledges(member);
        };
    }

    @Test
    void findsAJoinerThatGetsAVoteBeforeItIsInSync() {
        Search search = new Search(FlawedPlanner.PROMOTES_WITHOUT_SYNC, false);

        assertThat(search.violationFrom(SimulatedEnsemble.formed(Behaviour.CREDULOUS, 3, 1)))
                .containsExactly(
                        "member 1 is elected by {1}",
                        "member 2 comes back",
                        "a step towards 3 servers is planned",
                        "of the voters {1 2} only {1} are in sync");
    }

    @Test
    void findsAnEmptiedDiskThatIsCounted() {
        Search search = new Search(FlawedPlanner.COUNTS_EMPTIED_DISKS, false);

        assertThat(search.violationFrom(SimulatedEnsemble.formed(Behaviour.CREDULOUS, 3, 3)))
                .containsExactly(
                        "member 1 is elected by {1 3}",
                        "member 2 comes back",
                        "a step towards 2 servers is planned",
                        "of the voters {1 2} only {1} are in sync");
    }

    @Test
    void findsARemovalThatDoesNotCountWhoRemains() {
        Search search = new Search(FlawedPlanner.REMOVES_WITHOUT_COUNTING_WHO_REMAINS, false);

        assertThat(search.violationFrom(SimulatedEnsemble.formed(Behaviour.CREDULOUS, 3, 3)))
                .containsExactly(
                        "member 1 is elected by {1 3}",
                        "a step towards 2 servers is planned",
                        "of the voters {1 2} only {1} are in sync");
    }

    @Test
    void findsThatTwoRemovedAtOnceLoseData() {
        Search search = new Search(FlawedPlanner.REMOVES_ALL_AT_ONCE, false);

        assertThat(search.violationFrom(SimulatedEnsemble.formed(Behaviour.CREDULOUS, 3, 3)))
                .containsExactly(
                        "member 1 is elected by {1 2}",
                        "a step towards 1 servers is planned",
                        "member 1 goes away",
                        "member 2 is elected by {2 3}",
                        "member 2 leads without what was acknowledged");
    }

    @Test
    void twoAddedAtOnceLoseData() {
        SimulatedEnsemble grown = grownFromThreeToFive(FlawedPlanner.ADDS_TWO_AT_ONCE);

        assertThatThrownBy(() -> grown.goesAway(0).isElected(1, 0b00110))
                .isInstanceOf(Violation.class)
                .hasMessage("member 2 leads without what was acknowledged");
    }

    @Test
    void oneAddedAtATimeLosesNothing() {
        SimulatedEnsemble grown = grownFromThreeToFive(Planner.REAL);

        SimulatedEnsemble led = grown.goesAway(0).isElected(1, 0b00110);

        assertThat(led.hasLeader()).isTrue();
    }

    /** Members 4 and 5 get in sync, the step is proposed, and only they acknowledge it. */
    private static SimulatedEnsemble grownFromThreeToFive(Planner planner) {
        SimulatedEnsemble joined = SimulatedEnsemble.formed(Behaviour.CREDULOUS, 5, 3)
                .isElected(0, 0b00111)
                .comesBack(3)
                .getsInSync(3)
                .comesBack(4)
                .getsInSync(4);
        return joined.plansAndPerforms(planner.next(joined.world(5, false)))
                .acknowledges(3)
                .acknowledges(4);
    }

    @Test
    void findsThatVotesOfEmptiedDisksLoseData() {
        Search search = new Search(Planner.REAL, false);

        assertThat(search.violationFrom(SimulatedEnsemble.formed(Behaviour.TRUSTING_EMPTIED_DISKS, 3, 3)))
                .containsExactly(
                        "member 1 loses its disk",
                        "member 2 loses its disk",
                        "member 2 is elected by {1 2}",
                        "member 2 leads without what was acknowledged");
    }
}
