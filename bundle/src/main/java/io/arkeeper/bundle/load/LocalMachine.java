package io.arkeeper.bundle.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The machine that runs us. */
public final class LocalMachine implements Machine {

    private final Map<String, String> environment;

    public LocalMachine(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public boolean has(String program) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    @Override
    public Ended run(List<String> command, Input input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(
                    () -> read(process), task -> Thread.ofVirtual().start(task));
            Optional<IOException> unwritten = write(process, input);
            Ended ended = new Ended(process.waitFor(), output.join());
            if (ended.exitCode() == 0 && unwritten.isPresent()) {
                throw unwritten.get();
            }
            return ended;
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        } finally {
            process.destroy();
        }
    }

    /** Why it did not read all; what it says itself is of more use, if it says something. */
    private static Optional<IOException> write(Process process, Input input) {
        try (OutputStream out = process.getOutputStream()) {
            input.writeTo(out);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
