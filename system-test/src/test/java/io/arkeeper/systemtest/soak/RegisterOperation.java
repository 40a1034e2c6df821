package io.arkeeper.systemtest.soak;

/**
 * One operation on a register: a znode that everybody writes.
 *
 * @param kind what was asked for
 * @param outcome what the client knows of it
 * @param version of the data: that a write made, or a read found. 0 is what the register began with
 * @param value every written value is unique
 * @param invoked when the client asked, in nanoseconds of a monotonic clock all clients share
 * @param returned when it heard the outcome
 */
record RegisterOperation(
        String register, Kind kind, Outcome outcome, int version, String value, long invoked, long returned) {

    enum Kind {
        /** After a write of the client's own, which a quorum had to acknowledge. */
        READ,
        /** After a {@code sync}. */
        SYNCED_READ,
        WRITE
    }

    enum Outcome {
        DONE,
        /** The connection broke: a write may have been made or not, or is still to be made. */
        UNKNOWN
    }
}
