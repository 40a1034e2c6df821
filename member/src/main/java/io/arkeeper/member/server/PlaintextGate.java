package io.arkeeper.member.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.zookeeper.server.quorum.UnifiedServerSocket.UnifiedSocket;
import org.apache.zookeeper.server.quorum.auth.QuorumAuthServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps plaintext out of ports that were opened while both were accepted. Ports that are opened later keep it out
 * themselves.
 */
final class PlaintextGate implements QuorumAuthServer {

    private static final Logger LOG = LoggerFactory.getLogger(PlaintextGate.class);

    private final QuorumSecurity security;
    private final Set<Socket> plaintext = Collections.newSetFromMap(new WeakHashMap<>());

    PlaintextGate(QuorumSecurity security) {
        this.security = security;
    }

    @Override
    public void authenticate(Socket socket, DataInputStream input) throws IOException {
        if (!security.acceptsTls()) {
            return;
        }
        synchronized (plaintext) {
            if (!security.requiresTls()) {
                plaintext.add(socket); // whether it is, is not known before its first byte
                return;
            }
        }
        if (!isTls(socket)) {
            throw new IOException(
                    "refuses plaintext from %s: all members speak TLS".formatted(socket.getRemoteSocketAddress()));
        }
    }

    /** Ends the connections that came in plaintext while they were let in. */
    void shut() {
        synchronized (plaintext) {
            for (Socket socket : plaintext) {
                if (socket instanceof UnifiedSocket unified && unified.isSecureSocket()) {
                    continue;
                }
                LOG.info("ends a plaintext connection from {}: all members speak TLS", socket.getRemoteSocketAddress());
                close(socket);
            }
            plaintext.clear();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("cannot close {}", socket, e); // then it was closed already
        }
    }

    /** Waits for the first bytes where there are none yet. */
    private static boolean isTls(Socket socket) throws IOException {
        if (!(socket instanceof UnifiedSocket unified)) {
            return false;
        }
        try {
            return unified.getSslSocket() != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
