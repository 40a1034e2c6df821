package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.registry.PushListener;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Turns what a push tells into what is shown: neither too often nor, on a slow line, too rarely. */
final class PushProgress implements PushListener {

    private final PushReporter reporter;
    private final LongSupplier nanos;
    private final TransferRate rate = new TransferRate();
    private long free; // bytes that did not have to travel
    private long lastShown;
    private boolean hasShown;

    PushProgress(PushReporter reporter, LongSupplier nanos) {
        this.reporter = reporter;
        this.nanos = nanos;
        rate.at(nanos.getAsLong(), 0);
    }

    /**
     * Where a push is.
     *
     * @param done never less than before
     */
    record Position(long done, long total, OptionalLong bytesPerSecond, OptionalLong secondsLeft) {}

    @Override
    public synchronized void advanced(long done, long total) {
        long now = nanos.getAsLong();
        long sent = Math.max(0, done - free);
        rate.at(now, sent);
        boolean isDue = !hasShown || now - lastShown >= reporter.interval().toNanos();
        if (isDue || done == total) {
            lastShown = now;
            hasShown = true;
            reporter.position(new Position(
                    done, total, rate.bytesPerSecond(now, sent), rate.secondsLeft(now, sent, total - done)));
        }
    }

    @Override
    public synchronized void blobDone(String repository, Digest digest, long size, How how) {
        if (how != How.SENT) {
            free += size;
        }
        reporter.blob(repository, digest, size, how);
    }

    @Override
    public synchronized void manifestDone(String repository, String reference, Digest digest, boolean wasPresent) {
        reporter.manifest(repository, reference, digest, wasPresent);
    }
}
