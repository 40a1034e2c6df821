package io.arkeeper.member.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Role;
import io.arkeeper.core.Topology;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.disk.LogVolume;
import io.arkeeper.core.forming.Founding;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemberDiskTest {

    private static final MemberIdentity SELF = new MemberIdentity("prod", "zk", 1);
    private static final EnsembleConfig CONFIG =
            new Topology("prod", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 3).initialConfig();

    private static final Optional<EnsembleId> ENSEMBLE = Optional.of(new EnsembleId("00000000000000f1"));
    private static final Optional<EnsembleId> OTHER = Optional.of(new EnsembleId("00000000000000f2"));
    private static final Founding FOUNDING = new Founding(CONFIG, ENSEMBLE);

    @TempDir
    private Path root;

    private MemberDisk disk;

    @BeforeEach
    void open() {
        disk = MemberDisk.open(root, Optional.empty());
        disk.prepare();
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void aNewDiskHoldsNothing() {
        assertThat(disk.survey().find()).isEqualTo(DiskFinding.NOTHING);
    }

    @Test
    void aProposalIsKeptAndLeavesTheDiskEmpty() {
        disk.entry().propose(SELF, ENSEMBLE.orElseThrow());

        assertThat(disk.survey().find())
                .isEqualTo(new DiskFinding(
                        DiskContent.EMPTY, Optional.of("2"), Optional.of(SELF), Optional.empty(), ENSEMBLE));
    }

    @Test
    void theEnsembleIsThatWhichWasFormedOrJoinedLastAndStays() {
        disk.entry().propose(SELF, OTHER.orElseThrow());
        disk.entry().beginForming(SELF, FOUNDING);
        assertThat(disk.survey().find().ensemble()).isEqualTo(ENSEMBLE);

        disk.entry().beginJoining(SELF, CONFIG, OTHER);
        disk.entry().noteMembership(SELF);
        disk.entry().beginRestart(SELF, CONFIG);

        assertThat(disk.survey().find().ensemble()).isEqualTo(OTHER);
    }

    @Test
    void aClassicDiskGetsTheEnsembleOfTheLeaderItServesBehind() throws IOException {
        file("data/version-2/snapshot.5", "x");
        disk.entry().beginRestart(SELF, CONFIG);
        assertThat(disk.survey().find().ensemble()).isEmpty();

        disk.entry().adopt(SELF, ENSEMBLE.orElseThrow());

        assertThat(disk.survey().find().ensemble()).isEqualTo(ENSEMBLE);
        assertThat(disk.survey().find().content()).isEqualTo(DiskContent.DATA);
    }

    @Test
    void anEnsembleThatIsNoneIsNoLicenceToGoOn() throws IOException {
        file(
                "member.json",
                "{\"format\":1,\"namespace\":\"prod\",\"statefulSet\":\"zk\",\"ordinal\":1,\"phase\":\"member\","
                        + "\"ensemble\":\"f1\"}");

        assertThatThrownBy(() -> disk.survey().find())
                .isInstanceOfSatisfying(
                        MemberFailure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.FOREIGN_DISK));
    }

    @Test
    void formingIsNotedBeforeTheDatabaseMayVote() {
        disk.entry().beginForming(SELF, FOUNDING);

        assertThat(disk.survey().find())
                .isEqualTo(new DiskFinding(
                        DiskContent.FORMING, Optional.of("2"), Optional.of(SELF), Optional.of(CONFIG), ENSEMBLE));
        assertThat(root.resolve("log/initialize")).exists();
        assertThat(disk.survey().hasDatabase()).isFalse();
    }

    @Test
    void anObserversDiskIsKnownAsOne() {
        MemberIdentity observer = new MemberIdentity("prod", "zk-observer", 1, Role.OBSERVER);
        disk.prepare();
        disk.entry().beginJoining(observer, CONFIG, ENSEMBLE);

        assertThat(disk.survey().find().owner()).hasValue(observer);
        assertThat(disk.survey().find().myid()).hasValue("102");
    }

    @Test
    void whoTurnsFromFormingToJoiningLosesTheMarkerThatWouldLetAnEmptyDatabaseVote() {
        disk.entry().beginForming(SELF, FOUNDING);
        disk.entry().beginJoining(SELF, CONFIG.atVersion(0x100000000L), OTHER);

        assertThat(root.resolve("log/initialize")).doesNotExist();
        assertThat(disk.survey().find().content()).isEqualTo(DiskContent.AWAITING_SYNC);
        assertThat(disk.survey().find().config()).contains(CONFIG.atVersion(0x100000000L));
    }

    @Test
    void anEmptyDatabaseThatNeverHadALeaderIsStillForming() throws IOException {
        disk.entry().beginForming(SELF, FOUNDING);
        file("data/version-2/snapshot.0", "x");
        file("data/version-2/acceptedEpoch", "0");
        assertThat(disk.survey().find().content()).isEqualTo(DiskContent.FORMING);

        file("data/version-2/acceptedEpoch", "1");
        assertThat(disk.survey().find().content()).isEqualTo(DiskContent.DATA);
    }

    @Test
    void logsOrLaterSnapshotsAreData() throws IOException {
        file("log/version-2/log.100000001", "x");
        assertThat(disk.survey().find().content()).isEqualTo(DiskContent.DATA);
    }

    @Test
    void aClassicDiskWithoutNoteIsData() throws IOException {
        file("data/version-2/snapshot.5", "x");
        file("data/myid", "2\n");

        assertThat(disk.survey().find())
                .isEqualTo(new DiskFinding(
                        DiskContent.DATA, Optional.of("2"), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void aMemberWhoseDatabaseVanishedAwaitsSyncAndIsNotTakenForNew() throws IOException {
        disk.entry().beginForming(SELF, FOUNDING);
        disk.entry().noteMembership(SELF);

        assertThat(disk.survey().find().content()).isEqualTo(DiskContent.AWAITING_SYNC);
    }

    @Test
    void theNewestCommittedConfigurationCounts() throws IOException {
        file("conf/zoo.cfg.dynamic.0", CONFIG.text());
        file("conf/zoo.cfg.dynamic.9", CONFIG.text());
        file("conf/zoo.cfg.dynamic.100000000", CONFIG.text());
        file("conf/zoo.cfg.dynamic.next", "nonsense");

        assertThat(disk.survey().find().config()).contains(CONFIG.atVersion(0x100000000L));
    }

    @Test
    void aNoteThatCannotBeReadIsNoLicenceToGoOn() throws IOException {
        file("member.json", "{\"format\":2}");

        assertThatThrownBy(() -> disk.survey().find())
                .isInstanceOfSatisfying(
                        MemberFailure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.FOREIGN_DISK))
                .hasMessage("%s cannot be read (its format is 2, expected 1), so it is unknown whose disk this is;"
                                .formatted(root.resolve("member.json"))
                        + " restore the file or empty the disk");
    }

    @Test
    void anotherProcessOnTheSameDiskIsRefused() {
        assertThatThrownBy(() -> MemberDisk.open(root, Optional.empty()))
                .isInstanceOfSatisfying(
                        MemberFailure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.DISK_IN_USE))
                .hasMessage("%s is locked by another process; stop the other member that runs on this disk"
                        .formatted(root));
    }

    @Test
    void aDirectoryThatCannotBeMadeIsSaid() throws IOException {
        Path occupied = Files.writeString(root.resolve("occupied"), "a file");

        assertThatThrownBy(() -> MemberDisk.open(occupied, Optional.empty()))
                .isInstanceOfSatisfying(
                        MemberFailure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.DISK_NOT_WRITABLE))
                .hasMessage("%1$s cannot be written (%1$s); make the volume writable for the member's user (in the"
                                .formatted(occupied)
                        + " chart: fsGroup 1000)");
    }

    @Test
    void aTransactionLogWithAVolumeOfItsOwnIsNotedOnBoth(@TempDir Path data, @TempDir Path log) throws IOException {
        try (MemberDisk separate = MemberDisk.open(data, Optional.of(log))) {
            separate.prepare();
            separate.entry().beginForming(SELF, FOUNDING);
            Files.writeString(data.resolve("data/version-2/snapshot.0"), "x");

            assertThat(separate.paths().logDir()).isEqualTo(log);
            assertThat(log.resolve("initialize")).exists();
            assertThat(separate.survey().findLogVolume())
                    .isEqualTo(new LogVolume(true, true, true, false, false, Optional.of(SELF)));
        }
        try (MemberDisk without = MemberDisk.open(data, Optional.empty())) {
            assertThat(without.survey().findLogVolume())
                    .isEqualTo(new LogVolume(false, true, true, false, false, Optional.empty()));
        }
    }

    @Test
    void logsThatWereMovedToAVolumeOfTheirOwnAreNotedThere(@TempDir Path log) throws IOException {
        disk.entry().beginForming(SELF, FOUNDING);
        disk.close();
        Files.createDirectories(log.resolve("version-2"));
        Files.writeString(log.resolve("version-2/log.100000001"), "x");
        try (MemberDisk separate = MemberDisk.open(root, Optional.of(log))) {
            assertThat(separate.survey().findLogVolume())
                    .isEqualTo(new LogVolume(true, false, false, false, true, Optional.empty()));

            separate.entry().beginRestart(SELF, CONFIG);

            assertThat(separate.survey().findLogVolume())
                    .isEqualTo(new LogVolume(true, true, false, false, true, Optional.of(SELF)));
        }
    }

    @Test
    void logsBesideTheDataAreFound(@TempDir Path log) throws IOException {
        file("log/version-2/log.100000001", "x");
        disk.close();
        try (MemberDisk separate = MemberDisk.open(root, Optional.of(log))) {
            assertThat(separate.survey().findLogVolume())
                    .isEqualTo(new LogVolume(true, false, false, true, false, Optional.empty()));
        }
    }
}
