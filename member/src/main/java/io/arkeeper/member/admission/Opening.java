package io.arkeeper.member.admission;

import java.io.DataInputStream;
import java.io.IOException;

/** What a connection has to say before anything else. */
public interface Opening {

    /**
     * Reads it, and not a byte more.
     *
     * @return what was read, for whoever is to read it again
     * @throws Malformed where it is something else
     */
    byte[] read(DataInputStream in) throws IOException, Malformed;
}
