package io.arkeeper.member.admission;

import java.net.Socket;

/** What a connection has to be, beside what it says. */
public interface Gate {

    /** Lets everybody through. */
    Gate OPEN = socket -> {};

    /**
     * Looks at a connection that has said what it has to say.
     *
     * @throws Malformed where it may not stay
     */
    void pass(Socket socket) throws Malformed;
}
