package io.arkeeper.core.membership;

import static io.arkeeper.core.membership.EnsembleViews.VERSION;
import static io.arkeeper.core.membership.EnsembleViews.seat;
import static io.arkeeper.core.membership.EnsembleViews.voters;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.MemberId;
import io.arkeeper.core.Role;
import io.arkeeper.core.membership.MembershipStep.Add;
import io.arkeeper.core.membership.MembershipStep.Remove;
import io.arkeeper.core.membership.MembershipStep.Settled;
import io.arkeeper.core.membership.MembershipStep.Wait;
import org.junit.jupiter.api.Test;

class MembershipPlannerTest {

    @Test
    void settlesWhenTheWantedMembersVote() {
        assertThat(voters(1, 2, 3).next()).isEqualTo(new Settled("zk-0, zk-1, zk-2 vote, as wanted"));
    }

    @Test
    void settlesWithASingleVoter() {
        assertThat(voters(1).next()).isEqualTo(new Settled("zk-0 votes, as wanted"));
    }

    @Test
    void settlesAlthoughAWantedVoterIsAwayAndSaysSo() {
        assertThat(voters(1, 2, 3).away(3).next())
                .isEqualTo(new Settled("zk-0, zk-1, zk-2 vote, as wanted; not in sync: zk-2 (away)"));
    }

    @Test
    void takesTheLeaderForInSyncWhateverItSeesOfItself() {
        assertThat(voters(1, 2, 3).away(1).next()).isEqualTo(new Settled("zk-0, zk-1, zk-2 vote, as wanted"));
    }

    @Test
    void settlesWithObservers() {
        assertThat(voters(1, 2, 3)
                        .observers(4, 5)
                        .wantedObservers(4, 5)
                        .catchingUp(5)
                        .next())
                .isEqualTo(new Settled(
                        "zk-0, zk-1, zk-2 vote and zk-3, zk-4 observe, as wanted; not in sync: zk-4 (catching up)"));
    }

    @Test
    void doesNotCountAVoterWhoseDiskWasEmptied() {
        assertThat(voters(1, 2, 3).away(2).catchingUp(3).wanted(1).next())
                .isEqualTo(new Wait("only 1 of 3 voters is in sync (zk-0), 2 are needed;"
                        + " waiting for zk-1 (away), zk-2 (catching up)"));
    }

    @Test
    void givesAJoinerInSyncItsVoteInOneStep() {
        assertThat(voters(1).wanted(1, 2, 3).inSync(2, 3).next())
                .isEqualTo(new Add(
                        seat(2, Role.VOTER),
                        VERSION,
                        "adding zk-1 (id 2) as a voter: it is wanted and in sync; voters grow from 1 to 2"));
    }

    @Test
    void addsTheJoinerThatIsReadyFirst() {
        assertThat(voters(1, 2, 3).wanted(1, 2, 3, 4, 5).catchingUp(4).inSync(5).next())
                .isEqualTo(new Add(
                        seat(5, Role.VOTER),
                        VERSION,
                        "adding zk-4 (id 5) as a voter: it is wanted and in sync; voters grow from 3 to 4"));
    }

    @Test
    void addsAJoinerAlsoWhileAVoterIsAway() {
        assertThat(voters(1, 2, 3).away(3).wanted(1, 2, 3, 4, 5).inSync(4).next())
                .isEqualTo(new Add(
                        seat(4, Role.VOTER),
                        VERSION,
                        "adding zk-3 (id 4) as a voter: it is wanted and in sync; voters grow from 3 to 4"));
    }

    @Test
    void waitsForJoinersThatAreNotInSync() {
        assertThat(voters(1, 2, 3)
                        .wanted(1, 2, 3, 4, 5, 6)
                        .away(4)
                        .catchingUp(5)
                        .inSync(6)
                        .leaving(6)
                        .next())
                .isEqualTo(new Wait("waiting for zk-3 (away), zk-4 (catching up), zk-5 (leaving):"
                        + " nobody votes before being in sync"));
    }

