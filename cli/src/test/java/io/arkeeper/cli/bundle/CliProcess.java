package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command as users have it: a process of its own. */
final class CliProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 180;

    private final Process process;
    private final Path output;

    private CliProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** How it ended and what it printed. */
    record Ended(int exitCode, String output) {}

    /** @param before what runs it, such as {@code ip netns exec NAME}; may be empty */
    static CliProcess start(List<String> before, Path home, String... arguments) throws IOException {
        return start(before, home, Map.of(), "", arguments);
    }

    /** The same with more in its environment, and with what is typed. */
    static CliProcess start(
            List<String> before, Path home, Map<String, String> environment, String typed, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(java("io.arkeeper.cli.Main"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(home, "output-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("HOME", home.toString(), "XDG_STATE_HOME", home.toString()));
        builder.environment().keySet().removeAll(List.of("DOCKER_CONFIG", "REGISTRY_AUTH_FILE"));
        builder.environment().putAll(environment);
        Process started = builder.start();
        try (OutputStream input = started.getOutputStream()) {
            input.write(typed.getBytes(UTF_8));
        }
        return new CliProcess(started, output);
    }

    /** A command line that runs a class of this class path. */
    static List<String> java(String mainClass) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dcom.marcnuri.jkube-helm.skipRemoteJar=true",
                "-Duser.home=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                mainClass);
    }

    static Ended run(List<String> before, Path home, String... arguments) throws IOException, InterruptedException {
        try (CliProcess process = start(before, home, arguments)) {
            return process.ended();
        }
    }

    Ended ended() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end: " + output());
        }
        return new Ended(process.exitValue(), output());
    }

    String output() throws IOException {
        return Files.readString(output, UTF_8);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As Ctrl-C or a system that shuts down. */
    void terminate() {
        process.destroy();
    }

    /** Without a chance to end in good order. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
