package io.arkeeper.cli.local;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.release.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
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
import java.util.function.Supplier;

/**
 * The stock ZooKeeper client in a process of its own, spoken to line by line; this program never carries ZooKeeper.
 *
 * <p>Several of them can be started at once: each takes half a second until it is connected, and the first request
 * waits for that.
 */
public final class LineClient implements AutoCloseable {

    private static final String MAIN = "io.arkeeper.member.client.LineClient";
    private static final String START_WRITING = "write-start";
    private static final String END = ""; // no answer is empty
    private static final Duration PATIENCE_TO_END = Duration.ofSeconds(5);

    private final Writer requests;
    private final Supplier<String> end;
    private final Runnable close;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /**
     * A client that was started elsewhere.
     *
     * @param requests what it reads
     * @param replies what it writes
     * @param end says how it ended, with a comma before; nothing while it runs
     * @param close ends it, after it was told to
     */
    public LineClient(OutputStream requests, InputStream replies, Supplier<String> end, Runnable close) {
        this.requests = new OutputStreamWriter(requests, StandardCharsets.UTF_8);
        this.end = end;
        this.close = close;
        Thread.ofPlatform().name("line-client").daemon().start(() -> listen(replies));
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
        Process process = new ProcessBuilder(command)
                .directory(directory.root().toFile())
                .redirectError(Redirect.appendTo(log.toFile()))
                .start();
        return new LineClient(
                process.getOutputStream(),
                process.getInputStream(),
                () -> process.isAlive() ? "" : ", it ended with " + process.exitValue(),
                () -> end(process));
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
                            .formatted(request, patience.toSeconds(), end.get()));
                }
                if (line.equals(END)) {
                    answers.add(END); // for who asks next
                    throw new IllegalStateException(
                            "the client ended before it answered '%s'%s".formatted(request, end.get()));
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
            throw new IllegalStateException("the client has ended" + end.get(), e);
        }
    }

    private void listen(InputStream replies) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(replies, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            // the connection has broken, which is an end like any other
        } finally {
            answers.add(END);
        }
    }

    /** Ends the process; its session ends with it. */
    @Override
    public void close() {
        try {
            requests.write("quit\n");
            requests.close();
        } catch (IOException e) {
            // it has gone, or does not listen any more
        }
        close.run();
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(PATIENCE_TO_END)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
