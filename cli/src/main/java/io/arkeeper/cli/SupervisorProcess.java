package io.arkeeper.cli;

import io.arkeeper.cli.Supervisor.Order;
import io.arkeeper.cli.local.InstanceDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The supervisor as {@code up} sees it: started early, given its order when there is something to do. */
final class SupervisorProcess {

    private final Process process;
    private final Writer orders;
    private final Path log;

    private SupervisorProcess(Process process, Path log) {
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.log = log;
    }

    static SupervisorProcess start(InstanceDirectory directory, Installation installation) throws IOException {
        Path log = directory.supervisorLog();
        Files.createDirectories(log.getParent());
        List<String> command = List.of(
                "setsid", // a session of its own: neither Ctrl-C nor the closing of the terminal reaches it
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Supervisor.class.getName(),
                directory.root().toString(),
                installation.member().home().toString());
        Process process = new ProcessBuilder(command)
                .directory(directory.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        return new SupervisorProcess(process, log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void begin(Order order) throws IOException {
        orders.write(order.line() + "\n");
        orders.flush();
    }

    /** Without an order it goes away by itself. */
    void dismiss() {
        try {
            orders.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void terminate() {
        process.destroy();
    }

    void await() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final int SIGTERM = 143; // how a JVM ends that was told to

    /** Whether it ended otherwise than it was told to. */
    boolean failed() {
        return !process.isAlive() && process.exitValue() != 0 && process.exitValue() != SIGTERM;
    }

    /** What it said before it ended, which it only does where something is wrong. */
    String lastWords() {
        try {
            return Files.readString(log).strip();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
