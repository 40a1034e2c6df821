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

    /** Whether it ended in the midst of something, or by what cannot be read, and not for want of a server. */
    public boolean hasEndedMalformed() {
        ByteBuffer buffer = incomingBuffer;
        boolean begun = buffer.capacity() != Integer.BYTES || buffer.position() > 0;
        return begun
                && isZKServerRunning()
                && (disconnectReason == DisconnectReason.IO_EXCEPTION
                        || disconnectReason == DisconnectReason.UNABLE_TO_READ_FROM_CLIENT);
    }

    /** @param announced bytes of the request that has begun to come, for which there is memory already; 0 where none has */
    protected abstract void waitsFor(int announced);
}
