package io.arkeeper.member.lifecycle;

import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Topology;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.membership.Departure;
import io.arkeeper.core.membership.Scale;
import io.arkeeper.member.server.ServerView;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up the seat of a member that is not coming back: it says so in its report, and goes on serving until the leader
 * has removed it. Where that does not happen in time it stops all the same.
 */
final class SeatRelease {

    private static final Logger LOG = LoggerFactory.getLogger(SeatRelease.class);

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration ASKING = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final MemberIdentity self;
    private final Supplier<Topology> topology;
    private final Function<String, Scale> scales;
    private final CurrentStatus status;
    private final StopSignal stop;
    private final Duration within;

    /**
     * @param scales asks Kubernetes how many pods a StatefulSet is to have
     * @param within how long to wait for the removal
     */
    SeatRelease(
            MemberIdentity self,
            Supplier<Topology> topology,
            Function<String, Scale> scales,
            CurrentStatus status,
            StopSignal stop,
            Duration within) {
        this.self = self;
        this.topology = topology;
        this.scales = scales;
        this.status = status;
        this.stop = stop;
        this.within = within;
    }

    /**
     * Asks what it will ask once the member is told to stop. The first question of a process takes longest, and with it
     * the stop of a member that comes back.
     */
    void rehearse() {
        LOG.debug("if it were told to stop: {}", judge(ask()).reason());
    }

    private Verdict judge(Scale scale) {
        return Departure.judge(self, topology.get(), scale);
    }

    private Scale ask() {
        return scales.apply(self.statefulSet());
    }

    /**
     * Asks for a while where there is no answer. The ConfigMap is nearly always late for this: who is scaled away would
     * believe that it comes back, and several such seats may be the quorum.
     */
    private Scale askUntilAnswered() {
        long deadline = System.nanoTime() + (within.compareTo(ASKING) < 0 ? within : ASKING).toNanos();
        Scale scale = ask();
        while (scale instanceof Scale.Unanswered && System.nanoTime() < deadline) {
            stop.pause(ASK_AGAIN);
            scale = ask();
        }
        return scale;
    }

    /**
     * Returns once the seat is given up, is kept for the next start, or cannot be given up in time.
     *
     * @param server what the server says now
     */
    void leave(Supplier<Optional<ServerView>> server) {
        if (!hasSeat(server)) {
            return;
        }
        Verdict verdict = judge(askUntilAnswered());
        LOG.info("is told to stop: {}", verdict.reason());
        if (!verdict.yes()) {
            return;
        }
        status.update(MemberStatus::leaving);
        long deadline = System.nanoTime() + within.toNanos();
        while (hasSeat(server) && System.nanoTime() < deadline) {
            stop.pause(LOOK);
        }
        if (hasSeat(server)) {
            LOG.warn("has not been removed within {}s; stops with its seat", within.toSeconds());
        } else {
            LOG.info("has given up its seat");
        }
    }

    private boolean hasSeat(Supplier<Optional<ServerView>> server) {
        return server.get().filter(view -> view.config().has(self.id())).isPresent();
    }
}
