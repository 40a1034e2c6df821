package io.arkeeper.bundle.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a tool to its end. */
final class Commands {

    private Commands() {}

    /**
     * Runs it and returns what it printed.
     *
     * @throws BundleFailure where it cannot be started, fails, or takes longer than {@code patience}
     */
    static String run(String what, List<String> command, Duration patience) throws IOException {
        Path output = Files.createTempFile("arkeeper-tool-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            String text = Files.readString(output, UTF_8);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new BundleFailure(
                        BundleFailure.Kind.ENVIRONMENT,
                        "%s failed: %s %s"
                                .formatted(
                                        what,
                                        command.getFirst(),
                                        ended ? "printed: " + text.strip() : "did not end within " + patience));
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command.getFirst(), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Deletes a directory of ours with everything in it. */
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
