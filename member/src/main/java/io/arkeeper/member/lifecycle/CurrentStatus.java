package io.arkeeper.member.lifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of the member now. Reading never waits; once it stops, nothing else is said of it any more. */
final class CurrentStatus {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentStatus.class);

    private volatile MemberStatus status = MemberStatus.FIRST;

    MemberStatus get() {
        return status;
    }

    /** Enters a state or changes its reason; each change is logged once. */
    synchronized void enter(MemberState state, String reason) {
        MemberStatus before = status;
        if (before.state() == MemberState.STOPPING) {
            return;
        }
        status = before.in(state, reason);
        notifyAll();
        if (before.state() != state || !before.reason().equals(reason)) {
            LOG.info("{}: {}", state, reason);
        }
    }

    synchronized void update(UnaryOperator<MemberStatus> change) {
        if (status.state() != MemberState.STOPPING) {
            status = change.apply(status);
            notifyAll();
        }
    }

    /** Returns once the status is such a one, or after the time. */
    synchronized void await(Predicate<MemberStatus> wanted, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); left > 0 && !wanted.test(status); left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
