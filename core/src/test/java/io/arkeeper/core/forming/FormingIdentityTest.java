package io.arkeeper.core.forming;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.forming.FormingDecision.Form;
import io.arkeeper.core.forming.FormingDecision.Join;
import io.arkeeper.core.forming.FormingDecision.Wait;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which ensemble it is that a member forms or joins. */
final class FormingIdentityTest extends FormingFixture {

    @Test
    void formsTheEnsembleThatTheLowestVoterProposes() {
        hear(1, empty(3, SECOND));
        hear(2, empty(3, Optional.of(new EnsembleId("00000000000000f3"))));

        assertThat(decide(3, NEW, 3)).isEqualTo(new Form(new Founding(THREE, SECOND)));
    }

    @Test
    void formsWhatWasBegunAlsoWhenTheDiskOfTheLowestVoterWasLostSince() {
        hear(2, begun(THREE, SECOND));
        hear(3, EMPTY);

        assertThat(decide(1, NEW, 3)).isEqualTo(new Form(new Founding(THREE, SECOND)));
    }

    @Test
    void waitsWhileTheLowestVoterProposesNothing() {
        hear(1, empty(3, Optional.empty()));
        hear(3, EMPTY);

        assertThat(decide(2, NEW, 3))
                .isEqualTo(
                        new Wait("a new ensemble of 3 gets the identity that zk-0 proposes, which proposes none yet"));
    }

    @Test
    void waitsWhenTheSameWasBegunUnderTwoIdentities() {
        hear(2, begun(THREE, SECOND));
        hear(3, EMPTY);

        assertThat(decide(1, BEGUN, 3))
                .isEqualTo(new Wait("members began to form different ensembles (voters [1, 2, 3] of 00000000000000f1"
                        + " and voters [1, 2, 3] of 00000000000000f2); empty the disks of one side"));
        assertThat(Forming.mayElect(
                        new Founding(THREE, FIRST),
                        self(1),
                        new TreeMap<>(
                                Map.of(new MemberId(2), begun(THREE, SECOND), new MemberId(3), begun(THREE, FIRST)))))
                .isEqualTo(Verdict.no("a leader is elected once all members have begun to form the new ensemble;"
                        + " waiting for zk-1: its disk is FORMING"));
    }

    @Test
    void joinsThoseWhoServeWhateverAStrayDiskRemembers() {
        hear(1, with(THREE.atVersion(0x100000000L)));
        hear(2, with(FIVE.atVersion(0x500000000L), false, SECOND));

        assertThat(decide(3, NEW, 3)).isEqualTo(new Join(THREE.atVersion(0x100000000L), FIRST));
    }

    @Test
    void joinsNobodyWhileMembersOfTwoEnsemblesAnswerAndNoneServes() {
        hear(1, with(THREE.atVersion(0x100000000L), false, FIRST));
        hear(2, with(FIVE.atVersion(0x500000000L), false, SECOND));

        assertThat(decide(3, NEW, 3))
                .isEqualTo(new Wait("members of different ensembles answer and none serves"
                        + " (zk-0 belongs to 00000000000000f1, zk-1 belongs to 00000000000000f2);"
                        + " joining once only one of them serves"));
    }

    @Test
    void joinsNobodyWhileTwoEnsemblesServe() {
        hear(1, with(ONE.atVersion(0x100000000L)));
        hear(2, with(FIVE.atVersion(0x500000000L), true, SECOND));

        assertThat(decide(3, NEW, 3))
                .isEqualTo(new Wait("members of different ensembles serve"
                        + " (zk-0 belongs to 00000000000000f1, zk-1 belongs to 00000000000000f2);"
                        + " joining once only one of them serves"));
    }

    @Test
    void joinsPeersOfAnUnknownEnsembleAsBefore() {
        hear(1, with(THREE.atVersion(0x100000000L), true, Optional.empty()));

        assertThat(decide(3, NEW, 3)).isEqualTo(new Join(THREE.atVersion(0x100000000L), Optional.empty()));
    }

    @Test
    void aRemovedMemberJoinsNobodyElsesEnsembleWithItsData() {
        hear(1, with(ONE.atVersion(0x100000000L), true, SECOND));

        assertThat(decide(2, disk(DiskContent.DATA, ONE), 3))
                .isEqualTo(new Wait("this disk holds data of ensemble 00000000000000f1,"
                        + " but zk-0 belongs to 00000000000000f2"));
    }
}
