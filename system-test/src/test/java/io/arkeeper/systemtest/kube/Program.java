package io.arkeeper.systemtest.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end. */
final class Program {

    private static final long LONGEST_MINUTES = 15; // longer than any time limit given to a program itself

    private Program() {}

    /**
     * How a program ended.
     *
     * @param output standard output and errors, as they came
     */
    record Ended(int exitCode, String output) {}

    static Ended run(List<String> command, String input) {
        try {
            Path output = Files.createTempFile("output", ".txt");
            Path in = Files.writeString(Files.createTempFile("input", ".txt"), input);
            try {
                Process process = new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(command + " did not end; so far: " + Files.readString(output));
                }
                return new Ended(process.exitValue(), Files.readString(output, UTF_8));
            } finally {
                Files.delete(output);
                Files.delete(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.getFirst() + " was running", e);
        }
    }
}
