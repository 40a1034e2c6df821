package io.arkeeper.systemtest.soak;

import java.time.Duration;

/** The longest time between two acknowledged writes of anybody. */
final class LongestPause {

    private long last;
    private long longest;

    LongestPause(long begin) {
        this.last = begin;
    }

    synchronized void acknowledged(long now) {
        longest = Math.max(longest, now - last);
        last = Math.max(last, now);
    }

    synchronized Duration longest() {
        return Duration.ofNanos(longest);
    }
}
