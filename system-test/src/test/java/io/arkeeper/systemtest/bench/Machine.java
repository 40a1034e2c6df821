package io.arkeeper.systemtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Where and of what figures were taken; without it nobody can say what they mean.
 *
 * @param commit what was measured, as Git names it
 * @param load how many processes wanted a processor, over the minute before
 */
record Machine(String commit, Instant start, int processors, double load) {

    /** This one, before anything is measured. */
    static Machine now(String commit) throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        return new Machine(commit, Instant.now(), Runtime.getRuntime().availableProcessors(), Double.parseDouble(load));
    }

    /** Without a full stop. */
    String sentence() {
        return String.format(
                Locale.ROOT,
                "%s, commit %s on %d processors with load %.2f before",
                start.truncatedTo(ChronoUnit.MINUTES),
                commit,
                processors,
                load);
    }
}
