package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
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
                namespace.upgrade(RELEASE, with("{enabled: true, plaintextClients: true, selfSignedDays: 300}"));
                for (String pod : pods) {
                    await().atMost(DEADLINE).until(() -> adopted(namespace, pod) > 0);
                }
                namespace.test(RELEASE);
                assertThat(namespace.pods(RELEASE)).isEqualTo(before);

                namespace.upgrade(RELEASE, with("{enabled: false}"));
                namespace.test(RELEASE);
                writer.assertNothingLost("TLS on, renewed and off");
            }
            assertThat(plaintextCreate(namespace, "/while-it-is-off")).isZero();

            namespace.upgrade(RELEASE, with("{enabled: true}"));
            awaitTlsOnly(namespace, pods);
            namespace.test(RELEASE);
            assertThat(plaintextCreate(namespace, "/while-it-is-on")).isNotZero();
        }
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
