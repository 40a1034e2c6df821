package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.Facts.check;
import static io.arkeeper.cli.kube.preflight.Facts.node;
import static io.arkeeper.cli.kube.preflight.Facts.taint;
import static io.arkeeper.cli.kube.preflight.SmallChart.CHART;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NodesCheckTest {

    @Test
    void tooFewNodesForHardAntiAffinity() {
        Facts facts = new Facts();
        facts.nodes = Optional.of(List.of(
                node(1),
                node(2, true, true, List.of(), "0", "0"),
                node(3, false, false, List.of(), "0", "0"),
                node(4, true, false, List.of(taint("dedicated")), "0", "0")));

        assertThat(check("nodes", facts))
                .isEqualTo(new Fail(
                        "nodes",
                        "1 of 4 nodes can take members (node2 is cordoned, node3 is not ready, node4 has the taint"
                                + " dedicated), servers=3 with antiAffinity=hard need 3; add nodes or set"
                                + " antiAffinity=soft"));
        assertThat(check("nodes", facts, "requiredDuring", "preferredDuring"))
                .isInstanceOf(Warn.class)
                .extracting(Check::sentence)
                .asString()
                .endsWith("so members share nodes; the loss of one node may be the loss of the majority");
    }

    @Test
    void tolerationsAndSelectorsCount() {
        Facts facts = new Facts();
        facts.nodes = Optional.of(IntStream.rangeClosed(1, 3)
                .mapToObj(i -> node(i, true, false, List.of(taint("dedicated")), "0", "0"))
                .toList());

        assertThat(check("nodes", facts)).isInstanceOf(Fail.class);
        assertThat(check(
                        "nodes",
                        facts,
                        "      containers:",
                        "      tolerations: [{key: dedicated, operator: Exists}]\n      containers:"))
                .isInstanceOf(Ok.class);
        assertThat(check(
                                "nodes",
                                new Facts(),
                                "      containers:",
                                "      nodeSelector: {disk: hdd}\n      containers:")
                        .sentence())
                .contains("node1 has no label disk=hdd");
    }

    @Test
    void tooLittleMemory() {
        Facts facts = new Facts();
        facts.nodes = Optional.of(List.of(node(1), node(2), node(3, true, false, List.of(), "0.1", "6Gi")));

        assertThat(check("cpu, memory", facts))
                .isEqualTo(new Fail(
                        "cpu, memory",
                        "each member requests 0.5 CPU and 3.0 GiB, there is room for 2 of 3 (node1 has 2 CPU and 8.0 GiB"
                                + " free, node2 has 2 CPU and 8.0 GiB free, node3 has 1.9 CPU and 2.0 GiB free); lower"
                                + " resources.requests and heap, or add nodes"));
    }

    @Test
    void observersNeedRoomAndMayShareNodesWithVoters() {
        String observers = CHART.substring(CHART.indexOf("---"))
                .replace(
                        "metadata: {name: myzk-zookeeper}",
                        "metadata: {name: myzk-zookeeper-observer, labels: {app.kubernetes.io/component: observer}}");
        Requirements six = Requirements.of("myzk", Manifest.of(CHART + observers));
        Requirements seven =
                Requirements.of("myzk", Manifest.of(CHART + observers.replace("replicas: 3", "replicas: 4")));

        assertThat(six.pods())
                .contains("myzk-zookeeper-2", "myzk-zookeeper-observer-2")
                .hasSize(6);
        assertThat(check("nodes", new Facts(), six)).isInstanceOf(Ok.class);
        assertThat(check("cpu, memory", new Facts(), six).sentence()).endsWith("there is room for 6");
        assertThat(check("nodes", new Facts(), seven))
                .isEqualTo(new Fail(
                        "nodes",
                        "3 of 3 nodes can take members, observers=4 with antiAffinity=hard need 4; add nodes or set"
                                + " antiAffinity=soft"));
    }
}
