package io.arkeeper.systemtest.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * A client that writes one value after another, as an application does that is written with care: a write whose
 * connection was lost is tried again, because nobody knows whether it was applied. What comes to nothing all the same
 * has failed.
 */
final class SteadyLoad implements AutoCloseable {

    private static final String NODE = "/load";
    private static final byte[] KIBIBYTE = new byte[1024];
    private static final int SOME = 20;
    private static final Duration RETRIES = Duration.ofMinutes(1);

    /** Two moments of {@link System#nanoTime()}. */
    record Gap(long fromNanos, long toNanos) {

        double millis() {
            return (toNanos - fromNanos) / 1e6;
        }

        private Gap orLonger(Gap other) {
            return other.toNanos - other.fromNanos > toNanos - fromNanos ? other : this;
        }
    }

    /** Opens a session; a second one where the first has expired. */
    interface Sessions {
        ZooKeeper open() throws IOException, InterruptedException;
    }

    /**
     * What became of the writes.
     *
     * @param mended those of the acknowledged that lost a connection before
     * @param failed by reason
     * @param longestGap between two acknowledged ones
     */
    record Outcome(int acknowledged, int mended, Map<Code, Integer> failed, Gap longestGap) {

        /** {@code 0}, or {@code 3 (SESSIONEXPIRED 1, NOAUTH 2)}. */
        String failures() {
            int all = failed.values().stream().mapToInt(Integer::intValue).sum();
            return all == 0
                    ? "0"
                    : "%d (%s)"
                            .formatted(
                                    all,
                                    String.join(
                                            ", ",
                                            failed.entrySet().stream()
                                                    .map(of -> of.getKey() + " " + of.getValue())
                                                    .toList()));
        }
    }

    private final Sessions sessions;
    private final long pauseNanos;
    private final Thread thread;
    private ZooKeeper client;
    private volatile boolean stopped;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private int mended; // like all that follow the thread's own until it has ended
    private final Map<Code, Integer> failed = new EnumMap<>(Code.class);
    private Gap longestGap = new Gap(0, 0);

    /** @param pause between two writes */
    SteadyLoad(Sessions sessions, Duration pause) throws IOException, KeeperException, InterruptedException {
        this.sessions = sessions;
        this.pauseNanos = pause.toNanos();
        this.client = sessions.open();
        try {
            client.create(NODE, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException e) {
            // of an earlier load
        }
        this.thread = Thread.ofPlatform().start(this::writeAll);
    }

    private void writeAll() {
        long last = System.nanoTime();
        try {
            while (!stopped) {
                if (write()) {
                    long now = System.nanoTime();
                    longestGap = longestGap.orLonger(new Gap(last, now));
                    last = now;
                    LockSupport.parkNanos(pauseNanos);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        longestGap = longestGap.orLonger(new Gap(last, System.nanoTime()));
    }

    /** Whether it was acknowledged. */
    private boolean write() throws InterruptedException {
        long start = System.nanoTime();
        boolean lostConnection = false;
        while (true) {
            try {
                client.setData(NODE, KIBIBYTE, -1);
                acknowledged.incrementAndGet();
                if (lostConnection) {
                    mended++;
                }
                return true;
            } catch (KeeperException.ConnectionLossException e) {
                lostConnection = true;
                if (System.nanoTime() - start > RETRIES.toNanos()) {
                    failed.merge(e.code(), 1, Integer::sum);
                    return false;
                }
                Server.pause();
            } catch (KeeperException e) {
                failed.merge(e.code(), 1, Integer::sum);
                if (e.code() == Code.SESSIONEXPIRED) {
                    reopen();
                }
                Server.pause();
                return false;
            }
        }
    }

    private void reopen() throws InterruptedException {
        client.close();
        try {
            client = sessions.open();
        } catch (IOException e) {
            stopped = true; // the gap tells how long there was none
        }
    }

    /** Until some more are acknowledged. */
    void awaitWrites(Duration patience) throws IOException {
        int enough = acknowledged.get() + SOME;
        long deadline = System.nanoTime() + patience.toNanos();
        while (acknowledged.get() < enough) {
            if (System.nanoTime() > deadline) {
                throw new IOException("writes are not acknowledged any more");
            }
            Server.pause();
        }
    }

    /** Stops it, and says what became of its writes; the last one counts as well. */
    Outcome stop() throws InterruptedException {
        stopped = true;
        thread.join(RETRIES.toMillis() + TimeUnit.SECONDS.toMillis(30));
        return new Outcome(acknowledged.get(), mended, new EnumMap<>(failed), longestGap);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(30));
        client.close();
    }
}
