package io.arkeeper.member.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.TxnHeader;

/** A database written by ZooKeeper's own classes: two logs, a snapshot before them and one in between. */
final class SampleDatabase {

    static final long FIRST = 0x100000001L;
    static final int IN_EACH_LOG = 6;
    static final long LAST = FIRST + 2 * IN_EACH_LOG - 1;

    private SampleDatabase() {}

    /** Below {@code root}: data/version-2 and log/version-2. */
    static DatabaseFiles write(Path root) throws IOException {
        System.setProperty("zookeeper.preAllocSize", "4"); // KiB; otherwise every test writes 64 MiB
        FileTxnSnapLog log = new FileTxnSnapLog(
                root.resolve("log").toFile(), root.resolve("data").toFile());
        DataTree tree = new DataTree();
        ConcurrentHashMap<Long, Integer> sessions = new ConcurrentHashMap<>(Map.of(7L, 10_000));
        log.save(tree, sessions, true);
        long zxid = FIRST;
        for (int part = 0; part < 2; part++) {
            for (int i = 0; i < IN_EACH_LOG; i++, zxid++) {
                append(log, tree, zxid);
            }
            log.commit();
            log.rollLog();
            if (part == 0) {
                log.save(tree, sessions, true);
            }
        }
        log.close();
        return VolumeLayout.of(root, Optional.empty());
    }

    private static void append(FileTxnSnapLog log, DataTree tree, long zxid) throws IOException {
        TxnHeader header = new TxnHeader(7, Math.toIntExact(zxid & 0xffff), zxid, 1_000 + zxid, OpCode.create);
        CreateTxn txn =
                new CreateTxn("/n" + zxid, ("data of " + zxid).getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, false, 1);
        Request request = new Request(7, header.getCxid(), OpCode.create, header, txn, zxid);
        log.append(request);
        tree.processTxn(header, txn);
    }

    /** The zxid that ZooKeeper restores. */
    static long restoreWithZooKeeper(Path root) throws IOException {
        FileTxnSnapLog log = new FileTxnSnapLog(
                root.resolve("log").toFile(), root.resolve("data").toFile());
        try {
            List<Long> loaded = new ArrayList<>();
            return log.restore(new DataTree(), new HashMap<>(), (header, txn, digest) -> loaded.add(header.getZxid()));
        } finally {
            log.close();
        }
    }
}
