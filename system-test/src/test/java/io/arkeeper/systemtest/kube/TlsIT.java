package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** TLS is turned on, renewed and turned off on a running ensemble while a client writes. */
final class TlsIT {

    private static final String RELEASE = "tls";
    private static final String[] PLAINTEXT = {SMALL, "antiAffinity: soft"};
    private static final int CLIENTS = 2281;
    private static final int QUORUM = 2888;
    private static final int ELECTION = 3888;
    private static final int MEMBERS = 8443;
    private static final int PROBES = 8080;
    private static final String IN_USE = "uses the TLS material that was put in place";
    private static final Duration AFTER_KUBELET = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Pattern ADOPTED = Pattern.compile("(?m)^arkeeper_tls_material_adopted_total ([0-9.]+)$");

    private static Cluster cluster;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    private static String[] with(String tls) {
        return new String[] {PLAINTEXT[0], PLAINTEXT[1], "tls: " + tls};
    }

    @Test
    void onRenewedAndOffUnderLoad_nothingIsLost() throws Exception {
        try (Namespace namespace = cluster.namespace("tls")) {
            namespace.install(RELEASE, PLAINTEXT);
            Set<String> pods = namespace.pods(RELEASE).keySet();
            try (Writer writer = Writer.start(namespace, RELEASE, "")) {
                namespace.upgrade(RELEASE, with("{enabled: true, plaintextClients: true}"));
                awaitTlsOnly(namespace, pods);
                namespace.test(RELEASE);

                Map<String, String> before = namespace.pods(RELEASE);
                Instant changed = Instant.now();
                namespace.upgrade(RELEASE, with("{enabled: true, plaintextClients: true, selfSignedDays: 300}"));
                for (String pod : pods) {
                    await().atMost(DEADLINE).until(() -> adopted(namespace, pod) > 0);
                    tellRenewal(namespace, pod, changed);
                }
                namespace.test(RELEASE);
                assertThat(namespace.pods(RELEASE)).isEqualTo(before);

                namespace.upgrade(RELEASE, with("{enabled: false}"));
                namespace.test(RELEASE);
                writer.assertNothingLost("TLS on, renewed and off");
            }
            assertThat(plaintextCreate(namespace, "/while-it-is-off")).isZero();

            try (Writer writer = Writer.again(namespace, RELEASE)) {
                namespace.upgrade(RELEASE, with("{enabled: true}"));
                awaitTlsOnly(namespace, pods);
                writer.assertNothingLost("TLS on by one value, which cuts this client off", RELEASE + "-zookeeper-0");
            }
            namespace.test(RELEASE);
            assertThat(plaintextCreate(namespace, "/while-it-is-on")).isNotZero();
            for (String pod : pods) {
                assertOnlyTls(namespace, pod);
            }
        }
    }

    /** Every port that the pod's kernel has open to others is known, and answers no plaintext but probes and metrics. */
    private static void assertOnlyTls(Namespace namespace, String pod) {
        assertThat(Listening.beyondLoopback(
                        namespace.kubectl("exec", pod, "--", "cat", "/proc/net/tcp", "/proc/net/tcp6")))
                .as("ports of %s", pod)
                .isSubsetOf(CLIENTS, QUORUM, ELECTION, MEMBERS, PROBES)
                .contains(CLIENTS, ELECTION, MEMBERS, PROBES); // followers do not listen for followers
        String address = namespace.field("pod/" + pod, ".status.podIP");
        for (int port : List.of(CLIENTS, QUORUM, ELECTION, MEMBERS)) {
            String answer = fromElsewhere(namespace, "echo ruok | nc -w 2 %s %d || true".formatted(address, port));
            assertThat(answer).as("plaintext at %s:%d", pod, port).doesNotContain("imok");
        }
        assertThat(fromElsewhere(
                        namespace,
                        "printf 'GET /api/v1/ensemble HTTP/1.0\\r\\n\\r\\n' | nc -w 2 %s %d"
                                .formatted(address, PROBES)))
                .startsWith("HTTP/1.1 426 ");
        assertThat(fromElsewhere(
                        namespace, "nc -w 2 %s 2181 </dev/null && echo open || echo refused".formatted(address)))
                .contains("refused");
    }

    private static String fromElsewhere(Namespace namespace, String command) {
        return namespace.kubectl("exec", "writer", "--", "/bin/busybox", "sh", "-c", command);
    }

    /** How long it took: until kubelet had brought the Secret, and from there until the member served what is in it. */
    private static void tellRenewal(Namespace namespace, String pod, Instant changed) {
        Instant brought = Instant.ofEpochSecond(Long.parseLong(namespace
                .kubectl("exec", pod, "--", "/bin/busybox", "stat", "-c", "%Y", "/etc/arkeeper-tls/..data")
                .strip()));
        Instant used = namespace
                .kubectl("logs", pod)
                .lines()
                .filter(line -> line.contains(IN_USE))
                .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        System.out.printf(
                "%s: kubelet brought the Secret within %d s, and the member used it within %.1f s of that%n",
                pod,
                Duration.between(changed, brought).toSeconds() + 1,
                Duration.between(brought, used).toMillis() / 1000.0);
        assertThat(used).isBefore(brought.plusSeconds(1).plus(AFTER_KUBELET)); // a file's time is in whole seconds
    }

    /** Waits until no member takes plaintext from another. */
    private static void awaitTlsOnly(Namespace namespace, Set<String> pods) {
        for (String pod : pods) {
            await().atMost(DEADLINE)
                    .until(() -> namespace.http(pod, 8080, "/metrics").contains("\narkeeper_tls_required 1.0\n"));
        }
    }

    /** The exit code of a client that comes from another pod without TLS. */
    private static int plaintextCreate(Namespace namespace, String path) {
        String host = RELEASE + "-zookeeper-0." + RELEASE + "-zookeeper-headless:2181";
        return cluster.tryKubectl(
                        "-n",
                        namespace.name(),
                        "exec",
                        RELEASE + "-zookeeper-1",
                        "--",
                        "/opt/zookeeper/bin/zkCli.sh",
                        "-server",
                        host,
                        "create",
                        path)
                .exitCode();
    }

    private static double adopted(Namespace namespace, String pod) {
        Matcher metric = ADOPTED.matcher(namespace.http(pod, 8080, "/metrics"));
        return metric.find() ? Double.parseDouble(metric.group(1)) : 0;
    }
}
