package io.arkeeper.cli;

import java.io.PrintWriter;

/** Sentences, each with the time since the first one was thought of. */
final class Timeline {

    private final PrintWriter out;
    private final Stopwatch stopwatch = Stopwatch.sinceNow();

    Timeline(PrintWriter out) {
        this.out = out;
    }

    void tell(String sentence) {
        out.printf("%7s  %s%n", stopwatch, sentence);
        out.flush();
    }
}
