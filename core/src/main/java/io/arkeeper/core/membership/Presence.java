package io.arkeeper.core.membership;

/** What the leader sees of a member. A disk that was emptied shows as {@link #CATCHING_UP} until it is synced. */
public enum Presence {
    /** Not connected to the leader, for whatever reason: restarting, cut off, or gone for good. */
    AWAY("away"),
    /** Connected, but without all that the leader holds: it counts for nothing yet. */
    CATCHING_UP("catching up"),
    /** Connected, and holds what the leader holds. */
    IN_SYNC("in sync");

    private final String words;

    Presence(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
