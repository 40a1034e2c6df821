package io.arkeeper.systemtest.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Writes and reads, one after the other, and notes how long it takes. */
public final class HonestClient implements AutoCloseable {

    private static final String PATH = "/honest";

    private final ZooKeeper client;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("honest-client").unstarted(this::run);
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private final List<KeeperException> failures = Collections.synchronizedList(new ArrayList<>());
    private final Duration pause;
    private volatile boolean stopped;

    /** As fast as it is answered. */
    public HonestClient(ZooKeeper client) throws KeeperException, InterruptedException {
        this(client, Duration.ZERO);
    }

    /** @param pause between two */
    public HonestClient(ZooKeeper client, Duration pause) throws KeeperException, InterruptedException {
        this.client = client;
        this.pause = pause;
        client.create(PATH, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        thread.start();
    }

    private void run() {
        while (!stopped) {
            long start = System.nanoTime();
            try {
                client.setData(PATH, new byte[128], -1);
                client.getData(PATH, false, null);
                nanos.add(System.nanoTime() - start);
                LockSupport.parkNanos(pause.toNanos());
            } catch (KeeperException e) {
                failures.add(e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** How long a write and a read took since the last question. */
    public Latency latency() {
        synchronized (nanos) {
            List<Long> sorted = nanos.stream().sorted().toList();
            nanos.clear();
            return sorted.isEmpty()
                    ? new Latency(0, Double.NaN, Double.NaN)
                    : new Latency(
                            sorted.size(),
                            sorted.get(sorted.size() / 2) / 1e6,
                            sorted.get(sorted.size() * 99 / 100) / 1e6);
        }
    }

    public List<KeeperException> failures() {
        return List.copyOf(failures);
    }

    /** In milliseconds. */
    public record Latency(int count, double median, double p99) {}

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(10_000);
        client.close();
    }
}
