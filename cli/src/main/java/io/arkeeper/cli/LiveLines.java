package io.arkeeper.cli;

import java.io.PrintWriter;
import java.util.List;

/** A line for each of several things: on a terminal all are printed anew, elsewhere each one that has changed. */
final class LiveLines {

    private final PrintWriter out;
    private final Stopwatch stopwatch;
    private List<String> shown = List.of();
    private boolean printsAnew;
    private int linesToReplace;

    LiveLines(PrintWriter out, boolean isTerminal, Stopwatch stopwatch) {
        this.out = out;
        this.printsAnew = isTerminal;
        this.stopwatch = stopwatch;
    }

    void show(List<String> lines) {
        show(lines, () -> {});
    }

    /** @param above prints what shall stay above the lines; called only where something has changed */
    void show(List<String> lines, Runnable above) {
        List<String> before = shown;
        List<String> changed =
                lines.stream().filter(line -> !before.contains(line)).toList();
        if (changed.isEmpty()) {
            return;
        }
        shown = List.copyOf(lines);
        if (printsAnew && linesToReplace > 0) {
            out.printf("\u001b[%dA\u001b[J", linesToReplace); // up to their first, and clear from there
        }
        above.run();
        (printsAnew ? lines : changed).forEach(line -> out.printf("%7s  %s%n", stopwatch, line));
        linesToReplace = lines.size();
        out.flush();
    }

    /** What was printed stays; from now on each change is a line below. */
    void settle() {
        printsAnew = false;
    }
}
