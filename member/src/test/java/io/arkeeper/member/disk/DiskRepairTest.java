package io.arkeeper.member.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import io.arkeeper.core.disk.DiskContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that are carried out, and carried out again after the process ended somewhere in between. */
final class DiskRepairTest {

    private static final MemberIdentity SELF = new MemberIdentity("test", "zk", 1);
    private static final EnsembleConfig THREE =
            new Topology("test", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 3).initialConfig();
    private static final EnsembleId ENSEMBLE = new EnsembleId("00000000000000f1");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final DiskOrder.Reform REFORM = new DiskOrder.Reform("first", AT, 7);

    @TempDir
    private Path root;

    @BeforeEach
    void aMemberWithData() throws IOException {
        write("data/myid", "2\n");
        write("data/version-2/snapshot.0", "S");
        write("data/version-2/acceptedEpoch", "3");
        write("data/version-2/currentEpoch", "3");
        write("log/version-2/log.100000001", "L");
        write("conf/zoo.cfg.dynamic.0", THREE.text());
        write("conf/zoo.cfg.dynamic.next", THREE.text());
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    private MemberDisk disk() {
        return MemberDisk.open(root, Optional.empty());
    }

    private Map<String, String> below(String directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(root.resolve(directory))) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(root.resolve(directory).relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static EnsembleConfig alone() {
        return EnsembleConfig.of(0x7ffffffffL, List.of(THREE.seats().get(SELF.id())));
    }

    @Test
    void ordersAreReadAsTheyWereGiven() {
        for (DiskOrder order : List.of(new DiskOrder.Resync("x", AT), REFORM)) {
            try (MemberDisk disk = disk()) {
                disk.orders().give(order);
                assertThat(disk.orders().pending()).contains(order);
                disk.orders().forget();
                assertThat(disk.orders().pending()).isEmpty();
            }
        }
    }

    @Test
    void aResyncPutsEverythingAsideAndLeavesADiskWithoutAVote() throws IOException {
        try (MemberDisk disk = disk()) {
            disk.orders().give(new DiskOrder.Resync("x", AT));
            disk.repair().resync(SELF);

            assertThat(disk.survey().find().content()).isEqualTo(DiskContent.AWAITING_SYNC);
            assertThat(disk.survey().hasDatabase()).isFalse();
            assertThat(disk.orders().pending()).isEmpty();
        }
        assertThat(below("set-aside"))
                .isEqualTo(Map.of(
                        "conf/zoo.cfg.dynamic.0", THREE.text(),
                        "conf/zoo.cfg.dynamic.next", THREE.text(),
                        "data/version-2/acceptedEpoch", "3",
                        "data/version-2/currentEpoch", "3",
                        "data/version-2/snapshot.0", "S",
                        "log/version-2/log.100000001", "L"));
    }

    /** Otherwise the next start would find the older ensemble's configuration beside the data of the new one. */
    @Test
    void aResyncLeavesNothingOfTheEnsembleThatTheDiskBelongedTo() {
        try (MemberDisk disk = disk()) {
            disk.entry().adopt(SELF, ENSEMBLE);
            assertThat(disk.survey().find().ensemble()).hasValue(ENSEMBLE);

            disk.repair().resync(SELF);

            assertThat(disk.survey().find().ensemble()).isEmpty();
            assertThat(disk.survey().find().config()).isEmpty();
        }
    }

    @Test
    void aRecoveryKeepsTheEnsembleOfTheDisk() {
        try (MemberDisk disk = disk()) {
            disk.entry().adopt(SELF, ENSEMBLE);

            disk.repair().reform(SELF, REFORM, alone());

            assertThat(disk.survey().find().ensemble()).hasValue(ENSEMBLE);
        }
    }

    @Test
    void aResyncGoesOnWhereverItStopped() throws IOException {
        Files.createDirectories(root.resolve("set-aside.unfinished/data"));
        Files.move(root.resolve("data/version-2"), root.resolve("set-aside.unfinished/data/version-2"));
        write("set-aside/data/version-2/snapshot.0", "of an earlier one");
        try (MemberDisk disk = disk()) {
            disk.repair().resync(SELF);
            assertThat(below("set-aside"))
                    .containsEntry("data/version-2/snapshot.0", "S")
                    .hasSize(6);

            disk.repair().resync(SELF); // the order was still there

            assertThat(below("set-aside"))
                    .containsEntry("data/version-2/snapshot.0", "S")
                    .hasSize(6);
            assertThat(root.resolve("set-aside.unfinished")).doesNotExist();
        }
    }

    @Test
    void aResyncThatEndedBetweenDeletingTheEarlierCopyAndNamingTheNewOne() throws IOException {
        Files.createDirectories(root.resolve("set-aside.unfinished/data"));
        Files.createDirectories(root.resolve("set-aside.unfinished/log"));
        Files.move(root.resolve("data/version-2"), root.resolve("set-aside.unfinished/data/version-2"));
        Files.move(root.resolve("log/version-2"), root.resolve("set-aside.unfinished/log/version-2"));
        try (MemberDisk disk = disk()) {
            disk.repair().resync(SELF);
        }
        assertThat(below("set-aside")).hasSize(6);
    }

    @Test
    void aTransactionLogOfItsOwnIsPutAsideOnItsOwnVolume() throws IOException {
        Path volume = root.resolve("volume");
        write("volume/version-2/log.100000001", "L");
        try (MemberDisk disk = MemberDisk.open(root, Optional.of(volume))) {
            disk.repair().resync(SELF);
        }
        assertThat(below("volume/set-aside")).isEqualTo(Map.of("log/version-2/log.100000001", "L"));
        assertThat(volume.resolve("version-2")).doesNotExist();
    }

    @Test
    void aRecoveryCopiesFirstAndLeavesTheMemberTheOnlyVoterInANewEpoch() throws IOException {
        Map<String, String> data = below("data/version-2");
        try (MemberDisk disk = disk()) {
            disk.orders().give(REFORM);
            disk.repair().reform(SELF, REFORM, alone());

            assertThat(disk.survey().find().config()).contains(alone());
            assertThat(disk.survey().find().content()).isEqualTo(DiskContent.DATA);
            assertThat(disk.orders().pending()).isEmpty();
        }
        assertThat(below("backup/data/version-2")).isEqualTo(data);
        assertThat(below("backup/conf")).containsOnlyKeys("zoo.cfg.dynamic.0", "zoo.cfg.dynamic.next");
        assertThat(below("data/version-2")).containsEntry("acceptedEpoch", "7").containsEntry("snapshot.0", "S");
        assertThat(below("log/version-2")).containsEntry("log.100000001", "L");
        assertThat(root.resolve("conf/zoo.cfg.dynamic.next")).doesNotExist();
    }

    @Test
    void aRecoveryThatIsCarriedOutAgainKeepsTheFirstCopy() throws IOException {
        write("backup.unfinished/data/version-2/snapshot.0", "half a copy");
        try (MemberDisk disk = disk()) {
            disk.repair().reform(SELF, REFORM, alone());
            Map<String, String> copy = below("backup");
            write("log/version-2/log.100000001", "changed since");

            disk.repair().reform(SELF, REFORM, alone());

            assertThat(below("backup")).isEqualTo(copy);
            assertThat(root.resolve("backup.unfinished")).doesNotExist();
        }
    }

    @Test
    void anotherRecoveryReplacesTheCopy() throws IOException {
        try (MemberDisk disk = disk()) {
            disk.repair().reform(SELF, REFORM, alone());
            write("log/version-2/log.100000001", "changed since");

            disk.repair().reform(SELF, new DiskOrder.Reform("second", AT, 9), alone());

            assertThat(below("backup")).containsEntry("log/version-2/log.100000001", "changed since");
            assertThat(below("data/version-2")).containsEntry("acceptedEpoch", "9");
        }
    }
}
