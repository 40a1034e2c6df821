package org.apache.zookeeper.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.compat.ProtocolManager;
import org.apache.zookeeper.server.command.FourLetterCommands;

/** Tells what no client sends from what an honest one may send, be it refused for whatever reason. */
final class Nonsense {

    private static final int HEADER = 2 * Integer.BYTES; // of a request

    private Nonsense() {}

    /**
     * Whether no message has this length. One that is too long for the limits may be an honest client's within a session; what begins one
     * is always short.
     */
    static boolean isLength(int length, boolean inSession) {
        return length < 0
                || (!inSession && length > BinaryInputArchive.maxBuffer && !FourLetterCommands.isKnown(length));
    }

    /** Whether no message is this. Of a request only its header is read: what cannot be read of its body is answered. */
    static boolean isMessage(ByteBuffer whole, boolean inSession) {
        return inSession ? whole.remaining() < HEADER : !beginsSession(whole);
    }

    private static boolean beginsSession(ByteBuffer whole) {
        try {
            new ProtocolManager()
                    .deserializeConnectRequest(
                            BinaryInputArchive.getArchive(new ByteBufferInputStream(whole.duplicate())));
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
