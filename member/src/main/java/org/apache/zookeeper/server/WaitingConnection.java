package org.apache.zookeeper.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.apache.zookeeper.server.NIOServerCnxnFactory.SelectorThread;

/**
 * A connection of a client in plaintext that tells what it waits for.
 *
 * <p>In ZooKeeper's own package, because what reads from a connection is visible nowhere else.
 */
public abstract class WaitingConnection extends NIOServerCnxn {

    private final InetSocketAddress from;

    protected WaitingConnection(
            ZooKeeperServer server,
            SocketChannel socket,
            SelectionKey key,
            NIOServerCnxnFactory factory,
            SelectorThread selector)
            throws IOException {
        super(server, socket, key, factory, selector);
        from = (InetSocketAddress) socket.getRemoteAddress();
    }

    /** Whose it is, also once it has ended. */
    public final InetSocketAddress from() {
        return from;
    }

    @Override
    void doIO(SelectionKey key) throws InterruptedException {
        super.doIO(key);
        ByteBuffer buffer = incomingBuffer;
        waitsFor(
                buffer.capacity() > Integer.BYTES
                        ? buffer.capacity()
                        : 0); // a length has four bytes, no request so few
    }

    /** Whether it ended by what no client sends. */
    public boolean hasEndedMalformed() {
        return switch (disconnectReason) {
            case UNABLE_TO_READ_FROM_CLIENT -> !isInSession() && hasBegun(incomingBuffer);
            case IO_EXCEPTION -> hasBegun(incomingBuffer) && isNonsense(incomingBuffer.duplicate());
            default -> false;
        };
    }

    private boolean isInSession() {
        return getSessionId() != 0;
    }

    private static boolean hasBegun(ByteBuffer buffer) {
        return holdsMessage(buffer) || buffer.position() > 0;
    }

    /** Until a length has come, what comes is one. */
    private static boolean holdsMessage(ByteBuffer buffer) {
        return buffer.capacity() != Integer.BYTES;
    }

    private boolean isNonsense(ByteBuffer come) {
        return holdsMessage(come)
                ? Nonsense.isMessage(come.rewind(), isInSession())
                : Nonsense.isLength(come.getInt(0), isInSession());
    }

    /** @param announced bytes of the request that has begun to come, for which there is memory already; 0 where none has */
    protected abstract void waitsFor(int announced);
}
