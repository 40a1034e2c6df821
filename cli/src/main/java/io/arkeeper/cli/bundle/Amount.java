package io.arkeeper.cli.bundle;

import java.util.Locale;

/** Numbers of bytes as people read them. */
final class Amount {

    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    private Amount() {}

    /** 0 B, 1.5 KiB, 68.0 MiB, 3.2 GiB. */
    static String of(long bytes) {
        if (bytes >= GIB) {
            return in(bytes, GIB, "GiB");
        }
        if (bytes >= MIB) {
            return in(bytes, MIB, "MiB");
        }
        return bytes >= KIB ? in(bytes, KIB, "KiB") : bytes + " B";
    }

    private static String in(long bytes, long unit, String name) {
        return String.format(Locale.ROOT, "%.1f %s", bytes / (double) unit, name);
    }

    /** 8 s, 2 min 5 s, 1 h 10 min. */
    static String ofTime(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }
}
