package io.arkeeper.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Time since the command was typed, the JVM's own start included. */
final class Stopwatch {

    private final long startedAt;

    private Stopwatch(long startedAt) {
        this.startedAt = startedAt;
    }

    static Stopwatch sinceTheProcessStarted() {
        Duration age = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
        return new Stopwatch(System.nanoTime() - age.toNanos());
    }

    static Stopwatch sinceNow() {
        return new Stopwatch(System.nanoTime());
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Seconds with one digit: {@code 3.4 s}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f s", elapsed().toMillis() / 1000.0);
    }
}
