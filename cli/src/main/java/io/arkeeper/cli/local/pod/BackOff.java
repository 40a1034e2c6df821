package io.arkeeper.cli.local.pod;

import java.time.Duration;

/**
 * How long a crashed container waits for its next start, by Kubernetes' rule: not at all, then 10 s, 20 s, 40 s … up to
 * five minutes, and from the beginning again after it has run for ten minutes.
 */
final class BackOff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10); // twice the longest, as the kubelet has it

    private Duration next = Duration.ZERO;

    /** The wait after a crash of a container that had run for {@code ran}. */
    Duration afterCrash(Duration ran) {
        if (ran.compareTo(FORGIVEN_AFTER) >= 0) {
            reset();
        }
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = next.isZero() ? FIRST : doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }

    void reset() {
        next = Duration.ZERO;
    }
}
