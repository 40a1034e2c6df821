package io.arkeeper.core.kinship;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.core.kinship.KinshipDecision.PutAside;
import io.arkeeper.core.kinship.KinshipDecision.Start;
import io.arkeeper.core.kinship.KinshipDecision.Wait;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KinshipTest {

    private static final Optional<EnsembleId> OURS = Optional.of(new EnsembleId("00000000000000f1"));
    private static final Optional<EnsembleId> THEIRS = Optional.of(new EnsembleId("00000000000000f2"));
    private static final Optional<EnsembleId> UNKNOWN = Optional.empty();

    private static final EnsembleConfig THREE = config(3, 0x500000000L);
    private static final EnsembleConfig FIVE = config(5, 0x400000000L);

    private final SortedMap<MemberId, PeerStatement> peers = new TreeMap<>();

    @Test
    void startsInSilence() {
        hear(1, new Silent("its name does not resolve"));

        assertThat(judge(3, THREE)).isEqualTo(new Start("nobody of another ensemble answers"));
    }

    @Test
    void startsAmongKinAndThoseWhoNeverServed() {
        hear(1, data(OURS, THREE));
        hear(2, new Spoke(DiskContent.EMPTY, 3, Optional.empty(), false, THEIRS));
        hear(4, data(UNKNOWN, FIVE));

        assertThat(judge(3, THREE)).isEqualTo(new Start("nobody of another ensemble answers"));
    }

    @Test
    void startsWithADiskThatDoesNotSayWhereItBelongs() {
        hear(1, serving(THEIRS, THREE));

        assertThat(Kinship.judge(self(3), disk(UNKNOWN, THREE), peers))
                .isEqualTo(new Start("the disk does not say to which ensemble it belongs"));
    }

    /** The claims that were kept when the release was scaled down, before it was installed anew. */
    @Test
    void putsTheDataOfAnEarlierEnsembleAsideWhereTheNewOneKnowsNoSuchMember() {
        for (int id = 1; id <= 3; id++) {
            hear(id, serving(THEIRS, config(3, 0x100000000L)));
        }
        hear(5, data(OURS, FIVE));

        PutAside expected = new PutAside("this disk holds data of ensemble 00000000000000f1, but"
                + " zk-0 (serving), zk-1 (serving), zk-2 (serving) belong to 00000000000000f2, which knows no zk-3");
        assertThat(judge(4, FIVE)).isEqualTo(expected);
        assertThat(judge(4, THREE)).isEqualTo(expected);
    }

    @Test
    void waitsWhereTheEnsembleThatServesHasASeatForIt() {
        hear(1, serving(THEIRS, config(3, 0x100000000L)));
        hear(2, serving(THEIRS, config(3, 0x100000000L)));

        assertThat(judge(3, THREE))
                .isEqualTo(new Wait("this disk belongs to ensemble 00000000000000f1, but zk-0 (serving), zk-1 (serving)"
                        + " belong to 00000000000000f2; where that is the right one, give 'arkeeper member resync' for"
                        + " zk-2, which puts the data on this disk aside; where it is not, bring back the disks of 1 of"
                        + " zk-0, zk-1 that belong to 00000000000000f1"));
    }

    @Test
    void waitsWhileNobodyServesAndItsEnsembleHasNoMajority() {
        hear(1, data(OURS, FIVE));
        hear(2, data(THEIRS, FIVE));

        assertThat(judge(3, FIVE))
                .isEqualTo(new Wait("this disk belongs to ensemble 00000000000000f1, but zk-1"
                        + " belongs to 00000000000000f2; where that is the right one, bring back its other disks, and"
                        + " give 'arkeeper member resync' for zk-2, which puts the data on this disk aside; where it is"
                        + " not, bring back the disks of 1 of zk-1, zk-3, zk-4 that belong to 00000000000000f1"));
    }

    @Test
    void aStrayDiskNeverHoldsUpAMajority() {
        hear(1, data(OURS, THREE));
        hear(2, data(THEIRS, FIVE.atVersion(0x900000000L)));

        assertThat(judge(3, THREE)).isEqualTo(new Start("a majority of its ensemble answers"));
    }

    /** Otherwise the two would wait for each other: the other one is a majority only together with this one. */
    @Test
    void aMajorityIsOneOfTheNewestConfigurationThatItsEnsembleKnows() {
        hear(2, data(OURS, THREE));
        hear(4, data(THEIRS, FIVE));

        assertThat(judge(3, FIVE)).isEqualTo(new Start("a majority of its ensemble answers"));
    }

    @Test
    void emptiedDisksMakeNoMajority() {
        hear(1, new Spoke(DiskContent.AWAITING_SYNC, 3, Optional.of(THREE), false, OURS));
        hear(2, data(THEIRS, FIVE));

        assertThat(judge(3, THREE)).isInstanceOf(Wait.class);
    }

    @Test
    void startsWhereItsEnsembleServesWhateverOthersDo() {
        hear(1, serving(OURS, FIVE));
        hear(2, serving(THEIRS, config(3, 0x900000000L)));

        assertThat(judge(4, FIVE)).isEqualTo(new Start("its ensemble serves"));
    }

    @Test
    void waitsWhereTwoOthersServe() {
        hear(1, serving(THEIRS, config(1, 0x900000000L)));
        hear(2, serving(Optional.of(new EnsembleId("00000000000000f3")), config(1, 0x900000000L)));

        assertThat(judge(4, FIVE)).isInstanceOf(Wait.class);
    }

    private void hear(int id, PeerStatement statement) {
        peers.put(new MemberId(id), statement);
    }

    private KinshipDecision judge(int id, EnsembleConfig config) {
        return Kinship.judge(self(id), disk(OURS, config), peers);
    }

    private static MemberIdentity self(int id) {
        return new MemberIdentity("ns", "zk", id - 1);
    }

    private static DiskFinding disk(Optional<EnsembleId> ensemble, EnsembleConfig config) {
        return new DiskFinding(DiskContent.DATA, Optional.empty(), Optional.empty(), Optional.of(config), ensemble);
    }

    private static Spoke data(Optional<EnsembleId> ensemble, EnsembleConfig config) {
        return new Spoke(DiskContent.DATA, 5, Optional.of(config), false, ensemble);
    }

    private static Spoke serving(Optional<EnsembleId> ensemble, EnsembleConfig config) {
        return new Spoke(DiskContent.DATA, 5, Optional.of(config), true, ensemble);
    }

    private static EnsembleConfig config(int servers, long version) {
        return new Topology("ns", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, servers)
                .initialConfig()
                .atVersion(version);
    }
}
