package io.arkeeper.core.database;

/** Arithmetic on ZooKeeper's transaction ids: the epoch in the upper 32 bits, a counter from 1 in the lower ones. */
public final class Zxid {

    private static final int EPOCH_BITS = 32;

    private Zxid() {}

    public static long epoch(long zxid) {
        return zxid >> EPOCH_BITS;
    }

    public static long counter(long zxid) {
        return zxid & 0xffffffffL;
    }

    /** The last id that an epoch can have; no transaction ever reaches it. */
    public static long endOf(long epoch) {
        return (epoch << EPOCH_BITS) | 0xffffffffL;
    }

    /** Whether no transaction can be missing between the two: the next of the epoch, or the first of a later one. */
    public static boolean follows(long before, long next) {
        return next == before + 1 || (epoch(next) > epoch(before) && counter(next) <= 1);
    }

    /** As ZooKeeper writes it: {@code 0x100000003}. */
    public static String text(long zxid) {
        return zxid < 0 ? "none" : "0x" + Long.toHexString(zxid);
    }
}
