package io.arkeeper.cli.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** A line to a registry that is no faster than it is told, and counts what goes up. */
final class SlowLine implements AutoCloseable {

    private static final int PIECE = 16 << 10;
    private static final long SECOND = 1_000_000_000L;

    private final ServerSocket listening;
    private final int port;
    private volatile long bytesPerSecond;
    private final AtomicLong carried = new AtomicLong();
    private volatile LongConsumer listener = bytes -> {};

    private SlowLine(ServerSocket listening, int port) {
        this.listening = listening;
        this.port = port;
    }

    /** A line to a port of this machine. */
    static SlowLine to(int port) throws IOException {
        SlowLine line = new SlowLine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        line.set(Long.MAX_VALUE, bytes -> {});
        Thread.ofVirtual().start(line::accept);
        return line;
    }

    /**
     * From now on, counting anew.
     *
     * @param newListener told how many bytes went up in all, after each piece
     */
    void set(long newBytesPerSecond, LongConsumer newListener) {
        bytesPerSecond = newBytesPerSecond;
        listener = newListener;
        carried.set(0);
    }

    String host() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    long carried() {
        return carried.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofVirtual().start(() -> carry(near, far, true));
                Thread.ofVirtual().start(() -> carry(far, near, false));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void carry(Socket from, Socket to, boolean up) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                out.write(piece, 0, count);
                if (up) {
                    LockSupport.parkNanos(count * SECOND / bytesPerSecond);
                    listener.accept(carried.addAndGet(count));
                }
            }
        } catch (IOException e) {
            // one end is gone, and so is the other
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