    @Test
    void doesNotLetInWhoIsRefused() {
        assertThat(voters(1, 2, 3)
                        .wanted(1, 2, 3, 4, 5)
                        .wantedObservers(6)
                        .inSync(4, 6)
                        .refusing(4, "it runs something else")
                        .refusing(6, "it is somebody else")
                        .next())
                .isEqualTo(
                        new Wait("zk-3 is not let in: it runs something else; zk-5 is not let in: it is somebody else;"
                                + " waiting for zk-4 (away): nobody votes before being in sync"));
    }

    @Test
    void whoBelongsAlreadyStaysThoughItWouldBeRefused() {
        assertThat(voters(1, 2, 3).refusing(2, "it runs something else").next())
                .isEqualTo(new Settled("zk-0, zk-1, zk-2 vote, as wanted"));
    }

    @Test
    void takesAnObserverOutBeforeItGetsAVote() {
        assertThat(voters(1).wanted(1, 2, 3).observers(2).next())
                .isEqualTo(
                        new Remove(
                                new MemberId(2),
                                VERSION,
                                "removing observer zk-1 (id 2) for a moment: it is wanted as a voter, and joins anew to become one"));
    }

    @Test
    void leavesAnObserverAloneWhileItCatchesUp() {
        assertThat(voters(1).wanted(1, 2).observers(2).catchingUp(2).next())
                .isEqualTo(new Wait("waiting for zk-1 (catching up): nobody votes before being in sync"));
    }

    @Test
    void shrinksFromTheHighestOrdinal() {
        assertThat(voters(1, 2, 3, 4, 5).wanted(1, 2, 3).next())
                .isEqualTo(new Remove(
                        new MemberId(5),
                        VERSION,
                        "removing voter zk-4 (id 5): it is no longer wanted; voters shrink from 5 to 4"));
    }

    @Test
    void removesWhoIsGoneBeforeWhoIsHere() {
        assertThat(voters(1, 2, 3, 4, 5).wanted(1, 2, 3).away(4).next())
                .isEqualTo(new Remove(
                        new MemberId(4),
                        VERSION,
                        "removing voter zk-3 (id 4): it is no longer wanted and is away; voters shrink from 5 to 4"));
    }

    @Test
    void removesWhoAsksBeforeWhoDoesNot() {
        assertThat(voters(1, 2, 3, 4, 5).wanted(1, 2, 3).leaving(4).next())
                .isEqualTo(
                        new Remove(
                                new MemberId(4),
                                VERSION,
                                "removing voter zk-3 (id 4): it is no longer wanted and asks to leave; voters shrink from 5 to 4"));
    }

    @Test
    void removesTheLeaderLast() {
        assertThat(voters(1, 2, 3).wanted(1).leaving(2, 3).ledBy(3).next())
                .isEqualTo(
                        new Remove(
                                new MemberId(2),
                                VERSION,
                                "removing voter zk-1 (id 2): it is no longer wanted and asks to leave; voters shrink from 3 to 2"));
        assertThat(voters(1, 3).wanted(1).leaving(2, 3).ledBy(3).next())
                .isEqualTo(new Remove(
                        new MemberId(3),
                        VERSION,
                        "removing voter zk-2 (id 3), the leader: it is no longer wanted and asks to leave;"
                                + " voters shrink from 2 to 1"));
    }

    @Test
    void doesNotRemoveAVoterWithoutAMajorityOfThoseWhoRemain() {
        assertThat(voters(1, 2, 3, 4, 5).wanted(1, 2, 3).away(2, 3).leaving(5).next())
                .isEqualTo(new Wait("no longer wanted: zk-4, zk-3, kept because without zk-4"
                        + " only 2 of 4 voters are in sync (zk-0, zk-3), 3 are needed;"
                        + " waiting for zk-1 (away), zk-2 (away)"));
    }

