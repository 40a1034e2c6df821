package io.arkeeper.systemtest.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The stock client in a pod of its own, which writes one node after another until it is asked what it lost. */
final class Writer implements AutoCloseable {

    private final Namespace namespace;
    private final String prefix;
    private final Process client;
    private final PrintWriter requests;
    private final BufferedReader answers;

    private Writer(Namespace namespace, Process client) {
        this.namespace = namespace;
        this.prefix = "/written-steadily-" + client.pid();
        this.client = client;
        this.requests = new PrintWriter(client.getOutputStream(), true, UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    }

    /**
     * What became of the writes.
     *
     * @param missing nodes that were acknowledged and are not there
     */
    private record Outcome(int acknowledged, long longestGapMillis, List<?> missing) {}

    /** Begins to write through the release's client Service; on {@code node}, unless that is empty. */
    static Writer start(Namespace namespace, String release, String node) {
        namespace.cluster().apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: writer, namespace: %s, labels: {app: writer}}
                spec:
                  nodeName: %s
                  terminationGracePeriodSeconds: 0
                  tolerations: [{operator: Exists}]
                  containers: [{name: writer, image: "%s", command: [sleep, "3600"]}]
                """.formatted(namespace.name(), node, namespace.image(release)));
        namespace.kubectl("wait", "--for=condition=Ready", "pod/writer", "--timeout=5m");
        return again(namespace, release);
    }

    /** Another one in the pod that is there. */
    static Writer again(Namespace namespace, String release) {
        try {
            Writer writer = new Writer(namespace, client(namespace, "writer", release + "-zookeeper:2181"));
            writer.ask("create " + writer.prefix + " x");
            writer.ask("write-start " + writer.prefix);
            return writer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process client(Namespace namespace, String pod, String servers) throws IOException {
        return new ProcessBuilder(
                        "kubectl",
                        "-n",
                        namespace.name(),
                        "exec",
                        "-i",
                        pod,
                        "--",
                        "/opt/java/bin/java",
                        "@/opt/arkeeper/client.args",
                        "io.arkeeper.member.client.LineClient",
                        servers)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Stops writing and has every node that was acknowledged looked for. */
    private Outcome stop(Writer reader) {
        Map<String, Object> written = ask("write-stop");
        int acknowledged = (Integer) written.get("acknowledged");
        Map<String, Object> checked = reader.ask("check " + prefix + " " + acknowledged);
        return new Outcome(
                acknowledged, ((Number) written.get("longestGapMs")).longValue(), (List<?>) checked.get("missing"));
    }

    /** Stops writing, and prints what came of it. */
    void assertNothingLost(String what) {
        assertNothingLost(what, stop(this));
    }

    /** The same for a client that is cut off by now: another one looks, in a member's pod and through its loopback. */
    void assertNothingLost(String what, String member) {
        try (Writer reader = new Writer(namespace, client(namespace, member, "localhost:2181"))) {
            assertNothingLost(what, stop(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertNothingLost(String what, Outcome outcome) {
        System.out.printf(
                "%s: %d writes were acknowledged, the longest gap between two was %d ms%n",
                what, outcome.acknowledged(), outcome.longestGapMillis());
        assertThat(outcome.acknowledged()).isGreaterThan(10);
        assertThat(outcome.missing()).isEmpty();
    }

    private Map<String, Object> ask(String request) {
        requests.println(request);
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError("the writer ended with " + client.waitFor());
            }
            Map<String, Object> reply = JSON.std.mapFrom(answer);
            if (!Boolean.TRUE.equals(reply.get("ok"))) {
                throw new AssertionError(request + ": " + answer);
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.destroy();
    }
}
