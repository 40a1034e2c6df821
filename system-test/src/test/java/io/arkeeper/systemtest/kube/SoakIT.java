package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.systemtest.soak.CheckedWorkload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The checked workload of {@code make soak}, on a real cluster: its clients come from outside by node ports, and the whole
 * history is checked through every member.
 *
 * <p>{@code ARKEEPER_TEST_SOAK_SEED} and {@code ARKEEPER_TEST_SOAK_FAULTS} choose another or a longer run.
 */
final class SoakIT {

    private static final String RELEASE = "soak";
    private static final String SET = RELEASE + "-zookeeper";
    private static final int FEW = 3;
    private static final Duration REACHABLE = Duration.ofSeconds(30);
    private static final int MANY = 5;
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(30);

    private static Cluster cluster;

    private int servers = FEW;
    private volatile String clients = ""; // workers ask as well

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    /** What can happen to pods and claims. */
    private enum Fault {
        DELETE_LEADER,
        DELETE_FOLLOWER,
        DELETE_ALL,
        KILL_LEADER,
        KILL_FOLLOWER,
        ROLL,
        LOSE_CLAIM,
        SCALE
    }

    @Test
    void nothingAcknowledgedIsLost_andNothingIsReadStale() throws Exception {
        long seed = number("ARKEEPER_TEST_SOAK_SEED", 1);
        long faults = number("ARKEEPER_TEST_SOAK_FAULTS", 2L * Fault.values().length);
        try (Namespace namespace = cluster.namespace("soak")) {
            namespace.install(RELEASE, values());
            clients = String.join(",", members(namespace).values());
            CheckedWorkload workload = new CheckedWorkload("/soak-" + seed, seed, PAUSE, () -> clients);
            workload.prepare();
            workload.start();
            List<Fault> happened = new ArrayList<>();
            try {
                Random random = new Random(seed);
                while (happened.size() < faults) {
                    List<Fault> round = Arrays.asList(Fault.values().clone());
                    Collections.shuffle(round, random);
                    for (Fault fault : round) {
                        inject(namespace, fault);
                        happened.add(fault);
                        TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000)); // a pause of the schedule itself
                        if (random.nextBoolean()) {
                            awaitCalm(namespace);
                        }
                    }
                }
                awaitCalm(namespace);
            } finally {
                workload.stop();
            }

            assertThat(workload.violations(members(namespace)))
                    .as("seed %d: %s", seed, happened)
                    .isEmpty();
            assertThat(workload.heard()).isGreaterThan(100);
            System.out.printf(
                    "seed %d, faults %s: %d operations checked, %d of unknown outcome, at most %d ms without a write%n",
                    seed,
                    happened,
                    workload.heard(),
                    workload.unheard(),
                    workload.longestPause().toMillis());
        }
    }

    private static long number(String variable, long otherwise) {
        return Cluster.variable(variable).map(Long::parseLong).orElse(otherwise);
    }

    private String[] values() {
        return new String[] {SMALL, "antiAffinity: soft", "servers: " + servers, "externalAccess: {type: NodePort}"};
    }

    private void inject(Namespace namespace, Fault fault) {
        switch (fault) {
            case DELETE_LEADER ->
                namespace.kubectl("delete", "pod", leader(namespace), "--ignore-not-found", "--wait=false");
            case DELETE_FOLLOWER ->
                namespace.kubectl("delete", "pod", follower(namespace), "--ignore-not-found", "--wait=false");
            case DELETE_ALL ->
                namespace.kubectl("delete", "pods", "-l", "app=zookeeper", "--ignore-not-found", "--wait=false");
            case KILL_LEADER ->
                namespace.kubectl(
                        "delete", "pod", leader(namespace), "--grace-period=1", "--ignore-not-found", "--wait=false");
            case KILL_FOLLOWER ->
                namespace.kubectl(
                        "delete", "pod", follower(namespace), "--grace-period=1", "--ignore-not-found", "--wait=false");
            case ROLL -> {
                namespace.kubectl("rollout", "restart", "statefulset/" + SET);
                namespace.kubectl("rollout", "status", "statefulset/" + SET, "--timeout=8m");
            }
            case LOSE_CLAIM -> loseClaim(namespace);
            case SCALE -> scale(namespace);
        }
    }

    /** One at a time, and only where the others are well: more is a loss that nobody survives. */
    private void loseClaim(Namespace namespace) {
        awaitCalm(namespace);
        String pod = follower(namespace);
        String claim = "datadir-" + pod;
        String before = namespace.field("pvc/" + claim, ".metadata.uid");
        namespace.kubectl("delete", "pvc", claim, "--ignore-not-found", "--wait=false");
        namespace.kubectl("delete", "pod", pod, "--ignore-not-found", "--wait=false");
        await().atMost(DEADLINE)
                .pollInterval(POLL)
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> !namespace.field("pvc/" + claim, ".metadata.uid").equals(before));
        awaitCalm(namespace);
    }

    private void scale(Namespace namespace) {
        awaitCalm(namespace);
        servers = servers == FEW ? MANY : FEW;
        namespace.upgrade(RELEASE, values());
        awaitCalm(namespace);
        clients = String.join(",", members(namespace).values());
    }

    private void awaitCalm(Namespace namespace) {
        await().atMost(DEADLINE)
                .pollInterval(POLL)
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> namespace.pods(RELEASE).size() == servers
                        && namespace
                                .field("statefulset/" + SET, ".status.readyReplicas")
                                .equals(Integer.toString(servers))
                        && namespace
                                        .http(leader(namespace), 8080, "/api/v1/member")
                                        .split(":participant", -1)
                                        .length
                                == servers + 1);
    }

    private String leader(Namespace namespace) {
        return members(namespace, true);
    }

    private String follower(Namespace namespace) {
        return members(namespace, false);
    }

    /** Waits until there is one that leads, or does not while another one does. */
    private static String members(Namespace namespace, boolean leading) {
        return await().atMost(DEADLINE)
                .pollInterval(POLL)
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(
                        () -> namespace.pods(RELEASE).keySet().stream()
                                .filter(pod -> namespace
                                        .http(pod, 8080, "/api/v1/member")
                                        .contains(leading ? "\"role\":\"leader\"" : "\"role\":\"follower\""))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** How each member is reached from here, by its name. */
    private Map<String, String> members(Namespace namespace) {
        List<String> nodes = List.of(cluster.kubectl(
                        "get",
                        "nodes",
                        "-o",
                        "jsonpath={.items[*].status.addresses[?(@.type==\"InternalIP\")].address}")
                .split(" "));
        Map<String, String> members = new TreeMap<>();
        for (int ordinal = 0; ordinal < servers; ordinal++) {
            String port = namespace.field("service/%s-external-%d".formatted(SET, ordinal), ".spec.ports[0].nodePort");
            members.put(SET + "-" + ordinal, nodes.get(ordinal % nodes.size()) + ":" + port);
        }
        requireReachable(members);
        return members;
    }

    /** The nodes take a moment to learn of a new port. */
    private static void requireReachable(Map<String, String> members) {
        String[] address = members.values().iterator().next().split(":", 2);
        try {
            await().atMost(REACHABLE).ignoreException(IOException.class).until(() -> connects(address));
        } catch (ConditionTimeoutException e) {
            throw Cluster.skip("node ports cannot be reached from here (%s)".formatted(e.getMessage()));
        }
    }

    private static boolean connects(String[] address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address[0], Integer.parseInt(address[1])), 10_000);
            return true;
        }
    }
}
