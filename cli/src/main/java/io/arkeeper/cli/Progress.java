package io.arkeeper.cli;

import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.pod.PodState;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows how the members get on: on a terminal one line each that is printed anew, elsewhere a line for each change.
 * An end that starting again does not mend is told in full, once.
 */
final class Progress {

    private final PrintWriter out;
    private final LiveLines lines;
    private final Map<String, String> told = new HashMap<>();

    Progress(PrintWriter out, boolean isTerminal, Stopwatch stopwatch) {
        this.out = out;
        this.lines = new LiveLines(out, isTerminal, stopwatch);
    }

    void show(List<PodStatus> pods) {
        lines.show(pods.stream().map(Progress::line).toList(), () -> pods.forEach(this::tellHopelessEnd));
    }

    /** What was printed stays; from now on each change is a line below. */
    void settle() {
        lines.settle();
    }

    private void tellHopelessEnd(PodStatus pod) {
        Optional<String> end = hopelessEnd(pod);
        if (end.isPresent() && !end.get().equals(told.put(pod.pod(), end.get()))) {
            out.println(end.get());
        }
    }

    /** Why starting a member again is of no use, in its own last sentence. */
    static Optional<String> hopelessEnd(PodStatus pod) {
        return pod.hopeless().map(exit -> "%s ended, %s (exit code %d): %s"
                .formatted(
                        pod.pod(),
                        exit.meaning(),
                        pod.lastExit().orElseThrow(),
                        pod.lastWords().orElse("it said nothing")));
    }

    static String line(PodStatus pod) {
        return "%s  %s  %s: %s".formatted(pod.pod(), pod.address(), word(pod.state()), pod.reason());
    }

    static String word(PodState state) {
        return switch (state) {
            case STOPPED -> "stopped";
            case STARTING -> "starting";
            case RUNNING -> "not ready";
            case READY -> "ready";
            case TERMINATING -> "ending";
            case BACK_OFF -> "crashed";
        };
    }
}
