package io.arkeeper.bundle.registry;

import java.time.Duration;

/** Waits between attempts; tests wait no time at all. */
@FunctionalInterface
public interface Pause {

    Pause REAL = Thread::sleep;

    void of(Duration duration) throws InterruptedException;
}
