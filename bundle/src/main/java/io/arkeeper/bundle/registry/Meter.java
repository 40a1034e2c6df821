package io.arkeeper.bundle.registry;

/**
 * Counts bytes over several parallel blobs, and never backwards.
 *
 * <p>A blob that starts anew counts again only where it passes the point it had reached: people take a number that
 * falls for a fault, and a time left computed from it is nonsense.
 */
final class Meter {

    private final PushListener listener;
    private final long total;
    private long done;
    private long carried;

    Meter(PushListener listener, long total) {
        this.listener = listener;
        this.total = total;
    }

    Share share(long size) {
        return new Share(size);
    }

    /** Bytes that really left this machine, repetitions included. */
    synchronized long carried() {
        return carried;
    }

    private synchronized void advance(long by, long carriedBytes) {
        carried += carriedBytes;
        if (by > 0) {
            done += by;
            listener.advanced(done, total);
        }
    }

    /** One blob's part. Used by one thread at a time. */
    final class Share {
        private final long size;
        private long position;
        private long highest;

        private Share(long size) {
            this.size = size;
        }

        /** These bytes are leaving now. */
        void sending(long count) {
            position += count;
            raise(count);
        }

        /** The registry has this much. */
        void reached(long offset) {
            position = offset;
            raise(0);
        }

        private void raise(long carriedBytes) {
            long now = Math.min(position, size);
            long by = Math.max(0, now - highest);
            highest += by;
            advance(by, carriedBytes);
        }
    }
}
