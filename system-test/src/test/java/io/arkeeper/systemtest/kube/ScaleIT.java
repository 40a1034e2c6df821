package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An ensemble that grows and shrinks by {@code helm upgrade} while {@code arkeeper drill --load} writes.
 *
 * <p>{@code ARKEEPER_TEST_COMMAND} is the arkeeper to use; without it, that of the checkout.
 */
final class ScaleIT {

    private static final String RELEASE = "scale";
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(500);

    private static Cluster cluster;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    @Test
    void upAndDownUnderLoad_nothingIsLostAndNobodyWhoStaysIsRestarted() throws Exception {
        String arkeeper = Cluster.variable("ARKEEPER_TEST_COMMAND").orElse("../arkeeper");
        try (Namespace namespace = cluster.namespace("scale")) {
            namespace.install(RELEASE, SMALL, "antiAffinity: soft");
            try (Load load = Load.start(arkeeper, namespace, RELEASE)) {
                Map<String, String> before = namespace.pods(RELEASE);
                for (int servers : List.of(5, 7, 3, 1, 3)) {
                    namespace.upgrade(RELEASE, SMALL, "antiAffinity: soft", "servers: " + servers);
                    await().atMost(DEADLINE).pollInterval(POLL).until(() -> voters(namespace), now -> now == servers);
                    Map<String, String> after = namespace.pods(RELEASE);
                    before.keySet().retainAll(after.keySet());
                    before.keySet().removeIf(pod -> ordinal(pod) >= servers); // it may still be on its way out
                    assertThat(after).containsAllEntriesOf(before);
                    before = after;
                }
                String told = load.stop();
                System.out.println(told);

                assertThat(told)
                        .contains("5 of 5 voters serve", "7 of 7 voters serve", "the only voter serves")
                        .contains("Nothing was lost.");
                assertThat(told.lines().filter(line -> line.contains("writes were acknowledged")))
                        .isNotEmpty();
            }
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
