package io.arkeeper.systemtest.soak;

/** A time on the clock of {@link System#nanoTime()}. */
record Period(long begin, long end) {

    boolean overlaps(RegisterOperation operation) {
        return operation.invoked() <= end && operation.returned() >= begin;
    }
}
