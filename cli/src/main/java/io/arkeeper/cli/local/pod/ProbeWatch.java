package io.arkeeper.cli.local.pod;

import io.arkeeper.cli.local.release.ProbeSpec;

/**
 * One probe of one running container, as the kubelet keeps it: when it is due, and what its answers amount to.
 *
 * <p>The first attempt comes after the initial delay, the next ones a period apart; at most one is under way. Only so
 * many equal answers in a row as the threshold demands change the verdict.
 */
final class ProbeWatch {

    enum Verdict {
        UNDECIDED,
        PASSED,
        FAILED
    }

    private final ProbeSpec spec;
    private long dueAt;
    private boolean underWay;
    private int passedInARow;
    private int failedInARow;
    private Verdict verdict = Verdict.UNDECIDED;

    ProbeWatch(ProbeSpec spec, long containerStartedAt) {
        this.spec = spec;
        this.dueAt = containerStartedAt + spec.initialDelay().toNanos();
    }

    ProbeSpec spec() {
        return spec;
    }

    /** When the next attempt is due; never while one is under way. */
    long dueAt() {
        return underWay ? Long.MAX_VALUE : dueAt;
    }

    boolean isDue(long now) {
        return dueAt() <= now;
    }

    void begin(long now) {
        underWay = true;
        dueAt = now + spec.period().toNanos();
    }

    /** @return the verdict after this answer */
    Verdict answered(boolean success) {
        underWay = false;
        passedInARow = success ? passedInARow + 1 : 0;
        failedInARow = success ? 0 : failedInARow + 1;
        if (passedInARow >= spec.successThreshold()) {
            verdict = Verdict.PASSED;
        } else if (failedInARow >= spec.failureThreshold()) {
            verdict = Verdict.FAILED;
        }
        return verdict;
    }
}
