package io.arkeeper.core.disk;

/** How much of an ensemble a disk holds. The order of a disk's life is EMPTY, FORMING, DATA. */
public enum DiskContent {
    /** Nothing of any ensemble: it was never used, or emptied together with all that would say so. */
    EMPTY,
    /** An ensemble is being formed: the first configuration is written, no leader was ever accepted. */
    FORMING,
    /** The disk belongs to an existing ensemble but holds no data yet, or no longer: it must be synced. */
    AWAITING_SYNC,
    /** Snapshots or transaction logs of an ensemble that had a leader. */
    DATA,
    /** The same, but no member starts with it. */
    DAMAGED;

    /** Whether the disk holds nothing that an existing ensemble could have left. */
    public boolean neverServed() {
        return this == EMPTY || this == FORMING;
    }

    /** Whether the disk holds a database, usable or not. */
    public boolean isDatabase() {
        return this == DATA || this == DAMAGED;
    }
}
