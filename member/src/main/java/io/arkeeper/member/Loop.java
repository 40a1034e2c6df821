package io.arkeeper.member;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same again and again on a thread of its own, until it is closed. One failed turn is not the last. */
public final class Loop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** What is done at each turn. */
    public interface Turn {
        void run() throws InterruptedException;
    }

    private final String name;
    private final Supplier<Duration> pause;
    private final Turn turn;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param name of the thread
     * @param pause between the end of a turn and the next
     */
    public Loop(String name, Duration pause, Turn turn) {
        this(name, () -> pause, turn);
    }

    /** @param pause between the end of a turn and the next, asked for each time */
    public Loop(String name, Supplier<Duration> pause, Turn turn) {
        this.name = name;
        this.pause = pause;
        this.turn = turn;
    }

    public void start() {
        Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    private void run() {
        try {
            do {
                guarded();
            } while (!closed.await(pause.get().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void guarded() throws InterruptedException {
        try {
            turn.run();
        } catch (RuntimeException e) {
            LOG.warn("{}: a turn failed; trying again", name, e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
