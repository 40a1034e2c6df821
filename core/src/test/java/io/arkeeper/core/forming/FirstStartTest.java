package io.arkeeper.core.forming;

import static io.arkeeper.core.disk.DiskContent.DATA;
import static io.arkeeper.core.disk.DiskContent.EMPTY;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.forming.FirstStart.Pod;
import io.arkeeper.core.forming.FormingDecision.Form;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** First starts of three pods in every order of events: an ensemble is never formed beside another. */
class FirstStartTest {

    private static final EnsembleConfig ONE = FirstStart.topology(1).initialConfig();
    private static final EnsembleConfig THREE = FirstStart.topology(3).initialConfig();

    @ParameterizedTest(name = "3 servers, {0} disks lost: {1} states")
    @CsvSource({"0, 243", "1, 1843", "2, 7611", "3, 21688"})
    void threeServersFormOnce(int disksToLose, int expectedStates) {
        FirstStartSearch search = new FirstStartSearch(Forming::decide);

        assertThat(search.secondEnsembleFrom(FirstStart.of(3, disksToLose, true)))
                .isEmpty();
        assertThat(search.states()).isEqualTo(expectedStates);
    }

    @ParameterizedTest(name = "1 server growing to 3, {0} disks lost: {1} states")
    @CsvSource({"0, 558", "1, 3622", "2, 13625", "3, 36881"})
    void oneServerThatGrowsToThreeFormsOnce(int disksToLose, int expectedStates) {
        FirstStartSearch search = new FirstStartSearch(Forming::decide, 3);

        assertThat(search.secondEnsembleFrom(FirstStart.of(1, disksToLose, true)))
                .isEmpty();
        assertThat(search.states()).isEqualTo(expectedStates);
    }

    @Test
    void anyScalingDuringTheFirstStartFormsOnce() {
        FirstStartSearch search = new FirstStartSearch(Forming::decide, 1, 3);

        assertThat(search.secondEnsembleFrom(FirstStart.of(3, 0, true))).isEmpty();
        assertThat(search.states()).isEqualTo(1722);
    }

    @ParameterizedTest(name = "from {0} servers")
    @ValueSource(ints = {1, 3})
    void everyFirstStartEndsWithDataOnAllDisks(int servers) {
        FirstStartSearch search = new FirstStartSearch(Forming::decide, 3);
        search.secondEnsembleFrom(FirstStart.of(servers, 0, true));

        assertThat(search.reached().stream()
                        .filter(state ->
                                !everybodyStartsAndStays(state).pods().stream().allMatch(Pod::holdsData))
                        .findFirst())
                .isEmpty();
    }

