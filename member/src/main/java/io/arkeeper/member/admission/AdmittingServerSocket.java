package io.arkeeper.member.admission;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port from which only such connections are accepted as a {@link Doorman} has admitted. */
public final class AdmittingServerSocket extends ServerSocket {

    private static final Logger LOG = LoggerFactory.getLogger(AdmittingServerSocket.class);

    private static final Duration LOOK = Duration.ofMillis(100); // whether it was closed meanwhile
    private static final Duration PAUSE = Duration.ofMillis(100); // until there may be file descriptors again

    private final ServerSocket socket;
    private final Doorman doorman;
    private final BlockingQueue<Socket> admitted = new LinkedBlockingQueue<>();
    private final Thread acceptor;

    /**
     * @param socket bound already
     * @param doorman is closed with it
     */
    public AdmittingServerSocket(ServerSocket socket, Doorman doorman) throws IOException {
        this.socket = socket;
        this.doorman = doorman;
        this.acceptor = Thread.ofPlatform()
                .daemon()
                .name("accept-" + socket.getLocalPort())
                .start(this::acceptAll);
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                admit(socket.accept());
            } catch (IOException | RuntimeException e) {
                if (!socket.isClosed()) {
                    LOG.warn("cannot accept a connection on {} ({})", socket.getLocalSocketAddress(), e.getMessage());
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    private void admit(Socket next) throws IOException {
        try {
            doorman.admit(next, this::take);
        } catch (RuntimeException e) {
            next.close(); // the doorman has ended before
            throw e;
        }
    }

    /** Nobody is left to wait for a server that has ended in the meantime. */
    private void take(Socket next) {
        admitted.add(next);
        if (socket.isClosed()) {
            closeAll();
        }
    }

    private void closeAll() {
        for (Socket next = admitted.poll(); next != null; next = admitted.poll()) {
            try {
                next.close();
            } catch (IOException e) {
                LOG.debug("a connection that nobody accepted does not close ({})", e.getMessage());
            }
        }
    }

    @Override
    public Socket accept() throws IOException {
        while (!socket.isClosed()) {
            try {
                Socket next = admitted.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    return next;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SocketException("interrupted", e);
            }
        }
        throw new SocketException("Socket closed");
    }

    @Override
    public void close() throws IOException {
        socket.close();
        doorman.close();
        acceptor.interrupt();
        closeAll();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isBound() {
        return socket.isBound();
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
