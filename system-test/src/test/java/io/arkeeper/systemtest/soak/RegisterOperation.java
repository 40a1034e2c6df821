package io.arkeeper.systemtest.soak;

/**
 * One operation on a register: a znode that everybody writes.
 *
 * @param kind what was asked for
 * @param outcome what the client knows of it
 * @param expected the version a compare-and-set is for; -1 for all others
 * @param version of the data: that a write made, or a read found; -1 where none was heard. 0 is what the register began with
 * @param value every written value is unique
 * @param invoked when the client asked, in nanoseconds of a monotonic clock all clients share
 * @param returned when it heard the outcome
 */
record RegisterOperation(
        String register,
        Kind kind,
        Outcome outcome,
        int expected,
        int version,
        String value,
        long invoked,
        long returned) {

    enum Kind {
        /** Of whatever the server at hand has: it may be old. */
        LOOK,
        /** After a write of the client's own, which a quorum had to acknowledge. */
        READ,
        /** After a {@code sync}. */
        SYNCED_READ,
        /** Whatever is there. */
        WRITE,
        /** Only where the version is still the expected one. */
        COMPARE_AND_SET;

        boolean writes() {
            return this == WRITE || this == COMPARE_AND_SET;
        }
    }

    enum Outcome {
        DONE,
        /** Another version than the expected one was there. */
        REFUSED,
        /** The connection broke: a write may have been made or not, or is still to be made. */
        UNKNOWN
    }

    static RegisterOperation read(String register, Kind kind, int version, String value, long invoked, long returned) {
        return new RegisterOperation(register, kind, Outcome.DONE, -1, version, value, invoked, returned);
    }

    boolean isDone() {
        return outcome == Outcome.DONE;
    }

    /** Whether it may have changed the register. */
    boolean mayHaveWritten() {
        return kind.writes() && outcome != Outcome.REFUSED;
    }

    /** The version that was there at the latest when this returned; -1 where nothing is known. */
    int knownAfter() {
        return outcome == Outcome.REFUSED ? expected + 1 : version;
    }
}
