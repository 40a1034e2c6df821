package io.arkeeper.member.database;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of any length, of which one window is in memory. */
final class LogBytes {

    private static final int WINDOW = 1 << 20; // bytes
    private static final int PREFIX = Long.BYTES + Integer.BYTES; // a record's sum and length

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long start = -1;

    LogBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        window.limit(0);
    }

    long size() {
        return size;
    }

    int byteAt(long offset) throws IOException {
        return window.get(position(offset, 1)) & 0xff;
    }

    int intAt(long offset) throws IOException {
        return window.getInt(position(offset, Integer.BYTES));
    }

    long longAt(long offset) throws IOException {
        return window.getLong(position(offset, Long.BYTES));
    }

    byte[] at(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (length <= WINDOW) {
            window.get(position(offset, length), bytes);
        } else {
            read(ByteBuffer.wrap(bytes), offset);
        }
        return bytes;
    }

    private int position(long offset, int length) throws IOException {
        if (start < 0 || offset < start || offset + length > start + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW, size - offset));
            read(window, offset);
            window.flip();
            start = offset;
        }
        return Math.toIntExact(offset - start);
    }

    private void read(ByteBuffer target, long offset) throws IOException {
        long at = offset;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
            at += count;
        }
    }

    boolean areZeroFrom(long offset) throws IOException {
        for (long at = offset; at < size; at++) {
            if (byteAt(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The next place where a record could begin, or -1: an Adler-32 sum fills only the lower half of its eight bytes, and
     * the length behind it leads to a place within the file.
     */
    long nextCandidate(long offset) throws IOException {
        for (long at = offset; at + PREFIX < size; at++) {
            if (intAt(at) == 0) {
                int length = intAt(at + Long.BYTES);
                if (length > 0 && at + PREFIX + length < size && intAt(at + Integer.BYTES) != 0) {
                    return at;
                }
            }
        }
        return -1;
    }
}
