package io.arkeeper.cli.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** A line to a registry that is no faster than it is told, and counts what goes up. */
final class SlowLine implements AutoCloseable {

    private static final int PIECE = 16 << 10;
    private static final long SECOND = 1_000_000_000L;

    private final ServerSocket listening;
    private final int port;
    private volatile Turn turn = new Turn(Long.MAX_VALUE, bytes -> {}, new AtomicLong());

    private SlowLine(ServerSocket listening, int port) {
        this.listening = listening;
        this.port = port;
    }

    /** What holds for connections from a moment on; what an earlier one left in the line is not counted with them. */
    private record Turn(long bytesPerSecond, LongConsumer listener, AtomicLong carried) {}

    /** A line to a port of this machine. */
    static SlowLine to(int port) throws IOException {
        SlowLine line = new SlowLine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(line::accept);
        return line;
    }

    /**
     * For connections from now on, counting anew.
     *
     * @param newListener told how many bytes went up in all, after each piece
     */
    void set(long newBytesPerSecond, LongConsumer newListener) {
        turn = new Turn(newBytesPerSecond, newListener, new AtomicLong());
    }

    String host() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    long carried() {
        return turn.carried.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                Turn its = turn;
                Thread.ofVirtual().start(() -> carry(near, far, Optional.of(its)));
                Thread.ofVirtual().start(() -> carry(far, near, Optional.empty()));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void carry(Socket from, Socket to, Optional<Turn> up) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                out.write(piece, 0, count);
                if (up.isPresent()) {
                    Turn its = up.get();
                    LockSupport.parkNanos(count * SECOND / its.bytesPerSecond);
                    its.listener.accept(its.carried.addAndGet(count));
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
