package io.arkeeper.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM while something is under way: it is asked to end in good order, and the process lives until it has,
 * though not for ever.
 */
public final class StopSignal implements AutoCloseable {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private StopSignal(Runnable stop, Duration patience) {
        this.hook = new Thread(
                () -> {
                    stop.run();
                    try {
                        ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop");
    }

    /**
     * From now on, until it is closed.
     *
     * @param stop asks for the end; returns at once
     */
    public static StopSignal calls(Runnable stop, Duration patience) {
        StopSignal signal = new StopSignal(stop, patience);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, because the signal came
        }
    }
}
