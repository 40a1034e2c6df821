package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.systemtest.kube.Program.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What befalls nodes, under a client that writes all the time and looks in the end for every node it was promised.
 *
 * <ul>
 *   <li>{@code ARKEEPER_TEST_CHANGES_CLUSTER}: nodes may be cordoned and drained
 *   <li>{@code ARKEEPER_TEST_NODE_DOWN}, {@code ARKEEPER_TEST_NODE_UP}: programs that take the power from the node they
 *       are given, and bring it back
 *   <li>{@code ARKEEPER_TEST_NAMES_DOWN}, {@code ARKEEPER_TEST_NAMES_UP}: programs that have the name server answer nothing,
 *       and answer again
 * </ul>
 */
final class FaultsIT {

    /** A name of its own: a drain goes by labels, whatever the namespace. */
    private static final String RELEASE = "faults";

    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final Duration AT_ONCE = Duration.ofSeconds(3); // kubectl's own time is in it
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Pattern CONFIG_VERSION = Pattern.compile("\"configVersion\":\"(0x[0-9a-f]+)\"");

    private static Cluster cluster;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
        if (Cluster.variable("ARKEEPER_TEST_CHANGES_CLUSTER").isEmpty()) {
            throw Cluster.skip("ARKEEPER_TEST_CHANGES_CLUSTER is not set, and these tests drain and stop nodes");
        }
    }

    @Test
    void aDrainedNodeCostsOneMember_andTheBudgetHoldsTheOthers() {
        try (Namespace namespace = cluster.namespace("drain")) {
            namespace.install(RELEASE, SMALL);
            String first = node(namespace, RELEASE + "-zookeeper-0");
            String second = node(namespace, RELEASE + "-zookeeper-1");
            Map<String, String> before = namespace.pods(RELEASE);
            String config = configVersion(namespace);
            try (Writer writer = Writer.start(namespace, RELEASE, node(namespace, RELEASE + "-zookeeper-2"))) {
                Ended drained = drain(first, "5m");
                Ended refused = drain(second, "15s");

                assertThat(drained.exitCode()).as(drained.output()).isZero();
                assertThat(refused.exitCode()).as(refused.output()).isNotZero();
                assertThat(refused.output()).contains("violate the pod's disruption budget");
                cluster.kubectl("uncordon", first);
                awaitMembers(namespace);
                assertThat(namespace.pods(RELEASE))
                        .containsEntry(RELEASE + "-zookeeper-1", before.get(RELEASE + "-zookeeper-1"))
                        .containsEntry(RELEASE + "-zookeeper-2", before.get(RELEASE + "-zookeeper-2"));
                assertThat(configVersion(namespace))
                        .as("who is only moved to another node keeps its vote")
                        .isEqualTo(config);
                writer.assertNothingLost("a drained node");
            } finally {
                cluster.kubectl("uncordon", first, second);
            }
        }
    }

    @Test
    void aNodeWithoutPower_costsItsMember_whichIsBackWithTheNode() {
        try (Namespace namespace = cluster.namespace("power")) {
            namespace.install(RELEASE, SMALL);
            String leader = leader(namespace);
            String node = node(namespace, leader);
            String other = node(namespace, others(namespace, leader).getFirst());
            try (Writer writer = Writer.start(namespace, RELEASE, other)) {
                power("DOWN", node);
                try {
                    await().atMost(DEADLINE).pollInterval(POLL).until(() -> isNodeReady(node), ready -> !ready);
                } finally {
                    power("UP", node);
                }
                awaitMembers(namespace);
                writer.assertNothingLost("a node without power");
            }
        }
    }

    @Test
    void allNodesWithoutPower_comeBackWithEverything() {
        try (Namespace namespace = cluster.namespace("blackout")) {
            namespace.install(RELEASE, SMALL);
            namespace.zkCli(RELEASE + "-zookeeper-0", "create", "/foo", "bar");
            List<String> nodes = new ArrayList<>(namespace.pods(RELEASE).keySet());
            nodes.replaceAll(pod -> node(namespace, pod));

            nodes.forEach(node -> power("DOWN", node));
            nodes.forEach(node -> power("UP", node));

            await().atMost(DEADLINE)
                    .pollInterval(POLL)
                    .ignoreExceptionsInstanceOf(AssertionError.class)
                    .until(() -> namespace
                            .zkCli(RELEASE + "-zookeeper-1", "get", "/foo")
                            .contains("bar"));
            awaitMembers(namespace);
            namespace.test(RELEASE);
        }
    }

    /** Nothing is answered, so whoever asks waits; that is worse than no name server at all. */
    @Test
    void aSilentNameServer_membersHearEachOtherAndElectALeaderAllTheSame() {
        try (Namespace namespace = cluster.namespace("names")) {
            namespace.install(RELEASE, SMALL, "antiAffinity: soft", "tls: {enabled: true, plaintextClients: true}");
            try (Writer writer = Writer.start(namespace, RELEASE, "")) {
                int restartsBefore = restarts(namespace);
                names("DOWN");
                try {
                    for (String pod : namespace.pods(RELEASE).keySet()) {
                        assertThat(timeUntilNonsenseIsClosed(namespace, pod)).isLessThan(AT_ONCE);
                    }
                    assertThat(restarts(namespace)).isEqualTo(restartsBefore);
                    String leader = leader(namespace);
                    namespace.kubectl("delete", "pod", leader, "--grace-period=0", "--force");
                    await().atMost(DEADLINE).pollInterval(POLL).until(() -> leads(namespace, others(namespace, leader))
                            .isPresent());
                } finally {
                    names("UP");
                }
                awaitMembers(namespace);
                writer.assertNothingLost("a silent name server");
            }
        }
    }

    private static List<String> others(Namespace namespace, String pod) {
        return namespace.pods(RELEASE).keySet().stream()
                .filter(other -> !other.equals(pod))
                .toList();
    }

    private static int restarts(Namespace namespace) {
        return namespace.pods(RELEASE).values().stream()
                .mapToInt(pod -> Integer.parseInt(pod.substring(pod.indexOf(' ') + 1)))
                .sum();
    }

    /** At the port where members ask each other over TLS. */
    private static Duration timeUntilNonsenseIsClosed(Namespace namespace, String pod) {
        String asked = "echo nonsense | nc -w 20 %s 8443".formatted(namespace.field("pod/" + pod, ".status.podIP"));
        long start = System.nanoTime();
        cluster.tryKubectl("-n", namespace.name(), "exec", "writer", "--", "/bin/busybox", "sh", "-c", asked);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void names(String way) {
        String program = Cluster.variable("ARKEEPER_TEST_NAMES_" + way)
                .orElseThrow(() -> Cluster.skip("ARKEEPER_TEST_NAMES_" + way + " is not set"));
        Ended ended = Program.run(List.of(program), "");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private static Ended drain(String node, String patience) {
        return cluster.tryKubectl(
                "drain",
                node,
                "--pod-selector=app.kubernetes.io/component=server,app.kubernetes.io/instance=" + RELEASE,
                "--timeout=" + patience,
                "--delete-emptydir-data",
                "--ignore-daemonsets");
    }

    private static void power(String way, String node) {
        String program = Cluster.variable("ARKEEPER_TEST_NODE_" + way)
                .orElseThrow(() -> Cluster.skip("ARKEEPER_TEST_NODE_" + way + " is not set"));
        Ended ended = Program.run(List.of(program, node), "");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private static boolean isNodeReady(String node) {
        return cluster.kubectl("get", "node", node, "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}")
                .equals("True");
    }

    private static String node(Namespace namespace, String pod) {
        return namespace.field("pod/" + pod, ".spec.nodeName");
    }

    private static String leader(Namespace namespace) {
        return leads(namespace, namespace.pods(RELEASE).keySet()).orElseThrow(() -> new AssertionError("nobody leads"));
    }

    /** Which of them does. */
    private static Optional<String> leads(Namespace namespace, Collection<String> pods) {
        return pods.stream()
                .filter(pod -> namespace.http(pod, 8080, "/metrics").contains("\nleader_uptime "))
                .findFirst();
    }

    /** Of the membership: each member that gets or gives up a vote makes another one. */
    private static String configVersion(Namespace namespace) {
        String ensemble = namespace.http(RELEASE + "-zookeeper-2", 8080, "/api/v1/ensemble");
        Matcher version = CONFIG_VERSION.matcher(ensemble);
        assertThat(version.find()).as(ensemble).isTrue();
        return version.group(1);
    }

    private static void awaitMembers(Namespace namespace) {
        await().atMost(DEADLINE)
                .pollInterval(POLL)
                .until(
                        () -> namespace.field("statefulset/" + RELEASE + "-zookeeper", ".status.readyReplicas"),
                        ready -> ready.equals("3"));
    }
}
