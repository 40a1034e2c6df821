package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.systemtest.hostile.Footprint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each member of an ensemble takes of the machine. */
record Footprints(Map<String, Footprint> ofMembers) {

    private static final double MOST_RESIDENT_BYTES = 450e6; // of a process whose heap may be 128 MiB

    static Footprints of(TestEnsemble ensemble) throws Exception {
        Map<String, Footprint> members = new LinkedHashMap<>();
        for (PodStatus pod : ensemble.statuses()) {
            members.put(
                    pod.pod(),
                    Footprint.of(pod.address(), pod.process().orElseThrow().pid()));
        }
        return new Footprints(members);
    }

    /** Until each member takes no more than it did here, and the memory of its process is bounded. */
    void awaitAgain(TestEnsemble ensemble) {
        await("members are as small as " + ofMembers)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(of(ensemble).ofMembers).allSatisfy((pod, now) -> {
                    assertThat(now).matches(footprint -> footprint.isAsSmallAs(ofMembers.get(pod)), "is as small");
                    assertThat(now.resident()).isLessThan(MOST_RESIDENT_BYTES);
                }));
    }
}
