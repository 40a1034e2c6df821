package io.arkeeper.member.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.server.persistence.SnapStream;
import org.apache.zookeeper.server.persistence.Util;

/**
 * ZooKeeper's files, written to until the first write fails and never again.
 *
 * <p>ZooKeeper keeps the stream whose write failed, looks for a leader, and appends to it again once it follows one: the
 * bytes that were left in its buffer are then written a second time, behind the half of them that is on disk already.
 * That is damage in the middle of a log, and the member does not start with it any more. Here nothing follows a failed
 * write, so what it leaves is a last record that is cut short, which every start tolerates.
 */
final class GuardedDatabase extends FileTxnSnapLog {

    private final Consumer<IOException> failed;
    private volatile IOException failure;

    /** @param failed is told the first failure, from the thread that wrote; it must not wait for that thread */
    GuardedDatabase(File logs, File snapshots, Consumer<IOException> failed) throws IOException {
        super(logs, snapshots);
        this.failed = failed;
    }

    private interface Write<T> {
        T run() throws IOException;
    }

    private synchronized <T> T guarded(Write<T> write) throws IOException {
        refuseAfterFailure();
        try {
            return write.run();
        } catch (IOException e) {
            failure = e;
            failed.accept(e);
            throw e;
        }
    }

    private void refuseAfterFailure() throws IOException {
        if (failure != null) {
            throw new IOException("an earlier write failed, nothing more is written", failure);
        }
    }

    @Override
    public boolean append(Request request) throws IOException {
        return guarded(() -> super.append(request));
    }

    @Override
    public void commit() throws IOException {
        guarded(() -> {
            super.commit();
            return true;
        });
    }

    @Override
    public void rollLog() throws IOException {
        guarded(() -> {
            super.rollLog();
            return true;
        });
    }

    /** A snapshot is written beside the log, so it must not wait for it. One that was not finished takes space for nothing. */
    @Override
    public File save(DataTree tree, ConcurrentHashMap<Long, Integer> sessions, boolean sync) throws IOException {
        refuseAfterFailure();
        File file = new File(getSnapDir(), Util.makeSnapshotName(tree.lastProcessedZxid));
        boolean existed = file.exists();
        try {
            return super.save(tree, sessions, sync);
        } catch (IOException e) {
            if (!existed && file.exists() && !SnapStream.isValidSnapshot(file)) {
                Files.deleteIfExists(file.toPath());
            }
            failure = e;
            failed.accept(e);
            throw e;
        }
    }

    /** Closing flushes what is left in the buffer, which after a failed write is what must not be written. */
    @Override
    public void close() throws IOException {
        if (failure == null) {
            super.close();
        }
    }
}
