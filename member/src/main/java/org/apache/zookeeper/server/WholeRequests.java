package org.apache.zookeeper.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Holds back what comes over a connection until it makes whole requests: lengths, and so many bytes after each. ZooKeeper takes
 * memory for a request at its length; here it is taken as the request comes, and may be given back.
 */
final class WholeRequests {

    private static final byte[] NOTHING = new byte[0];

    private final int longest;
    private byte[] kept = NOTHING;
    private int size;
    private int length;
    private int lengthBytes;
    private int left;
    private boolean unbounded; // it is a word, or nonsense, which ZooKeeper answers

    /** @param longest bytes that a request may have */
    WholeRequests(int longest) {
        this.longest = longest;
    }

    /**
     * Takes in what has come.
     *
     * @return what is whole by now, maybe nothing, for whoever asks to release; what has come is released, or is that
     */
    ByteBuf take(ByteBuf bytes) {
        int whole = whole(bytes);
        if (size == 0 && whole == bytes.readableBytes()) {
            return bytes; // as nearly always
        }
        try {
            ByteBuf ready = ready(bytes, whole);
            keep(bytes, bytes.readableBytes());
            return ready;
        } finally {
            bytes.release();
        }
    }

    private ByteBuf ready(ByteBuf bytes, int whole) {
        if (whole == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        if (size == 0) {
            return bytes.readRetainedSlice(whole);
        }
        keep(bytes, whole);
        ByteBuf ready = Unpooled.wrappedBuffer(kept, 0, size);
        drop();
        return ready;
    }

    /** How many of these bytes belong to requests that end within them. */
    private int whole(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int end = bytes.writerIndex();
        int whole = 0;
        int at = start;
        while (at < end && !unbounded) {
            if (left > 0) {
                int step = Math.min(left, end - at);
                at += step;
                left -= step;
            } else {
                length = length << Byte.SIZE | bytes.getUnsignedByte(at++);
                if (++lengthBytes < Integer.BYTES) {
                    continue;
                }
                lengthBytes = 0;
                left = length;
                unbounded = length < 0 || length > longest;
            }
            if (left == 0 && lengthBytes == 0) {
                whole = at - start;
            }
        }
        return unbounded ? end - start : whole;
    }

    private void keep(ByteBuf bytes, int count) {
        if (kept.length < size + count) {
            kept = Arrays.copyOf(kept, Math.max(size + count, Math.min(2 * kept.length, Integer.BYTES + longest)));
        }
        bytes.readBytes(kept, size, count);
        size += count;
    }

    /** Whether the last request is not whole. */
    boolean isMidway() {
        return !unbounded && (left > 0 || lengthBytes > 0);
    }

    /** A length that no request has, by which nothing after it is one; 0 where none has come. */
    int impossibleLength() {
        return unbounded ? length : 0;
    }

    /** Bytes of memory that it has taken. */
    int held() {
        return kept.length;
    }

    /** Gives them back. */
    void drop() {
        kept = NOTHING;
        size = 0;
    }
}
