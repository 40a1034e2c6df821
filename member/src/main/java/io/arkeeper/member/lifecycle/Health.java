package io.arkeeper.member.lifecycle;

import io.arkeeper.core.Verdict;
import io.arkeeper.member.server.ServerView;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The three probes as questions about a {@link MemberStatus}. Pure: no lock of ZooKeeper's is ever taken here, because
 * it may hold one while a name server does not answer.
 *
 * <ul>
 *   <li>live: this process is sound. Never depends on a quorum: a restart heals no missing peer.
 *   <li>started: somebody answers here. While this is denied the kubelet asks nothing else, and in the end it restarts the
 *       pod, so a large database that is being read must not deny it (decision 0025).
 *   <li>ready: it serves clients as part of a quorum now.
 * </ul>
 */
public final class Health {

    /** The status is refreshed every 200 ms; a much older one means that the server does not answer. */
    private static final Duration FRESH = Duration.ofSeconds(5);
    /** So long may the server keep a lock, e.g. while it writes a snapshot's tail, before the process is unsound. */
    private static final Duration SOUND = Duration.ofSeconds(60);

    private final Supplier<MemberStatus> status;
    private final LongSupplier nanos;

    /**
     * @param status the newest status
     * @param nanos a ticker, such as {@link System#nanoTime}
     */
    public Health(Supplier<MemberStatus> status, LongSupplier nanos) {
        this.status = status;
        this.nanos = nanos;
    }

    public Verdict live() {
        MemberStatus now = status.get();
        if (now.state() == MemberState.RUNNING && age(now).compareTo(SOUND) > 0) {
            return Verdict.no("the server has not answered for %ds".formatted(age(now).toSeconds()));
        }
        return Verdict.yes(now.reason());
    }

    public Verdict started() {
        return Verdict.yes(status.get().reason());
    }

    public Verdict ready() {
        MemberStatus now = status.get();
        boolean serving = now.server().map(ServerView::serving).orElse(false);
        if (now.state() != MemberState.RUNNING || !serving) {
            return Verdict.no(now.reason());
        }
        if (age(now).compareTo(FRESH) > 0) {
            return Verdict.no("the server has not answered for %ds".formatted(age(now).toSeconds()));
        }
        return Verdict.yes(now.alarm().map(alarm -> now.reason() + "; " + alarm).orElse(now.reason()));
    }

    private Duration age(MemberStatus now) {
        return Duration.ofNanos(nanos.getAsLong() - now.observedNanos());
    }
}
