package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.testing.ClientFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * The stock client creates one node after the other below a path of its own, with TLS: over one connection, or each over
 * a new one. A write whose connection was lost is made again, and counted.
 */
final class TlsWriter implements AutoCloseable {

    private static final Duration SESSION = Duration.ofSeconds(30);
    private static final int DELETED_AT_ONCE = 500;

    private final String servers;
    private final String path;
    private final Supplier<ClientFiles> files;
    private final boolean anewEachTime;
    private final Thread thread;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger reconnects = new AtomicInteger();
    private final List<KeeperException> failures = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    private TlsWriter(String servers, String path, Supplier<ClientFiles> files, boolean anewEachTime) {
        this.servers = servers;
        this.path = path;
        this.files = files;
        this.anewEachTime = anewEachTime;
        this.thread = Thread.ofPlatform().daemon().name("writer-" + path).unstarted(this::write);
    }

    /** Writes over one connection. */
    static TlsWriter steady(String servers, String path, ClientFiles files) {
        return started(new TlsWriter(servers, path, () -> files, false));
    }

    /** Comes anew for each write, with the files of the time. */
    static TlsWriter comingAnew(String servers, String path, Supplier<ClientFiles> files) {
        return started(new TlsWriter(servers, path, files, true));
    }

    private static TlsWriter started(TlsWriter writer) {
        writer.thread.start();
        return writer;
    }

    /** A session that says when its connection is lost. */
    static ZooKeeper connect(String servers, ClientFiles files, Runnable lost) throws IOException {
        ZKClientConfig config = new ZKClientConfig();
        files.properties().forEach(config::setProperty);
        return new ZooKeeper(
                servers,
                Math.toIntExact(SESSION.toMillis()),
                event -> {
                    if (event.getState() == KeeperState.Disconnected) {
                        lost.run();
                    }
                },
                config);
    }

    private void write() {
        try {
            while (!stopping) {
                session();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void session() throws IOException, InterruptedException {
        AtomicBoolean writing = new AtomicBoolean(true);
        Runnable lost = () -> {
            if (writing.get()) { // closing a session may look like a loss
                reconnects.incrementAndGet();
            }
        };
        try (ZooKeeper client = connect(servers, files.get(), lost)) {
            do {
                writeNext(client);
            } while (!stopping && !anewEachTime);
            writing.set(false);
        }
    }

    private void writeNext(ZooKeeper client) throws InterruptedException {
        int number = acknowledged.get();
        while (!stopping) {
            try {
                String next = number == 0 ? path : path + "/" + number;
                client.create(next, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                acknowledged.incrementAndGet();
                return;
            } catch (KeeperException.NodeExistsException e) {
                acknowledged.incrementAndGet(); // the attempt before was carried out and its answer lost
                return;
            } catch (KeeperException.ConnectionLossException e) {
                Thread.onSpinWait(); // the client connects again by itself
            } catch (KeeperException e) {
                failures.add(e);
                return;
            }
        }
    }

    /** Deletes what it wrote, once it was closed. */
    void deleteAll() throws IOException, InterruptedException {
        try (ZooKeeper client = connect(servers, files.get(), () -> {})) {
            assertThat(ZKUtil.deleteRecursive(client, path, DELETED_AT_ONCE))
                    .as("all below %s was deleted", path)
                    .isTrue();
        } catch (KeeperException e) {
            throw new IOException(e);
        }
    }

    /** How many writes were acknowledged. */
    int acknowledged() {
        return acknowledged.get();
    }

    /** How often it lost its connection. */
    int reconnects() {
        return reconnects.get();
    }

    /** The writes that were refused. */
    List<KeeperException> failures() {
        return List.copyOf(failures);
    }

    /** How many of its acknowledged writes are there. */
    int found(ZooKeeper client) throws KeeperException, InterruptedException {
        return client.getChildren(path, false).size() + 1;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join(SESSION.toMillis());
    }
}
