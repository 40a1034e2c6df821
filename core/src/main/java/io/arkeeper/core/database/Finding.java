package io.arkeeper.core.database;

/**
 * Something in a file that is not as it was written.
 *
 * @param file its name
 * @param offset bytes from its start
 * @param what one clause: what is wrong there
 * @param weight what it means
 */
public record Finding(String file, long offset, String what, Weight weight) {

    /** What a finding means for the data. */
    public enum Weight {
        /** A trace of an interruption. Nothing that was ever acknowledged is concerned. */
        REMARK,
        /** Bytes are not those that were written; ZooKeeper reads over it, with or without telling. */
        DAMAGE,
        /** Damage that ZooKeeper refuses to start with, where it needs the file. */
        FATAL
    }

    public boolean isDamage() {
        return weight != Weight.REMARK;
    }

    /** The same of a snapshot beside which no other can be read. */
    Finding whereNothingElseIsLeft() {
        return new Finding(file, offset, what + ", and no other snapshot can be read", Weight.FATAL);
    }

    @Override
    public String toString() {
        return "%s at byte %d: %s".formatted(file, offset, what);
    }
}
