package io.arkeeper.core;

import java.time.Duration;

/**
 * How long members wait for each other, in ZooKeeper's own units.
 *
 * @param tick the heartbeat; shorter notices a lost member sooner and tolerates less garbage collection
 * @param initTicks ticks a follower may take to connect to a leader and load its snapshot: grows with the data
 * @param syncTicks ticks a follower may fall behind before the leader drops it
 */
public record QuorumTimings(Duration tick, int initTicks, int syncTicks) {

    private static final Duration SHORTEST_TICK = Duration.ofMillis(100);
    private static final Duration LONGEST_TICK = Duration.ofMinutes(1);

    public static final QuorumTimings DEFAULT = new QuorumTimings(Duration.ofSeconds(2), 10, 5);

    public QuorumTimings {
        if (tick.compareTo(SHORTEST_TICK) < 0 || tick.compareTo(LONGEST_TICK) > 0) {
            throw new InvalidSetting(
                    "tickTimeMs", tick.toMillis(), "100 to 60000", "use 2000 unless you measured otherwise");
        }
        if (syncTicks < 1) {
            throw new InvalidSetting("syncTicks", syncTicks, "1 or more", "use 5 unless you measured otherwise");
        }
        if (initTicks < syncTicks) {
            throw new InvalidSetting(
                    "initTicks",
                    initTicks,
                    "at least syncTicks (" + syncTicks + ")",
                    "a follower needs longer to load a snapshot than to keep up: use " + 2 * syncTicks);
        }
    }

    /** How long a follower may be silent before the leader gives it up. */
    public Duration lagAllowed() {
        return tick.multipliedBy(syncTicks);
    }
}