    @Test
    void neverRemovesTheLastVoter() {
        assertThat(voters(4).wanted(1).leaving(4).next())
                .isEqualTo(new Wait("waiting for zk-0 (away): nobody votes before being in sync;"
                        + " no longer wanted: zk-3, kept because nobody else votes"));
    }

    @Test
    void neverRemovesAWantedVoterThatIsAway() {
        assertThat(voters(1, 2, 3, 4, 5).wanted(1, 2, 3, 4, 5).away(4, 5).next())
                .isEqualTo(new Settled(
                        "zk-0, zk-1, zk-2, zk-3, zk-4 vote, as wanted; not in sync: zk-3 (away), zk-4 (away)"));
    }

    @Test
    void neverRemovesAWantedVoterThatAsksToLeave() {
        assertThat(voters(1, 2, 3).leaving(3).next()).isEqualTo(new Wait("zk-2 asks to leave but is wanted"));
        assertThat(voters(1, 2, 3).leaving(2, 3).next()).isEqualTo(new Wait("zk-1, zk-2 ask to leave but are wanted"));
    }

    @Test
    void growsBeforeItShrinks() {
        assertThat(voters(1, 2, 4).wanted(1, 2, 3).leaving(4).inSync(3).next())
                .isEqualTo(new Add(
                        seat(3, Role.VOTER),
                        VERSION,
                        "adding zk-2 (id 3) as a voter: it is wanted and in sync; voters grow from 3 to 4"));
    }

    @Test
    void keepsAnUnwantedVoterUntilItIsReplaced() {
        assertThat(voters(1, 2, 4).wanted(1, 2, 3).catchingUp(3).next())
                .isEqualTo(new Wait("waiting for zk-2 (catching up): nobody votes before being in sync;"
                        + " no longer wanted: zk-3, kept until others vote instead"));
    }

    @Test
    void doesNotWaitForTheReplacementOfAVoterThatIsGone() {
        assertThat(voters(1, 2, 4).wanted(1, 2, 3).away(4).next())
                .isEqualTo(new Remove(
                        new MemberId(4),
                        VERSION,
                        "removing voter zk-3 (id 4): it is no longer wanted and is away; voters shrink from 3 to 2"));
    }

    @Test
    void waitsWhileAReconfigurationIsUnderWay() {
        assertThat(voters(1).wanted(1, 2).inSync(2).reconfiguring().next())
                .isEqualTo(new Wait("a reconfiguration is under way; the next step is planned once it is committed"));
    }

    @Test
    void waitsForAnotherLeaderOnceItHasLostItsVote() {
        assertThat(voters(1, 2, 3).ledBy(4).next())
                .isEqualTo(new Wait("the leader, member 4, has no vote any more; waiting for another member to lead"));
    }

    @Test
    void addsAndRemovesObserversAfterTheVoters() {
        assertThat(voters(1, 2, 3).observers(6).wantedObservers(5).inSync(5).next())
                .isEqualTo(new Add(
                        seat(5, Role.OBSERVER),
                        VERSION,
                        "adding zk-4 (id 5) as an observer: it is wanted and in sync"));
        assertThat(voters(1, 2, 3).observers(5, 6).wantedObservers(5).away(6).next())
                .isEqualTo(
                        new Remove(new MemberId(6), VERSION, "removing observer zk-5 (id 6): it is no longer wanted"));
        assertThat(voters(1, 2, 3).wantedObservers(5).next()).isEqualTo(new Wait("waiting for zk-4 (away) to observe"));
    }

    @Test
    void takesAVoterOutBeforeItObserves() {
        assertThat(voters(1, 2, 3, 5).wanted(1, 2, 3).wantedObservers(5).next())
                .isEqualTo(new Remove(
                        new MemberId(5),
                        VERSION,
                        "removing voter zk-4 (id 5): it is no longer wanted; voters shrink from 4 to 3"));
    }
}
