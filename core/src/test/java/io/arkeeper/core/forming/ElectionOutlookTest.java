package io.arkeeper.core.forming;

import static io.arkeeper.core.disk.DiskContent.AWAITING_SYNC;
import static io.arkeeper.core.disk.DiskContent.DAMAGED;
import static io.arkeeper.core.disk.DiskContent.DATA;
import static io.arkeeper.core.disk.DiskContent.EMPTY;
import static io.arkeeper.core.disk.DiskContent.FORMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.MemberId;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ElectionOutlookTest {

    private final SortedMap<MemberId, PeerStatement> peers = new TreeMap<>();

    @Test
    void seesAnElectionUnderWay() {
        says(2, FORMING);
        isSilent(3);

        assertThat(outlook(DATA)).isEqualTo("looking for a leader: 2 of 3 voters are up, an election is under way");
    }

    @Test
    void waitsForVotersThatAreAway() {
        isSilent(2);

        assertThat(outlook(DATA))
                .isEqualTo("looking for a leader: 2 of 3 voters with data are needed, 1 is up;"
                        + " away: zk-1 (its name does not resolve), zk-2 (not asked yet)");
    }

    @Test
    void namesEmptiedDisksThatWaitForTheOthers() {
        isSilent(2);
        isSilent(3);

        assertThat(outlook(AWAITING_SYNC))
                .isEqualTo("looking for a leader: 2 of 3 voters with data are needed, 0 are up;"
                        + " emptied disks without a vote: zk-0;"
                        + " away: zk-1 (its name does not resolve), zk-2 (its name does not resolve)");
    }

    @Test
    void saysThatNobodyCanBeElectedOnceAMajorityOfDisksIsEmptied() {
        says(2, AWAITING_SYNC);
        says(3, DATA);

        assertThat(outlook(EMPTY))
                .isEqualTo("no leader can be elected: 1 of 3 voters hold data and 2 are needed;"
                        + " the disks of zk-0, zk-1 are empty and get no vote before they are synced."
                        + " Bring back a disk that holds data, or recover the ensemble explicitly from zk-2;"
                        + " nothing is decided by itself");
    }

    @Test
    void doesNotGiveUpTheDataOfAVoterThatIsAway() {
        says(2, AWAITING_SYNC);
        isSilent(3);

        assertThat(outlook(AWAITING_SYNC))
                .endsWith("or recover the ensemble explicitly from zk-2 (its name does not resolve) once it is back;"
                        + " nothing is decided by itself");
    }

    @Test
    void knowsOnlyTheBackupWhenAllDisksAreEmptied() {
        says(2, AWAITING_SYNC);
        says(3, EMPTY);

        assertThat(outlook(AWAITING_SYNC))
                .isEqualTo("no leader can be elected: 0 of 3 voters hold data and 2 are needed;"
                        + " the disks of zk-0, zk-1, zk-2 are empty and get no vote before they are synced."
                        + " Bring back a disk that holds data, or recover the ensemble explicitly from a backup;"
                        + " nothing is decided by itself");
    }

    @Test
    void aDamagedDiskElectsNobodyEither() {
        says(2, DAMAGED);
        says(3, AWAITING_SYNC);

        assertThat(outlook(DATA))
                .isEqualTo("no leader can be elected: 1 of 3 voters hold data and 2 are needed;"
                        + " the disks of zk-2 are empty and get no vote before they are synced,"
                        + " no member starts with the disks of zk-1."
                        + " Bring back a disk that holds data, or recover the ensemble explicitly from zk-0;"
                        + " nothing is decided by itself");
        says(3, DAMAGED);
        assertThat(outlook(DATA)).contains("are needed; no member starts with the disks of zk-1, zk-2. Bring back");
        isSilent(3);
        assertThat(outlook(DATA))
                .isEqualTo("looking for a leader: 2 of 3 voters with data are needed, 1 is up;"
                        + " damaged disks: zk-1; away: zk-2 (its name does not resolve)");
    }

    private void says(int id, DiskContent content) {
        peers.put(new MemberId(id), new Spoke(content, 3, Optional.empty(), false, Optional.empty()));
    }

    private void isSilent(int id) {
        peers.put(new MemberId(id), new Silent("its name does not resolve"));
    }

    private String outlook(DiskContent own) {
        return ElectionOutlook.sentence(FirstStart.topology(3).initialConfig(), new MemberId(1), own, peers);
    }
}
