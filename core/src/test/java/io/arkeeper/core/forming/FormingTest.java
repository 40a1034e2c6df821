package io.arkeeper.core.forming;

import static io.arkeeper.core.forming.FirstStart.topology;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Role;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.forming.FormingDecision.Form;
import io.arkeeper.core.forming.FormingDecision.Join;
import io.arkeeper.core.forming.FormingDecision.Wait;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whether a member forms, joins or waits. */
final class FormingTest extends FormingFixture {

    // ---- forming

    @Test
    void formsWhenEveryOtherMemberSaysThatItsDiskIsEmpty() {
        hear(2, EMPTY);
        hear(3, EMPTY);

        assertThat(decide(1, NEW, 3)).isEqualTo(new Form(new Founding(THREE, FIRST)));
    }

    @Test
    void formsASingleServerAtOnce() {
        assertThat(decide(1, NEW, 1)).isEqualTo(new Form(new Founding(ONE, FIRST)));
    }

    @Test
    void formsWhatAnotherHasBegun() {
        hear(2, begun(THREE));
        hear(3, EMPTY);

        assertThat(decide(1, NEW, 3)).isEqualTo(new Form(new Founding(THREE, FIRST)));
    }

    @Test
    void formsWhatItHasBegunItselfBeforeACrash() {
        hear(2, EMPTY);
        hear(3, EMPTY);

        assertThat(decide(1, BEGUN, 3)).isEqualTo(new Form(new Founding(THREE, FIRST)));
    }

    @Test
    void formsWhatWasBegunAlsoWhenMoreAreWantedMeanwhile() {
        for (int id = 2; id <= 5; id++) {
            hear(id, empty(5));
        }

        assertThat(decide(1, BEGUN, 5)).isEqualTo(new Form(new Founding(THREE, FIRST)));
    }

    // ---- waiting instead of forming

    @Test
    void waitsForWhoeverIsSilentAndSaysWhy() {
        hear(2, UNRESOLVED);
        hear(3, REFUSING);

        assertThat(decide(1, NEW, 3))
                .isEqualTo(new Wait("a new ensemble of 3 is formed once every member says that its disk is empty;"
                        + " waiting for zk-1: its name does not resolve, zk-2: it refuses connections"));
    }

    @Test
    void waitsAlsoWhenOnlyOneIsSilent() {
        hear(2, EMPTY);
        hear(3, UNRESOLVED);

        assertThat(decide(1, NEW, 3))
                .isEqualTo(new Wait("a new ensemble of 3 is formed once every member says that its disk is empty;"
                        + " waiting for zk-2: its name does not resolve"));
    }

    @Test
    void waitsWhenAMemberWasNotAsked() {
        hear(2, EMPTY);

        assertThat(decide(1, NEW, 3))
                .isEqualTo(new Wait("an ensemble of voters [1, 2, 3] is being formed, of whom [3] were not asked yet"));
    }

    @Test
    void waitsWhenAVoterOfWhatItHasBegunWasNotAsked() {
        assertThat(decide(1, BEGUN, 1))
                .isEqualTo(
                        new Wait("an ensemble of voters [1, 2, 3] is being formed, of whom [2, 3] were not asked yet"));
    }

    @Test
    void waitsUntilAllExpectTheSameNumber() {
        hear(2, empty(5));
        hear(3, empty(1));

        assertThat(decide(1, NEW, 3))
                .isEqualTo(new Wait("servers is 3 here, but zk-1 expects 5, zk-2 expects 1;"
                        + " waiting until all read the same ConfigMap"));
    }

    @Test
    void waitsWhenOneExpectsFewerThanHaveBegunToForm() {
        hear(1, empty(1));
        hear(2, begun(THREE));

        assertThat(decide(3, NEW, 3))
                .isEqualTo(new Wait("an ensemble of voters [1, 2, 3] is being formed, but zk-0 expects 1;"
                        + " waiting until all read the same ConfigMap"));
    }

    @Test
    void waitsWhenOthersFormWithoutIt() {
        hear(1, begun(ONE));
        hear(3, EMPTY);

        assertThat(decide(2, NEW, 3))
                .isEqualTo(new Wait("an ensemble of voters [1] is being formed; joining it afterwards"));
    }

    @Test
    void waitsWhenDifferentEnsemblesWereBegun() {
        hear(1, begun(ONE));
        hear(3, EMPTY);

        assertThat(decide(2, BEGUN, 3))
                .isEqualTo(
                        new Wait(
                                "members began to form different ensembles"
                                        + " (voters [1, 2, 3] of 00000000000000f1 and voters [1] of 00000000000000f1); empty the disks of one side"));
    }

    @Test
    void waitsBeyondTheWantedOrdinals() {
        hear(1, EMPTY);
        hear(2, EMPTY);
        hear(3, EMPTY);

        assertThat(decide(4, NEW, 3))
                .isEqualTo(new Wait("ordinal 3 is beyond servers=3; waiting for an ensemble to join"));
    }

    @Test
    void waitsWhenItsDiskBelongedToAnEnsemble() {
        hear(2, EMPTY);
        hear(3, UNRESOLVED);

        assertThat(decide(1, LOST, 3))
                .isEqualTo(new Wait("this disk belonged to an ensemble and holds no data any more;"
                        + " it is not formed anew; waiting for zk-2: its name does not resolve"));
    }

    @Test
    void waitsWhenItsDiskBelongedToAnEnsembleThatNobodyElseRemembers() {
        hear(2, EMPTY);
        hear(3, EMPTY);

        assertThat(decide(1, LOST, 3))
                .isEqualTo(new Wait(
                        "this disk belonged to an ensemble and holds no data any more;" + " it is not formed anew"));
    }

