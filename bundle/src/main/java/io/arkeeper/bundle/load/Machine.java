package io.arkeeper.bundle.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** This machine: what is on it, and its programs. */
public interface Machine {

    boolean exists(Path path);

    /** Whether a program is on the PATH. */
    boolean has(String program);

    /**
     * Runs a program to its end.
     *
     * @param input what it reads
     */
    Ended run(List<String> command, Input input) throws IOException, InterruptedException;

    /** Writes what a program reads. */
    @FunctionalInterface
    interface Input {
        Input NOTHING = out -> {};

        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * How a program ended.
     *
     * @param output standard output and standard error
     */
    record Ended(int exitCode, String output) {

        /** Its last line, which usually says why it failed. */
        String lastWords() {
            List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() ? "it said nothing" : lines.getLast().strip();
        }
    }
}
