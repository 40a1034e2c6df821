package io.arkeeper.member.server;

import io.arkeeper.member.admission.Gate;
import io.arkeeper.member.admission.Malformed;
import java.io.IOException;
import java.net.Socket;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.zookeeper.server.quorum.UnifiedServerSocket.UnifiedSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps plaintext out of ports that were opened while both were accepted. Ports that are opened later keep it out
 * themselves.
 */
final class PlaintextGate implements Gate {

    private static final Logger LOG = LoggerFactory.getLogger(PlaintextGate.class);

    private final QuorumSecurity security;
    private final Set<Socket> plaintext = Collections.newSetFromMap(new WeakHashMap<>());

    PlaintextGate(QuorumSecurity security) {
        this.security = security;
    }

    @Override
    public void pass(Socket socket) throws Malformed {
        if (!security.acceptsTls() || (socket instanceof UnifiedSocket unified && unified.isSecureSocket())) {
            return;
        }
        synchronized (plaintext) {
            if (security.requiresTls()) {
                throw new Malformed("the connection", "plaintext", "TLS, which all members speak");
            }
            plaintext.add(socket);
        }
    }

    /** Ends the connections that came in plaintext while they were let in. */
    void shut() {
        synchronized (plaintext) {
            for (Socket socket : plaintext) {
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
}
