package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import io.arkeeper.cli.local.Counted;
import java.util.List;
import java.util.stream.Collectors;

/** Says whether there is a node for each member. */
final class NodesCheck {

    private static final String SUBJECT = "nodes";

    private NodesCheck() {}

    static Check of(UsableNodes places) {
        if (places.all().isEmpty()) {
            return new Warn(SUBJECT, "you may not list nodes, so it is unknown whether there is one for each member");
        }
        List<Node> nodes = places.all().get();
        List<Node> usable = places.usable();
        Requirements needs = places.needs();
        String others = nodes.stream()
                .filter(node -> !usable.contains(node))
                .map(node -> node.name() + " " + places.unusable(node).orElseThrow())
                .collect(Collectors.joining(", "));
        String sentence = "%d of %s can take members%s"
                .formatted(
                        usable.size(), Counted.of(nodes.size(), "node"), others.isEmpty() ? "" : " (" + others + ")");
        if (usable.size() >= needs.nodes()) {
            return new Ok(SUBJECT, sentence);
        }
        if (usable.isEmpty()) {
            return new Fail(SUBJECT, sentence + "; make a node available");
        }
        return needs.oneNodeEach()
                ? new Fail(
                        SUBJECT,
                        "%s, %s=%d with antiAffinity=hard need %d; add nodes or set antiAffinity=soft"
                                .formatted(
                                        sentence,
                                        needs.observers() > needs.servers() ? "observers" : "servers",
                                        needs.nodes(),
                                        needs.nodes()))
                : new Warn(
                        SUBJECT,
                        "%s, so members share nodes; the loss of one node may be the loss of the majority"
                                .formatted(sentence));
    }
}
