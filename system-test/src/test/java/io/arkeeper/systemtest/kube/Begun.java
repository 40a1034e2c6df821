package io.arkeeper.systemtest.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A program that was begun and may be interrupted. */
final class Begun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration POLL = Duration.ofMillis(20); // it is the moment that counts

    private final List<String> command;
    private final Process process;
    private final Path output;

    private Begun(List<String> command, Process process, Path output) {
        this.command = command;
        this.process = process;
        this.output = output;
    }

    static Begun of(List<String> command) {
        try {
            Path output = Files.createTempFile("output", ".txt");
            List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT")); // ignored below a shell's &
            line.addAll(command);
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            return new Begun(command, process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Output and errors so far, as they came. */
    String told() {
        try {
            return Files.readString(output, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns once it has told this. */
    Begun awaitTold(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return awaitMoment(
                "it told '" + regex + "'", () -> pattern.matcher(told()).find());
    }

    /** Returns once this is so, and it has not ended before. */
    Begun awaitMoment(String what, BooleanSupplier moment) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> !process.isAlive() || moment.getAsBoolean());
        if (!moment.getAsBoolean()) {
            throw new AssertionError("%s ended with %d before %s: %s"
                    .formatted(String.join(" ", command), process.exitValue(), what, told()));
        }
        return this;
    }

    /** What no program can do anything about. */
    Program.Ended kill() {
        process.destroyForcibly();
        return awaitEnd();
    }

    /** TERM, or INT as by Ctrl-C. */
    Program.Ended signal(String name) {
        Program.run(List.of("kill", "-" + name, Long.toString(process.pid())), "");
        return awaitEnd();
    }

    /** How it ends by itself, or has ended. */
    Program.Ended awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
                throw new AssertionError(String.join(" ", command) + " did not end; so far: " + told());
            }
            return new Program.Ended(process.exitValue(), told());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.getFirst() + " was running", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
