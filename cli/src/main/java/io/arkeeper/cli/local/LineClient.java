package io.arkeeper.cli.local;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.release.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The stock ZooKeeper client in a process of its own, spoken to line by line; this program never carries ZooKeeper.
 *
 * <p>Several of them can be started at once: each takes half a second until it is connected, and the first request
 * waits for that.
 */
public final class LineClient implements AutoCloseable {

    private static final String MAIN = "io.arkeeper.member.client.LineClient";
    private static final String START_WRITING = "write-start";
    private static final Duration PATIENCE_TO_END = Duration.ofSeconds(5);

    private final Process process;
    private final Writer requests;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private LineClient(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().name("line-client").daemon().start(this::listen);
    }

    /**
     * Starts a client.
     *
     * @param connect addresses and ports, separated by commas
     */
    public static LineClient start(
            MemberDistribution distribution, InstanceDirectory directory, String connect, Duration sessionTimeout)
            throws IOException {
        List<String> command = distribution.java(List.of("-Djdk.net.hosts.file=" + directory.hosts(), "-Xmx128m"));
        command.addAll(List.of(MAIN, connect, Long.toString(sessionTimeout.toMillis())));
        Path log = directory.supervisorLog().resolveSibling("clients.log");
        return new LineClient(new ProcessBuilder(command)
                .directory(directory.root().toFile())
                .redirectError(Redirect.appendTo(log.toFile()))
                .start());
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws IllegalStateException where there is none in time, or the client has ended
     */
    public Tree ask(String request, Duration patience) {
        send(request);
        String operation = request.split(" ", 2)[0];
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                String line = answers.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new IllegalStateException("the client did not answer '%s' within %d s%s"
                            .formatted(
                                    request,
                                    patience.toSeconds(),
                                    process.isAlive() ? "" : ", it ended with " + process.exitValue()));
                }
                Tree answer = Tree.of("answer to '" + request + "'", JSON.std.mapFrom(line));
                if (answer.text("op").orElse("").equals(operation)) {
                    return answer;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Has the client create keys below {@code prefix} one after another, until it is asked to {@code write-stop}. */
    public void startWriting(String prefix) {
        send(START_WRITING + " " + prefix);
    }

    private void send(String request) {
        try {
            requests.write(request + "\n");
            requests.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the client has ended", e);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process; its session ends with it. */
    @Override
    public void close() {
        try {
            requests.write("quit\n");
            requests.close();
        } catch (IOException e) {
            process.destroy(); // it has gone, or does not listen any more
        }
        try {
            if (!process.waitFor(PATIENCE_TO_END)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
