package io.arkeeper.systemtest.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.ValueIterator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code arkeeper status} says about once a second, and the leader of the membership: a line each time that one of the
 * sentences changes.
 */
final class StatusSamples implements AutoCloseable {

    private static final Pattern REASON = Pattern.compile("\"reason\":\"([^\"]*)\"");

    private final Arkeeper arkeeper;
    private final Process status;
    private final Thread reader;
    private final long begun = System.nanoTime();
    private final List<String> lines = new ArrayList<>(); // guarded by itself

    private StatusSamples(Arkeeper arkeeper, Process status) {
        this.arkeeper = arkeeper;
        this.status = status;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    static StatusSamples of(Arkeeper arkeeper) {
        try {
            return new StatusSamples(
                    arkeeper,
                    new ProcessBuilder(arkeeper.line("status", "--watch", "-o", "json"))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One document after another, each when something has changed. */
    private void read() {
        String last = "";
        try (BufferedReader output = new BufferedReader(new InputStreamReader(status.getInputStream(), UTF_8));
                ValueIterator<Object> documents = JSON.std.anySequenceFrom(output)) {
            while (documents.hasNextValue()) {
                String now = sentence((Map<?, ?>) documents.nextValue());
                if (!now.equals(last)) {
                    add("%6.1f s  %s"
                            .formatted(
                                    Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0, now));
                    last = now;
                }
            }
        } catch (IOException e) {
            add("status ended (" + e.getMessage() + ")"); // as it does where it is closed
        }
    }

    private String sentence(Map<?, ?> document) {
        List<String> said = new ArrayList<>(List.of(document.get("sentence").toString()));
        if (document.get("remarks") instanceof List<?> remarks) {
            remarks.forEach(remark -> said.add(remark.toString()));
        }
        said.add("(exit code %s)".formatted(document.get("exitCode")));
        if (document.get("leader") instanceof String leader) {
            step(leader).ifPresent(step -> said.add("membership: " + step));
        }
        return String.join(" ", said);
    }

    /** What the leader does about the membership; empty where it does not lead any more. */
    private Optional<String> step(String leader) {
        String path = "/api/v1/namespaces/%s/pods/%s:8080/proxy/api/v1/ensemble"
                .formatted(arkeeper.namespace().name(), leader);
        Program.Ended answer = arkeeper.namespace().cluster().tryKubectl("get", "--raw", path);
        Matcher reason = REASON.matcher(answer.output());
        return reason.find() ? Optional.of(reason.group(1)) : Optional.empty();
    }

    private void add(String line) {
        synchronized (lines) {
            lines.add(line);
        }
    }

    /** So far. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    boolean isGoingOn() {
        return status.isAlive();
    }

    @Override
    public void close() {
        status.destroy();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