    @Test
    void waitsWhenNobodyKnowsTheConfigurationOfAnEnsembleThatExists() {
        hear(2, new Spoke(DiskContent.AWAITING_SYNC, 3, Optional.empty(), false, FIRST));
        hear(3, UNRESOLVED);

        assertThat(decide(1, NEW, 3))
                .isEqualTo(new Wait("an ensemble exists, but nobody who answers knows its configuration;"
                        + " waiting for zk-1: its disk is AWAITING_SYNC, zk-2: its name does not resolve"));
    }

    // ---- joining

    @Test
    void joinsAsTheVoterItAlreadyIs() {
        hear(2, with(THREE.atVersion(0x100000000L)));
        hear(3, UNRESOLVED);

        assertThat(decide(1, NEW, 3)).isEqualTo(new Join(THREE.atVersion(0x100000000L), FIRST));
    }

    @Test
    void joinsAsAnObserverWhereItIsNew() {
        hear(1, with(ONE.atVersion(0x100000000L)));
        hear(3, EMPTY);

        assertThat(decide(2, NEW, 3))
                .isEqualTo(new Join(
                        ONE.atVersion(0x100000000L).with(topology(3).seat(MemberId.ofOrdinal(1), Role.OBSERVER)),
                        FIRST));
    }

    @Test
    void joinsWithTheNewestConfiguration() {
        hear(1, with(THREE.atVersion(0x100000000L)));
        hear(2, with(FIVE.atVersion(0x200000000L)));

        assertThat(decide(3, LOST, 3)).isEqualTo(new Join(FIVE.atVersion(0x200000000L), FIRST));
    }

    @Test
    void joinsAnEnsembleThatServesAlthoughItsDiskIsNew() {
        hear(1, new Spoke(DiskContent.FORMING, 3, Optional.of(THREE), true, FIRST));
        hear(2, UNRESOLVED);

        assertThat(decide(3, NEW, 3)).isEqualTo(new Join(THREE, FIRST));
    }

    @Test
    void joinsAlsoWhenItHadBegunToFormAnother() {
        hear(1, with(ONE.atVersion(0x100000000L)));
        hear(2, EMPTY);

        assertThat(decide(3, BEGUN, 3))
                .isEqualTo(new Join(
                        ONE.atVersion(0x100000000L).with(topology(3).seat(MemberId.ofOrdinal(2), Role.OBSERVER)),
                        FIRST));
    }

    @Test
    void joinsWhenOthersOnlyRememberTheEnsemble() {
        hear(1, new Spoke(DiskContent.AWAITING_SYNC, 3, Optional.of(THREE), false, FIRST));
        hear(2, UNRESOLVED);

        assertThat(decide(3, NEW, 3)).isEqualTo(new Join(THREE, Optional.empty()));
    }

    // ---- electing

    @Test
    void electsOnceAllHaveBegunToFormTheSame() {
        hear(2, begun(THREE));
        hear(3, begun(THREE));

        assertThat(Forming.mayElect(new Founding(THREE, FIRST), self(1), peers))
                .isEqualTo(Verdict.yes("all members of the new ensemble have begun to form it"));
        assertThat(Forming.mayElect(new Founding(ONE, FIRST), self(1), new TreeMap<>())
                        .yes())
                .isTrue();
    }

    @Test
    void electsNobodyWhileOneHasNotBegun() {
        hear(2, EMPTY);
        hear(3, UNRESOLVED);
        hear(4, begun(ONE));

        assertThat(Forming.mayElect(new Founding(FIVE, FIRST), self(1), peers))
                .isEqualTo(Verdict.no("a leader is elected once all members have begun to form the new ensemble;"
                        + " waiting for zk-1: its disk is EMPTY, zk-2: its name does not resolve,"
                        + " zk-3: its disk is FORMING, zk-4: not asked yet"));
    }

    // ---- observers

    @Test
    void anObserverNeverForms() {
        MemberIdentity observer = new MemberIdentity("ns", "zk-observer", 0, Role.OBSERVER);
        hear(1, EMPTY);
        hear(2, EMPTY);
        hear(3, EMPTY);

        assertThat(Forming.decide(observer, NEW, topology(3), peers))
                .isEqualTo(new Wait("an observer never forms an ensemble; waiting for one to join"));
    }

    @Test
    void anObserverJoinsAsWhatItIs() {
        MemberIdentity observer = new MemberIdentity("ns", "zk-observer", 0, Role.OBSERVER);
        hear(1, with(THREE.atVersion(0x100000000L)));

        assertThat(Forming.decide(observer, NEW, topology(3), peers))
                .isEqualTo(new Join(
                        THREE.atVersion(0x100000000L).with(topology(3).seat(new MemberId(101), Role.OBSERVER)), FIRST));
    }

    @Test
    void theSilenceOfAnObserverStopsNobodyFromForming() {
        hear(2, EMPTY);
        hear(3, EMPTY);
        hear(101, UNRESOLVED);

        assertThat(decide(1, NEW, 3)).isEqualTo(new Form(new Founding(THREE, FIRST)));
    }

    @Test
    void anObserverThatHoldsTheDataOfLostVotersKeepsThemFromFormingAnew() {
        hear(2, EMPTY);
        hear(3, EMPTY);
        hear(101, new Spoke(DiskContent.DATA, 3, Optional.of(THREE.atVersion(0x100000000L)), false, FIRST));

        assertThat(decide(1, NEW, 3)).isEqualTo(new Join(THREE.atVersion(0x100000000L), Optional.empty()));
    }
}
