package io.arkeeper.core.forming;

import static io.arkeeper.core.forming.FirstStart.topology;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Role;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.FormingDecision.Form;
import io.arkeeper.core.forming.FormingDecision.Join;
import io.arkeeper.core.forming.FormingDecision.Wait;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FormingTest {

    private static final EnsembleConfig ONE = topology(1).initialConfig();
    private static final EnsembleConfig THREE = topology(3).initialConfig();
    private static final EnsembleConfig FIVE = topology(5).initialConfig();

    private static final DiskFinding BEGUN = disk(DiskContent.FORMING, THREE);
    private static final DiskFinding LOST = disk(DiskContent.AWAITING_SYNC, THREE);

    private static final PeerStatement EMPTY = new Spoke(DiskContent.EMPTY, 3, Optional.empty(), false);
    private static final PeerStatement UNRESOLVED = new Silent("its name does not resolve");
    private static final PeerStatement REFUSING = new Silent("it refuses connections");

    private final SortedMap<MemberId, PeerStatement> peers = new TreeMap<>();

    // ---- forming

    @Test
    void formsWhenEveryOtherMemberSaysThatItsDiskIsEmpty() {
        hear(2, EMPTY);
        hear(3, EMPTY);

        assertThat(decide(1, DiskFinding.NOTHING, 3)).isEqualTo(new Form(THREE));
    }

    @Test
    void formsASingleServerAtOnce() {
        assertThat(decide(1, DiskFinding.NOTHING, 1)).isEqualTo(new Form(ONE));
    }

    @Test
    void formsWhatAnotherHasBegun() {
        hear(2, begun(THREE));
        hear(3, EMPTY);

        assertThat(decide(1, DiskFinding.NOTHING, 3)).isEqualTo(new Form(THREE));
    }

    @Test
    void formsWhatItHasBegunItselfBeforeACrash() {
        hear(2, EMPTY);
        hear(3, EMPTY);

        assertThat(decide(1, BEGUN, 3)).isEqualTo(new Form(THREE));
    }

    @Test
    void formsWhatWasBegunAlsoWhenMoreAreWantedMeanwhile() {
        for (int id = 2; id <= 5; id++) {
            hear(id, new Spoke(DiskContent.EMPTY, 5, Optional.empty(), false));
        }

        assertThat(decide(1, BEGUN, 5)).isEqualTo(new Form(THREE));
    }

    // ---- waiting instead of forming

    @Test
    void waitsForWhoeverIsSilentAndSaysWhy() {
        hear(2, UNRESOLVED);
        hear(3, REFUSING);

        assertThat(decide(1, DiskFinding.NOTHING, 3))
                .isEqualTo(new Wait("a new ensemble of 3 is formed once every member says that its disk is empty;"
                        + " waiting for zk-1: its name does not resolve, zk-2: it refuses connections"));
    }

    @Test
    void waitsAlsoWhenOnlyOneIsSilent() {
        hear(2, EMPTY);
        hear(3, UNRESOLVED);

        assertThat(decide(1, DiskFinding.NOTHING, 3))
                .isEqualTo(new Wait("a new ensemble of 3 is formed once every member says that its disk is empty;"
                        + " waiting for zk-2: its name does not resolve"));
    }

    @Test
    void waitsWhenAMemberWasNotAsked() {
        hear(2, EMPTY);

        assertThat(decide(1, DiskFinding.NOTHING, 3))
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
        hear(2, new Spoke(DiskContent.EMPTY, 5, Optional.empty(), false));
        hear(3, new Spoke(DiskContent.EMPTY, 1, Optional.empty(), false));

        assertThat(decide(1, DiskFinding.NOTHING, 3))
                .isEqualTo(new Wait("servers is 3 here, but zk-1 expects 5, zk-2 expects 1;"
                        + " waiting until all read the same ConfigMap"));
    }

    @Test
    void waitsWhenOneExpectsFewerThanHaveBegunToForm() {
        hear(1, new Spoke(DiskContent.EMPTY, 1, Optional.empty(), false));
        hear(2, begun(THREE));

        assertThat(decide(3, DiskFinding.NOTHING, 3))
                .isEqualTo(new Wait("an ensemble of voters [1, 2, 3] is being formed, but zk-0 expects 1;"
                        + " waiting until all read the same ConfigMap"));
    }

    @Test
    void waitsWhenOthersFormWithoutIt() {
        hear(1, begun(ONE));
        hear(3, EMPTY);

        assertThat(decide(2, DiskFinding.NOTHING, 3))
                .isEqualTo(new Wait("an ensemble of voters [1] is being formed; joining it afterwards"));
    }

    @Test
    void waitsWhenDifferentEnsemblesWereBegun() {
        hear(1, begun(ONE));
        hear(3, EMPTY);

        assertThat(decide(2, BEGUN, 3))
                .isEqualTo(new Wait("members began to form different ensembles"
                        + " (voters [1, 2, 3] and voters [1]); empty the disks of one side"));
    }

    @Test
    void waitsBeyondTheWantedOrdinals() {
        hear(1, EMPTY);
        hear(2, EMPTY);
        hear(3, EMPTY);

        assertThat(decide(4, DiskFinding.NOTHING, 3))
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
        hear(2, new Spoke(DiskContent.AWAITING_SYNC, 3, Optional.empty(), false));
        hear(3, UNRESOLVED);

        assertThat(decide(1, DiskFinding.NOTHING, 3))
                .isEqualTo(new Wait("an ensemble exists, but nobody who answers knows its configuration;"
                        + " waiting for zk-1: its disk is AWAITING_SYNC, zk-2: its name does not resolve"));
    }

    // ---- joining

    @Test
    void joinsAsTheVoterItAlreadyIs() {
        hear(2, with(THREE.atVersion(0x100000000L)));
        hear(3, UNRESOLVED);

        assertThat(decide(1, DiskFinding.NOTHING, 3)).isEqualTo(new Join(THREE.atVersion(0x100000000L)));
    }

    @Test
    void joinsAsAnObserverWhereItIsNew() {
        hear(1, with(ONE.atVersion(0x100000000L)));
        hear(3, EMPTY);

        assertThat(decide(2, DiskFinding.NOTHING, 3))
                .isEqualTo(new Join(
                        ONE.atVersion(0x100000000L).with(topology(3).seat(MemberId.ofOrdinal(1), Role.OBSERVER))));
    }

    @Test
    void joinsWithTheNewestConfiguration() {
        hear(1, with(THREE.atVersion(0x100000000L)));
        hear(2, with(FIVE.atVersion(0x200000000L)));

        assertThat(decide(3, LOST, 3)).isEqualTo(new Join(FIVE.atVersion(0x200000000L)));
    }

    @Test
    void joinsAnEnsembleThatServesAlthoughItsDiskIsNew() {
        hear(1, new Spoke(DiskContent.FORMING, 3, Optional.of(THREE), true));
        hear(2, UNRESOLVED);

        assertThat(decide(3, DiskFinding.NOTHING, 3)).isEqualTo(new Join(THREE));
    }

    @Test
    void joinsAlsoWhenItHadBegunToFormAnother() {
        hear(1, with(ONE.atVersion(0x100000000L)));
        hear(2, EMPTY);

        assertThat(decide(3, BEGUN, 3))
                .isEqualTo(new Join(
                        ONE.atVersion(0x100000000L).with(topology(3).seat(MemberId.ofOrdinal(2), Role.OBSERVER))));
    }

    @Test
    void joinsWhenOthersOnlyRememberTheEnsemble() {
        hear(1, new Spoke(DiskContent.AWAITING_SYNC, 3, Optional.of(THREE), false));
        hear(2, UNRESOLVED);

        assertThat(decide(3, DiskFinding.NOTHING, 3)).isEqualTo(new Join(THREE));
    }

    // ---- electing

    @Test
    void electsOnceAllHaveBegunToFormTheSame() {
        hear(2, begun(THREE));
        hear(3, begun(THREE));

        assertThat(Forming.mayElect(THREE, self(1), peers))
                .isEqualTo(Verdict.yes("all members of the new ensemble have begun to form it"));
        assertThat(Forming.mayElect(ONE, self(1), new TreeMap<>()).yes()).isTrue();
    }

    @Test
    void electsNobodyWhileOneHasNotBegun() {
        hear(2, EMPTY);
        hear(3, UNRESOLVED);
        hear(4, begun(ONE));

        assertThat(Forming.mayElect(FIVE, self(1), peers))
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

        assertThat(Forming.decide(observer, DiskFinding.NOTHING, topology(3), peers))
                .isEqualTo(new Wait("an observer never forms an ensemble; waiting for one to join"));
    }

    @Test
    void anObserverJoinsAsWhatItIs() {
        MemberIdentity observer = new MemberIdentity("ns", "zk-observer", 0, Role.OBSERVER);
        hear(1, with(THREE.atVersion(0x100000000L)));

        assertThat(Forming.decide(observer, DiskFinding.NOTHING, topology(3), peers))
                .isEqualTo(new Join(
                        THREE.atVersion(0x100000000L).with(topology(3).seat(new MemberId(101), Role.OBSERVER))));
    }

    @Test
    void theSilenceOfAnObserverStopsNobodyFromForming() {
        hear(2, EMPTY);
        hear(3, EMPTY);
        hear(101, UNRESOLVED);

        assertThat(decide(1, DiskFinding.NOTHING, 3)).isEqualTo(new Form(THREE));
    }

    @Test
    void anObserverThatHoldsTheDataOfLostVotersKeepsThemFromFormingAnew() {
        hear(2, EMPTY);
        hear(3, EMPTY);
        hear(101, new Spoke(DiskContent.DATA, 3, Optional.of(THREE.atVersion(0x100000000L)), false));

        assertThat(decide(1, DiskFinding.NOTHING, 3)).isEqualTo(new Join(THREE.atVersion(0x100000000L)));
    }

    private void hear(int id, PeerStatement statement) {
        peers.put(new MemberId(id), statement);
    }

    private FormingDecision decide(int id, DiskFinding own, int servers) {
        return Forming.decide(self(id), own, topology(servers), peers);
    }

    private static MemberIdentity self(int id) {
        return new MemberIdentity("ns", "zk", id - 1);
    }

    private static DiskFinding disk(DiskContent content, EnsembleConfig config) {
        return new DiskFinding(content, Optional.empty(), Optional.empty(), Optional.of(config));
    }

    private static PeerStatement begun(EnsembleConfig config) {
        return new Spoke(DiskContent.FORMING, config.voters().size(), Optional.of(config), false);
    }

    private static PeerStatement with(EnsembleConfig config) {
        return new Spoke(DiskContent.DATA, 3, Optional.of(config), true);
    }
}
