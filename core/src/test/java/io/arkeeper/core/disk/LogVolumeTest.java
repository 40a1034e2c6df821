package io.arkeeper.core.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogVolumeTest {

    private static final MemberIdentity SELF = new MemberIdentity("prod", "zk", 1);
    private static final Optional<MemberIdentity> OWN = Optional.of(SELF);
    private static final Optional<MemberIdentity> NOBODY = Optional.empty();

    private static Verdict judge(LogVolume volume) {
        return volume.judge(SELF);
    }

    @Test
    void aLogBesideItsDataIsFine() {
        assertThat(judge(new LogVolume(false, false, true, true, false, NOBODY)))
                .isEqualTo(Verdict.yes("the transaction log is beside the data"));
    }

    @Test
    void aNewVolumeForANewMemberIsFine() {
        assertThat(judge(new LogVolume(true, false, false, false, false, NOBODY)))
                .isEqualTo(Verdict.yes("the transaction log has a volume of its own"));
    }

    @Test
    void aVolumeWithItsOwnNoteIsFine() {
        assertThat(judge(new LogVolume(true, true, true, false, false, OWN)).yes())
                .isTrue();
    }

    @Test
    void aVolumeWithLogsAndNoNoteIsOneOfTheClassicLayout() {
        assertThat(judge(new LogVolume(true, false, true, false, true, NOBODY)).yes())
                .isTrue();
    }

    @Test
    void aVolumeThatIsNoLongerMountedIsMissed() {
        assertThat(judge(new LogVolume(false, true, true, false, false, NOBODY)))
                .isEqualTo(Verdict.no("this member keeps its transaction log on a volume of its own, which is not"
                        + " there; nothing was changed. Set txnLog.storage as before"));
    }

    @Test
    void aVolumeThatIsNoLongerMountedIsNotMissedBeforeThereWereData() {
        assertThat(judge(new LogVolume(false, true, false, false, false, NOBODY))
                        .yes())
                .isTrue();
    }

    @Test
    void theVolumeOfAnotherMemberIsRefused() {
        assertThat(judge(
                        new LogVolume(true, true, true, false, true, Optional.of(new MemberIdentity("prod", "zk", 2)))))
                .isEqualTo(Verdict.no("the transaction log's volume belongs to prod/zk-2, expected prod/zk-1; nothing"
                        + " was changed on it. Give each pod the volume that carries its own name"));
    }

    @Test
    void logsLeftBesideTheDataAreNotHidden() {
        assertThat(judge(new LogVolume(true, false, true, true, false, NOBODY)))
                .isEqualTo(Verdict.no("transaction logs lie on the data volume, but txnLog.storage gives them one of"
                        + " their own; nothing was changed. Leave txnLog.storage empty, or move log/version-2 there"
                        + " yourself"));
    }

    @Test
    void anEmptiedVolumeIsMissed() {
        assertThat(judge(new LogVolume(true, true, true, false, false, NOBODY)))
                .isEqualTo(Verdict.no("the transaction log's volume is empty while the data volume is not, so"
                        + " acknowledged writes are missing; nothing was changed. Bring the volume back; or, if the"
                        + " other members are well, empty the data volume too: this member then has no vote until it"
                        + " is synced"));
    }
}
