package io.arkeeper.core.recovery;

import java.util.Optional;

/** What is known of one member's disk before a recovery. */
public sealed interface DiskWord {

    /** @param reason why nothing is known of it, e.g. {@code no answer} */
    record Silent(String reason) implements DiskWord {}

    /** It holds nothing that could be lost, nor anything to recover from. */
    record Empty() implements DiskWord {}

    /**
     * It holds data.
     *
     * @param serving whether its member serves clients as part of a quorum
     */
    record Holds(DiskSummary disk, boolean serving) implements DiskWord {}

    /** What it holds, if that is known and anything. */
    default Optional<DiskSummary> data() {
        return this instanceof Holds holds ? Optional.of(holds.disk()) : Optional.empty();
    }
}
