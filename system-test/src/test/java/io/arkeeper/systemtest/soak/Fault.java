package io.arkeeper.systemtest.soak;

import java.util.EnumSet;
import java.util.Set;

/** What can happen to an ensemble. Each is over after {@link FaultInjector} has healed everything. */
enum Fault {
    KILL_LEADER("kill -9 of the leader", 1, Need.NOTHING),
    KILL_FOLLOWER("kill -9 of a follower", 1, Need.NOTHING),
    KILL_ALL("kill -9 of all at once", 1, Need.NOTHING),
    STOP_LEADER("orderly stop of the leader", 1, Need.NOTHING),
    STOP_FOLLOWER("orderly stop of a follower", 1, Need.NOTHING),
    PAUSE_LEADER("the leader hangs", 1, Need.NOTHING),
    PAUSE_FOLLOWER("a follower hangs", 1, Need.NOTHING),
    WIPE("the disk of one is lost", 3, Need.NOTHING),
    MOVE("one comes back under another address", 1, Need.NOTHING),
    NO_NAMES("no name resolves", 1, Need.NOTHING),
    ROLL("all are restarted, one after the other", 1, Need.NOTHING),
    CONFIG("a setting changes, and all are restarted, one after the other", 1, Need.NOTHING),
    SCALE("the number of servers changes", 1, Need.NOTHING),
    RESCALE("the number of servers changes, and again before that is done", 1, Need.NOTHING),
    CUT_LINK("a link is cut", 3, Need.LINKS),
    CUT_ONE_WAY("a link is cut one way", 3, Need.LINKS),
    ISOLATE_LEADER("the leader is cut off from everybody, clients included", 3, Need.LINKS),
    ISOLATE_FOLLOWER("a follower is cut off from everybody, clients included", 3, Need.LINKS),
    SILENCE_LEADER("nobody hears the leader, and it hears all", 3, Need.LINKS),
    DEAFEN_LEADER("the leader hears nobody, and all hear it", 3, Need.LINKS),
    SPLIT_OFF_LEADER("a split with the leader on the small side", 3, Need.LINKS),
    SPLIT_OFF_FOLLOWERS("a split with the leader on the large side", 3, Need.LINKS),
    LOSE_PACKETS("a member hears only most of the packets", 3, Need.LOSS),
    SLOW_DOWN("what a member sends arrives late", 3, Need.SLOWNESS),
    FILL_ONE("the disk of one is full", 1, Need.DISKS),
    FILL_ALL("all disks are full", 1, Need.DISKS);

    /** What a machine must be able to do for a fault. */
    enum Need {
        NOTHING,
        LINKS,
        LOSS,
        SLOWNESS,
        DISKS;

        boolean isOfTheNetwork() {
            return this == LINKS || this == LOSS || this == SLOWNESS;
        }
    }

    private static final Set<Fault> OPERATIONS = EnumSet.of(WIPE, ROLL, CONFIG, SCALE, RESCALE);
    private static final Set<Fault> OF_THE_LEADER = EnumSet.of(
            KILL_LEADER,
            STOP_LEADER,
            PAUSE_LEADER,
            ISOLATE_LEADER,
            SILENCE_LEADER,
            DEAFEN_LEADER,
            SPLIT_OFF_LEADER,
            SPLIT_OFF_FOLLOWERS);

    private final String words;
    private final int servers;
    private final Need need;

    Fault(String words, int servers, Need need) {
        this.words = words;
        this.servers = servers;
        this.need = need;
    }

    @Override
    public String toString() {
        return words;
    }

    /** How many servers there have to be for it to be survivable, or possible at all. */
    int servers() {
        return servers;
    }

    Need need() {
        return need;
    }

    /** Whether somebody does this to a healthy ensemble on purpose, or at least not to a broken one. */
    boolean isOperation() {
        return OPERATIONS.contains(this);
    }

    boolean isOfTheLeader() {
        return OF_THE_LEADER.contains(this);
    }

    /** Whether a leader may go on and not know that others have another one by now. */
    boolean castsDoubtOnTheLeader() {
        return need.isOfTheNetwork() || this == PAUSE_LEADER || this == PAUSE_FOLLOWER;
    }
}
