package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * Writes that are remembered: the stock client creates {@code /writes/1}, {@code /writes/2} … as fast as they are
 * acknowledged, through whatever happens, and at the end each acknowledged one must be there.
 *
 * <p>A write that was not acknowledged is tried again under its name; "node exists" then acknowledges the first try.
 */
final class CheckedWrites implements AutoCloseable {

    private static final String ROOT = "/writes";
    private static final Duration SESSION = Duration.ofSeconds(10);

    private final String servers;
    private final Thread thread;
    private volatile int acknowledged;
    private volatile boolean stopping;

    private CheckedWrites(String servers) {
        this.servers = servers;
        this.thread = Thread.ofPlatform().daemon().name("checked-writes").unstarted(this::write);
    }

    /** Starts writing, and waits until the first writes are acknowledged. */
    static CheckedWrites to(TestEnsemble ensemble) {
        CheckedWrites writes = new CheckedWrites(ensemble.clients());
        writes.thread.start();
        writes.awaitMore(20);
        return writes;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** Waits until so many more writes are acknowledged than now: writing goes on. */
    void awaitMore(int more) {
        int goal = acknowledged + more;
        await("writes go on")
                .atMost(TestEnsemble.DEADLINE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> acknowledged >= goal);
    }

    private void write() {
        while (!stopping) {
            try (ZooKeeper client = connect(servers)) {
                makeRoot(client);
                while (!stopping) {
                    writeNext(client);
                }
            } catch (KeeperException.SessionExpiredException | IOException e) {
                // the next turn opens a new session
            } catch (KeeperException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void makeRoot(ZooKeeper client) throws KeeperException, InterruptedException {
        while (true) {
            try {
                client.create(ROOT, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                return;
            } catch (KeeperException.NodeExistsException e) {
                return;
            } catch (KeeperException.ConnectionLossException e) {
                Thread.onSpinWait(); // the client reconnects by itself and waits meanwhile
            }
        }
    }

    private void writeNext(ZooKeeper client) throws KeeperException, InterruptedException {
        int number = acknowledged + 1;
        try {
            client.create(
                    ROOT + "/" + number,
                    Integer.toString(number).getBytes(UTF_8),
                    ZooDefs.Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT);
            acknowledged = number;
        } catch (KeeperException.NodeExistsException e) {
            acknowledged = number;
        } catch (KeeperException.ConnectionLossException e) {
            Thread.onSpinWait();
        }
    }

    /** Stops writing and checks every acknowledged write through every member, each after a sync. */
    void stopAndCheck(TestEnsemble ensemble) throws Exception {
        close();
        for (String pod : ensemble.running()) {
            assertThat(missing(ensemble.clientsOf(pod)))
                    .as("of %d acknowledged writes, missing at %s", acknowledged, pod)
                    .isEmpty();
        }
    }

    private List<String> missing(String server) throws Exception {
        List<String> missing = new ArrayList<>();
        try (ZooKeeper client = connect(server)) {
            CountDownLatch synced = new CountDownLatch(1);
            client.sync(ROOT, (code, path, context) -> synced.countDown(), null);
            assertThat(synced.await(20, TimeUnit.SECONDS)).isTrue();
            List<String> found = client.getChildren(ROOT, false);
            for (int number = 1; number <= acknowledged; number++) {
                if (!found.contains(Integer.toString(number))) {
                    missing.add(ROOT + "/" + number);
                }
            }
        }
        return missing;
    }

    static ZooKeeper connect(String servers) throws IOException {
        return new ZooKeeper(servers, Math.toIntExact(SESSION.toMillis()), event -> {}, new ZKClientConfig());
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
