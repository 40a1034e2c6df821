package io.arkeeper.systemtest.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code arkeeper drill --load} in a process of its own, told to end as by Ctrl-C. */
final class Load implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Path output;

    private Load(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Begins, and returns once it writes. */
    static Load start(String arkeeper, Namespace namespace, String release) {
        try {
            Path output = Files.createTempFile("load", ".txt");
            Process process = new ProcessBuilder(
                            arkeeper, "drill", release, "--cluster", "--load", "-n", namespace.name())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Load load = new Load(process, output);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !process.isAlive() || load.told().contains("a client writes below"));
            return load;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String told() throws IOException {
        return Files.readString(output, UTF_8);
    }

    /** What it told from beginning to end. */
    String stop() throws InterruptedException, IOException {
        Program.run(List.of("kill", "-TERM", Long.toString(process.pid())), "");
        if (!process.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
            throw new AssertionError("the load did not end; so far: " + told());
        }
        return told();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(output);
    }
}
