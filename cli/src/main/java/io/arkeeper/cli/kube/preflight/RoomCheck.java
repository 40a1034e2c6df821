package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says whether the nodes have CPU and memory left for all members. */
final class RoomCheck {

    private static final String SUBJECT = "cpu, memory";

    private RoomCheck() {}

    static Check of(UsableNodes nodes) {
        Requirements needs = nodes.needs();
        String each = "each member requests %s CPU and %s"
                .formatted(needs.cpu().asCores(), needs.memory().asBytes());
        List<Node> usable = nodes.usable();
        if (usable.isEmpty()) {
            return new Warn(SUBJECT, each + "; what is free on the nodes is unknown");
        }
        int places = usable.stream().mapToInt(node -> places(node, needs)).sum();
        boolean isKnown = usable.stream().allMatch(node -> node.usedCpu().isPresent());
        if (places >= needs.members()) {
            return isKnown
                    ? new Ok(SUBJECT, "%s; there is room for %d".formatted(each, needs.members()))
                    : new Warn(SUBJECT, each + "; the nodes are large enough, but you may not see what is in use");
        }
        String largest = usable.stream()
                .map(node -> "%s has %s CPU and %s free"
                        .formatted(
                                node.name(),
                                free(node.cpu(), node.usedCpu()).asCores(),
                                free(node.memory(), node.usedMemory()).asBytes()))
                .collect(Collectors.joining(", "));
        return new Fail(
                SUBJECT,
                "%s, there is room for %d of %d (%s); lower resources.requests and heap, or add nodes"
                        .formatted(each, places, needs.members(), largest));
    }

    private static int places(Node node, Requirements needs) {
        Quantity cpu = free(node.cpu(), node.usedCpu());
        Quantity memory = free(node.memory(), node.usedMemory());
        int kinds = needs.observers() == 0 ? 1 : 2; // a voter and an observer may share a node
        int most = needs.oneNodeEach() ? kinds : needs.members();
        return (int) IntStream.rangeClosed(1, most)
                .filter(count -> !cpu.isLessThan(needs.cpu().times(count))
                        && !memory.isLessThan(needs.memory().times(count)))
                .count();
    }

    private static Quantity free(Quantity allocatable, Optional<Quantity> used) {
        return allocatable.minus(used.orElse(Quantity.ZERO));
    }
}
