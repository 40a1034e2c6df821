package io.arkeeper.systemtest.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds ephemeral znodes that are still there although their session should have expired long ago.
 *
 * <p>Only time counts in which one leader had a quorum without a break: it takes a quorum to end a session, and a new leader
 * gives every session its whole timeout again.
 */
final class EphemeralCheck {

    /**
     * 4 s until a session expires; 2 s until the leader gives a follower up that tells it late of which clients it has heard;
     * 1 s because the leader looks once a tick, on top of its deletion; and 1 s for a busy machine.
     */
    static final Duration ALLOWED = Duration.ofSeconds(8);

    private static final long LONGEST_GAP = Duration.ofSeconds(1).toNanos(); // half of what it takes to elect anybody

    /**
     * What was there at one time.
     *
     * @param begin when somebody asked for a write, after whose acknowledgement the look was taken
     * @param end when it was answered
     * @param epoch of the leader that made the write
     */
    record Look(long begin, long end, long epoch, Set<String> found) {}

    private final Set<String> judged = new HashSet<>();
    private long epoch = -1;
    private long steadySince;
    private long lastEnd;
    private long gone;

    /**
     * What one more look shows.
     *
     * @param ended when the session of each ephemeral znode was closed, or its client heard of its end
     */
    List<String> violations(Look look, Map<String, Long> ended) {
        boolean steady = look.epoch() == epoch && look.end() - lastEnd <= LONGEST_GAP;
        steadySince = steady ? steadySince : look.begin();
        epoch = look.epoch();
        lastEnd = look.end();
        List<String> violations = new ArrayList<>();
        ended.forEach((path, end) -> {
            long since = Math.max(end, steadySince);
            if (judged.contains(path)) {
                return;
            }
            if (!look.found().contains(path)) {
                judged.add(path);
                gone++;
            } else if (look.begin() - since >= ALLOWED.toNanos()) {
                judged.add(path);
                violations.add("%s was still there %s s after its session, with one leader all the time"
                        .formatted(path, String.format(Locale.ROOT, "%.1f", (look.begin() - since) / 1e9)));
            }
        });
        return violations;
    }

    /** How many were seen to be gone. */
    long gone() {
        return gone;
    }
}
