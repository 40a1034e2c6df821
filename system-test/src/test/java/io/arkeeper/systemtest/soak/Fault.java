package io.arkeeper.systemtest.soak;

/** What can happen to an ensemble. Each is over after {@link SoakRound} has healed everything. */
enum Fault {
    KILL_LEADER("kill -9 of the leader"),
    KILL_FOLLOWER("kill -9 of a follower"),
    KILL_ALL("kill -9 of all at once"),
    STOP_LEADER("orderly stop of the leader"),
    STOP_FOLLOWER("orderly stop of a follower"),
    PAUSE_LEADER("the leader hangs"),
    PAUSE_FOLLOWER("a follower hangs"),
    WIPE("the disk of one is lost"),
    MOVE("one comes back under another address"),
    NO_NAMES("no name resolves"),
    ROLL("all are restarted, one after the other"),
    SCALE("the number of servers changes");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }

    /** Two that together lose data by definition, or have no meaning together. */
    boolean excludes(Fault other) {
        return (this == WIPE && other == SCALE) || (this == SCALE && other == WIPE);
    }
}
