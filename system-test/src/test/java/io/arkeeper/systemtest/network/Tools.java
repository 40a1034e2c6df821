package io.arkeeper.systemtest.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the programs that set up networks. They lie where the PATH of many users does not lead. */
final class Tools {

    record Ended(int code, String output) {
        boolean well() {
            return code == 0;
        }
    }

    private Tools() {}

    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Ended run(String input, List<String> command) {
        List<String> whole = new ArrayList<>(command);
        whole.set(0, find(command.getFirst()).map(Path::toString).orElse(command.getFirst()));
        try {
            Process process =
                    new ProcessBuilder(whole).redirectErrorStream(true).start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(UTF_8));
            } catch (IOException e) {
                // it ended without reading; its exit code tells
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ended(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /** @return what it printed */
    static String require(String input, List<String> command) {
        Ended ended = run(input, command);
        if (!ended.well()) {
            throw new IllegalStateException(
                    "'%s' ended with %d: %s".formatted(String.join(" ", command), ended.code(), ended.output()));
        }
        return ended.output();
    }
}
