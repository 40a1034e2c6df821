package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An ensemble that grows and shrinks by {@code helm upgrade} while {@code arkeeper drill --load} writes. */
final class ScaleIT {

    private static final String RELEASE = "scale";
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int SOMEBODY_ELSE = 6;

    private static Cluster cluster;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    @Test
    void upAndDownUnderLoad_nothingIsLostAndNobodyWhoStaysIsRestarted() throws Exception {
        try (Namespace namespace = cluster.namespace("scale")) {
            namespace.install(RELEASE, SMALL, "antiAffinity: soft");
            Arkeeper arkeeper = new Arkeeper(namespace, RELEASE);
            try (Load load = Load.start(arkeeper);
                    StatusSamples samples = StatusSamples.of(arkeeper)) {
                List<Joiner> joiners = new ArrayList<>();
                Map<String, String> before = podsOf(namespace, 3);
                for (int servers : List.of(5, 7, 3, 1, 3)) {
                    namespace.upgrade(RELEASE, SMALL, "antiAffinity: soft", "servers: " + servers);
                    await().atMost(DEADLINE).pollInterval(POLL).until(() -> voters(namespace), now -> now == servers);
                    Map<String, String> after = podsOf(namespace, servers);
                    for (String pod : after.keySet()) {
                        if (!before.containsKey(pod)) {
                            joiners.add(Joiner.of(namespace, pod, after.keySet()));
                        }
                    }
                    before.keySet().removeIf(pod -> ordinal(pod) >= servers);
                    assertThat(after).containsAllEntriesOf(before);
                    assertThat(after.values()).allMatch(pod -> pod.endsWith(" 0"), "was never restarted");
                    before = after;
                }
                String told = load.stop();
                System.out.println(told);
                System.out.println("what `status` said:");
                samples.lines().forEach(System.out::println);
                joiners.forEach(joiner -> System.out.println(joiner.sentence()));

                assertThat(told)
                        .contains("5 of 5 voters serve", "7 of 7 voters serve", "the only voter serves")
                        .contains("Nothing was lost.");
                assertThat(told.lines().filter(line -> line.contains("writes were acknowledged")))
                        .isNotEmpty();
                assertThat(samples.isGoingOn()).as("it answered all the time").isTrue();
                assertThat(String.join("\n", samples.lines()))
                        .contains("5 of 5 voters serve", "7 of 7 voters serve", "the only voter serves")
                        .contains("membership: adding ", "membership: removing voter ");
                assertThat(joiners)
                        .hasSize(6)
                        .allMatch(joiner ->
                                joiner.serving().isPresent() && joiner.voting().isPresent());
            }
        }
    }

    /** The first {@code servers}, once all of them are there: who is absent for a moment was restarted, or will be. */
    private static Map<String, String> podsOf(Namespace namespace, int servers) {
        List<String> wanted = IntStream.range(0, servers)
                .mapToObj(ordinal -> RELEASE + "-zookeeper-" + ordinal)
                .toList();
        Map<String, String> pods = new TreeMap<>(await("all of " + wanted)
                .atMost(DEADLINE)
                .pollInterval(POLL)
                .until(() -> namespace.pods(RELEASE), found -> found.keySet().containsAll(wanted)));
        pods.keySet().retainAll(wanted); // others may still be on their way out
        return pods;
    }

    @Test
    void ofTwoScaleCommandsAtOnceOneHasTheLastWord() {
        try (Namespace namespace = cluster.namespace("scale")) {
            namespace.install(RELEASE, SMALL, "antiAffinity: soft");
            Arkeeper arkeeper = new Arkeeper(namespace, RELEASE);

            Program.Ended up;
            Program.Ended down;
            try (Begun five = arkeeper.begin("scale", "5");
                    Begun one = arkeeper.begin("scale", "1")) {
                up = five.awaitEnd();
                down = one.awaitEnd();
            }
            Arkeeper.print("exit code", new String[] {"scale", "5"}, up);
            Arkeeper.print("exit code", new String[] {"scale", "1"}, down);

            assertThat(List.of(up.exitCode(), down.exitCode())).containsExactlyInAnyOrder(0, SOMEBODY_ELSE);
            Program.Ended winner = up.exitCode() == 0 ? up : down;
            Program.Ended loser = up.exitCode() == 0 ? down : up;
            assertThat(winner.output()).contains(up.exitCode() == 0 ? "5 of 5 voters serve" : "the only voter serves");
            assertThat(loser.output()).contains("somebody else has changed it meanwhile");
            assertThat(voters(namespace)).isEqualTo(up.exitCode() == 0 ? 5 : 1);
            namespace.test(RELEASE);
        }
    }

    private static int ordinal(String pod) {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    private static int voters(Namespace namespace) {
        String member = namespace.http(RELEASE + "-zookeeper-0", 8080, "/api/v1/member");
        return member.split(":participant", -1).length - 1;
    }
}
