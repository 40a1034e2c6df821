package io.arkeeper.member.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;

/**
 * Creates one numbered node after another until told to stop, and remembers the longest time without an
 * acknowledgement: the write gap a client sees when the leader goes.
 *
 * <p>A number is tried until it is acknowledged. "Node exists" after a lost connection is an acknowledgement: the
 * earlier attempt was carried out and only its answer was lost.
 */
final class SteadyWriter {

    private static final Duration AFTER_FAILURE = Duration.ofMillis(5);

    private final StockClient client;
    private final String prefix;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile int acknowledged;
    private volatile long longestGapNanos;
    private volatile Instant gapStartedAt = Instant.now();

    SteadyWriter(StockClient client, String prefix) {
        this.client = client;
        this.prefix = prefix;
        this.thread = Thread.ofPlatform().daemon().name("steady-writer").unstarted(this::write);
    }

    void start() {
        thread.start();
    }

    /** The path of the n-th node, from 1. */
    static String path(String prefix, int number) {
        return "%s/n-%09d".formatted(prefix, number);
    }

    private void write() {
        long lastNanos = System.nanoTime();
        Instant lastAt = Instant.now();
        while (!stopping) {
            if (tryNext()) {
                long now = System.nanoTime();
                if (now - lastNanos > longestGapNanos) {
                    longestGapNanos = now - lastNanos;
                    gapStartedAt = lastAt;
                }
                lastNanos = now;
                lastAt = Instant.now();
            }
        }
    }

    private boolean tryNext() {
        int number = acknowledged + 1;
        String path = path(prefix, number);
        try {
            client.call(zk -> zk.create(
                    path,
                    Integer.toString(number).getBytes(UTF_8),
                    ZooDefs.Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT));
            acknowledged = number;
            return true;
        } catch (KeeperException.NodeExistsException e) {
            acknowledged = number;
            return true;
        } catch (KeeperException | IOException e) {
            return pause();
        } catch (InterruptedException e) {
            stopping = true;
            return false;
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException e) {
            stopping = true;
        }
        return false;
    }

    Reply stop() throws InterruptedException {
        stopping = true;
        thread.join();
        return told("write-stop")
                .with("first", path(prefix, 1))
                .with("last", path(prefix, Math.max(1, acknowledged)))
                .with("gapStartedAt", gapStartedAt.toEpochMilli());
    }

    /** How far it is. */
    Reply progress() {
        return told("write-progress");
    }

    private Reply told(String operation) {
        return Reply.ok(operation)
                .with("acknowledged", acknowledged)
                .with("longestGapMs", Math.round(longestGapNanos / 100_000.0) / 10.0);
    }
}
