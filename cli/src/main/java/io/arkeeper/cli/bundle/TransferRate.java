package io.arkeeper.cli.bundle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * How fast bytes have been leaving lately, and how long the rest will take.
 *
 * <p>Only the last seconds count: the beginning of a long transfer says nothing about its end. Bytes that the registry
 * had already took no time and count for nothing, so they do not promise a speed that the line has not.
 */
final class TransferRate {

    private static final long LATELY = Duration.ofSeconds(10).toNanos();
    private static final long APART = Duration.ofMillis(200).toNanos();
    private static final long ENOUGH = Duration.ofMillis(500).toNanos(); // below it chance decides

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long bytes) {}

    /** @param sent bytes that have left since the beginning */
    void at(long nanos, long sent) {
        if (samples.isEmpty() || nanos - samples.getLast().nanos() >= APART) {
            samples.addLast(new Sample(nanos, sent));
        }
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > LATELY) {
            samples.removeFirst();
        }
    }

    /** Absent until enough was seen. */
    OptionalLong bytesPerSecond(long nanos, long sent) {
        if (samples.isEmpty() || nanos - samples.getFirst().nanos() < ENOUGH) {
            return OptionalLong.empty();
        }
        long bytes = Math.max(0, sent - samples.getFirst().bytes());
        return OptionalLong.of(
                Math.round(bytes * 1e9 / (nanos - samples.getFirst().nanos())));
    }

    /** Absent while nothing moves. */
    OptionalLong secondsLeft(long nanos, long sent, long left) {
        OptionalLong rate = bytesPerSecond(nanos, sent);
        return rate.isPresent() && rate.getAsLong() > 0
                ? OptionalLong.of((left + rate.getAsLong() - 1) / rate.getAsLong())
                : OptionalLong.empty();
    }
}
