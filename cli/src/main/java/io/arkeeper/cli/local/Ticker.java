package io.arkeeper.cli.local;

/** Elapsed time, which must not move when somebody sets the clock. */
@FunctionalInterface
public interface Ticker {

    Ticker SYSTEM = System::nanoTime;

    /** Nanoseconds since some fixed point. */
    long nanos();
}
