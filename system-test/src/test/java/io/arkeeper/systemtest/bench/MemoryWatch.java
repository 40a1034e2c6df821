package io.arkeeper.systemtest.bench;

import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.systemtest.MetricsPage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the most memory that a member takes from now on.
 *
 * <p>The kernel keeps the highest resident size itself. The heap is asked for now and then, so that the question does not
 * become what is measured; a peak between two questions is missed.
 */
final class MemoryWatch implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final Duration QUESTION = Duration.ofSeconds(2);
    private static final int HTTP = 8080;
    private static final String HEAP = "jvm_memory_bytes_used{area=\"heap\"}";

    private final Server server;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile double heapBytes;

    private MemoryWatch(Server server) {
        this.server = server;
        this.thread = Thread.ofPlatform().daemon().start(this::watch);
    }

    static MemoryWatch of(Server server) throws IOException {
        server.forgetPeak();
        return new MemoryWatch(server);
    }

    private void watch() {
        while (!stopped) {
            HttpGet.Answer answer = HttpGet.from(server.address(), HTTP, "/metrics", QUESTION);
            if (answer.isSuccess()) {
                heapBytes = Math.max(heapBytes, MetricsPage.read(answer.body()).sum(HEAP));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    Memory most() throws IOException {
        return new Memory(server.peakMebibytes(), heapBytes / (1 << 20));
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
