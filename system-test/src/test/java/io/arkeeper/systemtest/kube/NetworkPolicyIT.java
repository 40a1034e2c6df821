package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who reaches what of a member, with {@code networkPolicy} and without; on a cluster whose network enforces policies.
 *
 * <p>Each pod tries each port of each member, before the policy and with it, so that nothing passes for being kept out
 * that was never let in.
 */
final class NetworkPolicyIT {

    private static final String RELEASE = "policy";
    private static final String[] OPEN = {SMALL, "antiAffinity: soft", "tls: {enabled: true, plaintextClients: true}"};
    private static final String CLOSED = """
            networkPolicy:
              enabled: true
              clients: [{podSelector: {matchLabels: {app: writer}}}]
              metrics: [{podSelector: {matchLabels: {app: prometheus}}}]
              egress: true
            """;
    private static final String CLIENT = "writer";
    private static final String MONITOR = "prometheus";
    private static final String STRANGER = "stranger";
    private static final int PLAINTEXT_CLIENTS = 2181;
    private static final int TLS_CLIENTS = 2281;
    private static final int ELECTION = 3888;
    private static final int HTTP = 8080;
    private static final int HTTPS = 8443;
    private static final List<Integer> PORTS = List.of(PLAINTEXT_CLIENTS, TLS_CLIENTS, ELECTION, HTTP, HTTPS);
    private static final int ELSEWHERE = 7777;
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration FOR_A_POLICY = Duration.ofSeconds(15);

    private static Cluster cluster;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    @Test
    void clientsMembersAndPrometheusReachWhatTheyNeed_andNobodyElseAnything() {
        try (Namespace namespace = cluster.namespace("policy")) {
            namespace.install(RELEASE, OPEN);
            try (Writer writer = Writer.start(namespace, RELEASE, "")) {
                for (String pod : List.of(MONITOR, STRANGER)) {
                    run(namespace, pod);
                }
                requireEnforcement(namespace);
                Map<String, String> members = addresses(namespace);
                for (String pod : List.of(CLIENT, MONITOR, STRANGER)) {
                    assertReach(namespace, pod, members, PORTS);
                }
                assertThat(reaches(namespace, RELEASE + "-zookeeper-0", address(namespace, STRANGER), ELSEWHERE))
                        .isTrue();

                namespace.upgrade(RELEASE, OPEN[0], OPEN[1], OPEN[2], CLOSED);
                awaitReach(namespace, STRANGER, members, List.of());
                awaitReach(namespace, CLIENT, members, List.of(PLAINTEXT_CLIENTS, TLS_CLIENTS));
                awaitReach(namespace, MONITOR, members, List.of(HTTP));
                assertThat(reaches(namespace, RELEASE + "-zookeeper-0", address(namespace, STRANGER), ELSEWHERE))
                        .as("a member reaches what is no member")
                        .isFalse();

                // all that members say to each other and to Kubernetes when they begin anew, and what kubelet asks them
                namespace.kubectl("rollout", "restart", "statefulset/" + RELEASE + "-zookeeper");
                namespace.kubectl("rollout", "status", "statefulset/" + RELEASE + "-zookeeper", "--timeout=8m");
                namespace.test(RELEASE);
                awaitReach(namespace, STRANGER, addresses(namespace), List.of());
                writer.assertNothingLost("members restart behind their NetworkPolicy");
            }
        }
    }

    private static void assertReach(
            Namespace namespace, String pod, Map<String, String> members, List<Integer> expected) {
        Map<String, List<Integer>> reached = new LinkedHashMap<>();
        Map<String, List<Integer>> wanted = new LinkedHashMap<>();
        members.forEach((member, address) -> {
            reached.put(
                    member,
                    PORTS.stream()
                            .filter(port -> reaches(namespace, pod, address, port))
                            .toList());
            wanted.put(member, expected);
        });
        assertThat(reached).as("what %s reaches", pod).isEqualTo(wanted);
    }

    /** Once all nodes have heard of it. */
    private static void awaitReach(
            Namespace namespace, String pod, Map<String, String> members, List<Integer> expected) {
        await().atMost(DEADLINE).untilAsserted(() -> assertReach(namespace, pod, members, expected));
    }

    private static boolean reaches(Namespace namespace, String pod, String address, int port) {
        String tried = "nc -w 2 %s %d </dev/null >/dev/null 2>&1 && echo reached || echo not".formatted(address, port);
        return namespace
                .kubectl("exec", pod, "--", "/bin/busybox", "sh", "-c", tried)
                .strip()
                .equals("reached");
    }

    /** A pod that anybody reaches at {@link #ELSEWHERE}. */
    private static void run(Namespace namespace, String pod) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, namespace: %2$s, labels: {app: %1$s}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                    - {name: %1$s, image: "%3$s", command: [/bin/busybox, nc, -ll, -p, "%4$d", -e, /bin/busybox, "true"]}
                """.formatted(pod, namespace.name(), namespace.image(RELEASE), ELSEWHERE));
        namespace.kubectl("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=5m");
        await().atMost(DEADLINE).until(() -> reaches(namespace, CLIENT, address(namespace, pod), ELSEWHERE));
    }

    /** Skips where a policy that admits nobody keeps nobody out. */
    private static void requireEnforcement(Namespace namespace) {
        cluster.apply("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: nobody, namespace: %s}
                spec: {podSelector: {matchLabels: {app: %s}}, policyTypes: [Ingress]}
                """.formatted(namespace.name(), MONITOR));
        try {
            await().atMost(FOR_A_POLICY)
                    .until(() -> !reaches(namespace, STRANGER, address(namespace, MONITOR), ELSEWHERE));
        } catch (ConditionTimeoutException e) {
            throw Cluster.skip("its network does not enforce NetworkPolicies");
        }
        namespace.kubectl("delete", "networkpolicy", "nobody");
    }

    private static Map<String, String> addresses(Namespace namespace) {
        Map<String, String> addresses = new TreeMap<>();
        namespace.pods(RELEASE).keySet().forEach(pod -> addresses.put(pod, address(namespace, pod)));
        return addresses;
    }

    private static String address(Namespace namespace, String pod) {
        return namespace.field("pod/" + pod, ".status.podIP");
    }
}
