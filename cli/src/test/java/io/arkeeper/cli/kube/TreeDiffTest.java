package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.TreeDiff.Change;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TreeDiffTest {

    @Test
    void defaultsThatTheApiServerAddsAreNoDepartures() {
        Map<String, Object> made = Map.of("replicas", 3, "cpu", "0.1", "delay", 0, "tolerations", List.of());
        Map<String, Object> live = Map.of("replicas", 3L, "cpu", "100m", "dnsPolicy", "ClusterFirst");

        assertThat(TreeDiff.departures(made, live)).isEmpty();
        assertThat(TreeDiff.between(made, live)).extracting(Change::line).containsExactly("+ dnsPolicy: ClusterFirst");
    }

    @Test
    void whatSomebodyHasEditedIsADeparture() {
        assertThat(TreeDiff.departures(
                        Map.of("spec", Map.of("args", List.of("a", "b"))),
                        Map.of("spec", Map.of("args", List.of("a", "c")))))
                .extracting(Change::line)
                .containsExactly("~ spec.args[1]: b → c");
    }

    @Test
    void whatIsMissingIsADeparture() {
        assertThat(TreeDiff.departures(Map.of("a", 1), Map.of()))
                .extracting(Change::line)
                .containsExactly("- a: 1");
    }
}
