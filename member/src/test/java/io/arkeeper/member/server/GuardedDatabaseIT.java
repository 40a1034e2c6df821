package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.database.DatabaseState;
import io.arkeeper.member.database.DatabaseFiles;
import io.arkeeper.member.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.TxnHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up under a transaction log, and has room again a moment later. */
final class GuardedDatabaseIT {

    private static final long FIRST = 0x100000001L;
    private static final byte[] DATA = new byte[3000]; // so that no record ends where a page does

    @TempDir
    private Path root;

    private SmallDisk disk;
    private long zxid = FIRST;
    private long committed;

    @BeforeEach
    void mount() throws Exception {
        Arrays.fill(DATA, (byte) 7);
        disk = SmallDisk.mount(root.resolve("disk"), "512k");
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    private void append(FileTxnSnapLog log) throws IOException {
        CreateTxn txn = new CreateTxn("/n" + zxid, DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, false, 1);
        TxnHeader header = new TxnHeader(7, 1, zxid, 1_000, OpCode.create);
        log.append(new Request(7, 1, OpCode.create, header, txn, zxid));
        log.commit();
        committed = zxid++;
    }

    private void appendUntilFull(FileTxnSnapLog log) throws IOException {
        log.save(new DataTree(), new ConcurrentHashMap<>(), false);
        for (int i = 0; i < 10; i++) {
            append(log);
        }
        disk.fill(20_000);
        try {
            while (true) {
                append(log);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        disk.free();
    }

    private DatabaseState read() throws IOException {
        return new DatabaseFiles(
                        disk.root().resolve("data/version-2"), disk.root().resolve("log/version-2"))
                .read();
    }

    /** Why there is a guard; when this fails, ZooKeeper has mended it. */
    @Test
    void zooKeeperItselfDamagesTheLogWhenItGoesOnAfterAFailedWrite() throws IOException {
        FileTxnSnapLog log = new FileTxnSnapLog(
                disk.root().resolve("log").toFile(), disk.root().resolve("data").toFile());
        appendUntilFull(log);

        append(log); // the same log, as the same process does once it follows a leader again
        append(log);

        assertThat(read().isSound()).isFalse();
    }

    @Test
    void nothingIsWrittenAfterAFailedWrite_soAllThatWasCommittedCanBeRead() throws IOException {
        List<IOException> told = new ArrayList<>();
        GuardedDatabase log = new GuardedDatabase(
                disk.root().resolve("log").toFile(), disk.root().resolve("data").toFile(), told::add);
        appendUntilFull(log);

        assertThatThrownBy(() -> append(log)).hasMessage("an earlier write failed, nothing more is written");
        assertThatThrownBy(log::commit).hasMessage("an earlier write failed, nothing more is written");
        log.close();

        DatabaseState state = read();
        assertThat(state.findings()).noneMatch(finding -> finding.isDamage());
        assertThat(state.restorable()).isGreaterThanOrEqualTo(committed);
        assertThat(told).hasSize(1);
    }

    @Test
    void aSnapshotThatDoesNotFitLeavesNothingBehind() throws IOException {
        List<IOException> told = new ArrayList<>();
        GuardedDatabase log = new GuardedDatabase(
                disk.root().resolve("log").toFile(), disk.root().resolve("data").toFile(), told::add);
        DataTree tree = new DataTree();
        for (int node = 0; node < 100; node++) {
            tree.processTxn(
                    new TxnHeader(7, 1, zxid, 1_000, OpCode.create),
                    new CreateTxn("/n" + zxid++, DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, false, 1));
        }
        disk.fill(100_000);

        assertThatThrownBy(() -> log.save(tree, new ConcurrentHashMap<>(), false))
                .hasMessageContaining("No space left");

        assertThat(read().snapshots()).isEmpty();
        assertThat(told).hasSize(1);
    }
}