    private static FirstStart everybodyStartsAndStays(FirstStart state) {
        FirstStart next = state.scaledTo(3);
        for (int round = 0; round < 3; round++) {
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                next = next.starts(ordinal).decides(ordinal, Forming::decide);
            }
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                next = next.takesPartInElection(ordinal);
            }
            next = next.elects(ONE).elects(THREE);
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                next = next.getsInSync(ordinal);
            }
        }
        return next;
    }

    @ParameterizedTest(name = "from {0} servers")
    @ValueSource(ints = {1, 3})
    void allDataAreOfOneEnsembleInEveryFirstStart(int servers) {
        for (int disksToLose = 0; disksToLose <= 3; disksToLose++) {
            FirstStartSearch search = new FirstStartSearch(Forming::decide, 3);
            search.secondEnsembleFrom(FirstStart.of(servers, disksToLose, true));

            assertThat(search.reached().stream()
                            .filter(state -> state.ensembles().size() > 1
                                    || state.ensembles().contains(Optional.empty()))
                            .findFirst())
                    .isEmpty();
        }
    }

    /** Why the proposal of one member counts. */
    @Test
    void anEnsembleWouldHaveTwoIdentitiesIfEachMemberTookItsOwnProposal() {
        FormingRule flawed =
                (self, own, topology, peers) -> Forming.decide(self, own, topology, peers) instanceof Form form
                        ? new Form(new Founding(form.founding().config(), own.ensemble()))
                        : Forming.decide(self, own, topology, peers);
        FirstStartSearch search = new FirstStartSearch(flawed, 3);
        search.secondEnsembleFrom(FirstStart.of(3, 0, false));

        assertThat(search.reached().stream()
                        .map(FirstStart::ensembles)
                        .mapToInt(Set::size)
                        .max())
                .hasValue(2);
    }

    /** Why {@link Forming#mayElect} exists. */
    @Test
    void electingInOneStepWouldFormTwiceWhenScaledDownMeanwhile() {
        FirstStartSearch search = new FirstStartSearch(Forming::decide, 1, 3);

        assertThat(search.secondEnsembleFrom(FirstStart.of(3, 0, false)))
                .containsExactly(
                        "zk-0 starts",
                        "zk-1 starts",
                        "zk-2 starts",
                        "zk-1 decides",
                        "zk-2 decides",
                        "zk-0 crashes",
                        "servers becomes 1",
                        "zk-0 starts",
                        "zk-0 decides",
                        "an ensemble of [1] is elected",
                        "an ensemble of [1, 2, 3] is elected");
    }

    @Test
    void twoNewMembersOfThreeWaitForTheOneWithTheData() {
        FirstStart decided = grownFromOneToThreeWhileTheFirstIsAway(Forming::decide);

        assertThat(decided.elects(THREE)).isEqualTo(decided);
        assertThat(decided.pods()).extracting(Pod::content).containsExactly(DATA, EMPTY, EMPTY);
    }

    @Test
    void aMajorityOfTheNewMembersWouldFormBesideTheOneWithTheData() {
        FirstStart decided = grownFromOneToThreeWhileTheFirstIsAway(FlawedForming.A_MAJORITY_IS_ENOUGH);

        FirstStart elected = decided.elects(THREE);

        assertThat(elected.pods()).extracting(Pod::content).containsExactly(DATA, DATA, DATA);
        assertThat(elected.pods().get(0).config()).contains(ONE);
        assertThat(elected.pods().get(1).config()).contains(THREE);
        assertThat(elected.pods().get(2).config()).contains(THREE);
    }

    private static FirstStart grownFromOneToThreeWhileTheFirstIsAway(FormingRule rule) {
        return FirstStart.of(1, 0, false)
                .starts(0)
                .decides(0, rule)
                .elects(ONE)
                .scaledTo(3)
                .crashes(0)
                .starts(1)
                .starts(2)
                .decides(1, rule)
                .decides(2, rule);
    }

    @Test
    void aMajorityWouldFormTwiceWhenADiskIsLost() {
        FirstStartSearch search = new FirstStartSearch(FlawedForming.A_MAJORITY_IS_ENOUGH);

        assertThat(search.secondEnsembleFrom(FirstStart.of(3, 1, false)))
                .containsExactly(
                        "zk-0 starts",
                        "zk-1 starts",
                        "zk-0 decides",
                        "zk-1 decides",
                        "zk-2 starts",
                        "an ensemble of [1, 2, 3] is elected",
                        "zk-0 crashes",
                        "zk-0 loses its disk",
                        "zk-0 starts",
                        "zk-1 crashes",
                        "zk-0 decides",
                        "zk-2 decides",
                        "an ensemble of [1, 2, 3] is elected");
    }

    @Test
    void takingSilenceForEmptinessWouldFormTwice() {
        FirstStartSearch search = new FirstStartSearch(FlawedForming.SILENCE_MEANS_EMPTY);

        assertThat(search.secondEnsembleFrom(FirstStart.of(3, 1, false)))
                .startsWith("zk-0 starts", "zk-0 decides")
                .endsWith("zk-1 crashes", "zk-0 decides", "zk-2 decides", "an ensemble of [1, 2, 3] is elected");
    }

    /** Two precautions, either of which is enough here. */
    @Test
    void electingInTwoStepsMakesUpForTheMajorityRule() {
        assertThat(new FirstStartSearch(FlawedForming.A_MAJORITY_IS_ENOUGH, 3)
                        .secondEnsembleFrom(FirstStart.of(1, 0, true)))
                .isEmpty();
        assertThat(new FirstStartSearch(FlawedForming.A_MAJORITY_IS_ENOUGH)
                        .secondEnsembleFrom(FirstStart.of(3, 2, true)))
                .isEmpty();
    }

    /** A limit, not a wish: with one server there is nobody to ask. */
    @Test
    void aSingleServerThatLostItsDiskFormsAnewBesideACopyOnAnotherDisk() {
        FirstStartSearch search = new FirstStartSearch(Forming::decide, 1, 3);

        assertThat(search.secondEnsembleFrom(FirstStart.of(3, 1, true)))
                .containsExactly(
                        "zk-1 starts",
                        "servers becomes 1",
                        "zk-0 starts",
                        "zk-0 decides",
                        "zk-0 takes part in the election",
                        "an ensemble of [1] is elected",
                        "zk-1 decides",
                        "zk-1 gets in sync",
                        "zk-0 crashes",
                        "zk-0 loses its disk",
                        "zk-0 starts",
                        "zk-0 decides",
                        "zk-0 takes part in the election",
                        "an ensemble of [1] is elected");
    }
}
