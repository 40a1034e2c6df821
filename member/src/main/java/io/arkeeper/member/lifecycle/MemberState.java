package io.arkeeper.member.lifecycle;

/** Where a member is in its life. It only ever moves forward. */
public enum MemberState {
    CHECKING_DISK,
    WAITING_FOR_SPACE,
    ASKING_PEERS,
    WAITING_FOR_NAME,
    STARTING,
    RUNNING,
    /** Its database cannot be read; it waits to be looked at, or to be told to be synced anew. */
    BROKEN,
    STOPPING;

    /** Whether it may serve clients later without being started anew. */
    public boolean mayServe() {
        return this != BROKEN && this != STOPPING;
    }
}
