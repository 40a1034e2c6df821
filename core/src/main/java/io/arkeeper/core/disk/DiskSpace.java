package io.arkeeper.core.disk;

import io.arkeeper.core.Verdict;
import java.util.Locale;

/**
 * How much room a volume has left, and what follows from that.
 *
 * <p>A write that fails for want of space may leave half a record in the log, and ZooKeeper itself goes on behind it. So
 * a member warns early, and stops in good order before it comes to that, while the others still are a quorum.
 *
 * @param volume where it is mounted
 */
public record DiskSpace(String volume, long freeBytes, long totalBytes) {

    private static final long MOST_RESERVED = 64L << 20; // bytes: what ZooKeeper allots to a transaction log at once
    private static final int RESERVED_SHARE = 20; // a twentieth of small volumes
    private static final int LOW_SHARE = 10;
    private static final double MIB = 1 << 20;

    /** Bytes that are left alone while the member runs, so that it can still be started and repaired. */
    public long reserve() {
        return Math.min(MOST_RESERVED, totalBytes / RESERVED_SHARE);
    }

    /** Whether it is time to do something about it. */
    public boolean isLow() {
        return totalBytes > 0 && freeBytes < totalBytes / LOW_SHARE;
    }

    /** Whether a running member stops. */
    public boolean isFull() {
        return totalBytes > 0 && freeBytes < reserve();
    }

    /**
     * Whether a member starts: it writes a snapshot when it leads, and must not fill the volume with that.
     *
     * @param snapshotBytes the size of its newest snapshot; 0 on a volume that takes none
     */
    public Verdict mayStart(long snapshotBytes) {
        long needed = 2 * reserve() + snapshotBytes;
        return totalBytes <= 0 || freeBytes >= needed
                ? Verdict.yes("there is room on " + volume)
                : Verdict.no(
                        "the volume of %s is full: %s are free and %s are needed; nothing is written to it. Grow the claim or free space: the member then goes on by itself"
                                .formatted(volume, text(freeBytes), text(needed)));
    }

    /** One clause for probes, while {@link #isLow()}. */
    public String alarm() {
        return "the volume of %s is almost full: %s of %s are free"
                .formatted(volume, text(freeBytes), text(totalBytes));
    }

    /** What the log says while {@link #isLow()}. */
    public String warning() {
        return "%s; at less than %s this member stops".formatted(alarm(), text(reserve()));
    }

    private static String text(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
    }
}
