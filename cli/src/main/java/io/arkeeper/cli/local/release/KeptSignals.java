package io.arkeeper.cli.local.release;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Gives the JVM its signals back after a call of native code that takes them.
 *
 * <p>Helm waits for SIGINT and SIGTERM where it installs or renders and never lets go of them: Go's runtime then has its own
 * handlers for them, and a person who presses Ctrl-C afterwards is heard by nobody.
 */
final class KeptSignals {

    static final int SIGINT = 2; // signal(7): these two have the same numbers everywhere
    static final int SIGTERM = 15;

    private static final int ROOM = 512; // bytes; more than a struct sigaction takes on any Linux
    private static final Function SIGACTION = NativeLibrary.getProcess().getFunction("sigaction");

    private KeptSignals() {}

    static <T> T during(Callable<T> call) throws Exception {
        Map<Integer, Memory> before = new TreeMap<>();
        for (int signal : new int[] {SIGINT, SIGTERM}) {
            before.put(signal, handler(signal));
        }
        try {
            return call.call();
        } finally {
            before.forEach((signal, handler) -> change(signal, handler, null));
        }
    }

    /** What the process does at a signal, as the C library describes it. */
    static Memory handler(int signal) {
        Memory handler = new Memory(ROOM);
        handler.clear();
        change(signal, null, handler);
        return handler;
    }

    /** @param old takes what was there, unless it is null */
    static void change(int signal, Memory handler, Memory old) {
        if (SIGACTION.invokeInt(new Object[] {signal, handler, old}) != 0) {
            throw new IllegalStateException("sigaction of signal " + signal + " failed");
        }
    }
}
