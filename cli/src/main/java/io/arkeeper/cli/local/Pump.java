package io.arkeeper.cli.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Carries bytes from one end to the other as they come, in a thread that keeps nobody from ending. */
public final class Pump {

    private static final int AT_ONCE = 8192;

    private Pump() {}

    public static Thread start(String name, InputStream from, OutputStream to) {
        return Thread.ofPlatform().daemon().name(name).start(() -> carry(from, to));
    }

    private static void carry(InputStream from, OutputStream to) {
        byte[] bytes = new byte[AT_ONCE];
        try {
            for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
                to.write(bytes, 0, read);
                to.flush();
            }
        } catch (IOException e) {
            // one of the ends is gone; whoever waits for the program sees that
        }
    }
}
