package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import io.arkeeper.cli.local.release.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which nodes can take members, and why the others cannot.
 *
 * @param all empty where they may not be listed
 * @param hosts the names of those that members run on already
 */
record UsableNodes(Requirements needs, Optional<List<Node>> all, Set<String> hosts) {

    /** For members that are all still to come. */
    static UsableNodes of(Requirements needs, ClusterFacts facts) {
        return new UsableNodes(needs, facts.nodes(), Set.of());
    }

    List<Node> usable() {
        return all.orElse(List.of()).stream()
                .filter(node -> unusable(node).isEmpty())
                .toList();
    }

    /** Why it cannot. */
    Optional<String> unusable(Node node) {
        if (hosts.contains(node.name())) {
            return Optional.empty();
        }
        if (!node.ready()) {
            return Optional.of("is not ready");
        }
        if (node.cordoned()) {
            return Optional.of("is cordoned");
        }
        for (Map.Entry<String, String> label : needs.nodeSelector().entrySet()) {
            if (!label.getValue().equals(node.labels().get(label.getKey()))) {
                return Optional.of("has no label %s=%s".formatted(label.getKey(), label.getValue()));
            }
        }
        return node.taints().stream()
                .filter(taint -> !taint.text("effect").equals(Optional.of("PreferNoSchedule")))
                .filter(taint -> needs.tolerations().stream().noneMatch(toleration -> tolerates(toleration, taint)))
                .map(taint -> "has the taint " + taint.text("key").orElse("?"))
                .findFirst();
    }

    private static boolean tolerates(Tree toleration, Tree taint) {
        boolean sameEffect =
                !toleration.has("effect") || toleration.text("effect").equals(taint.text("effect"));
        boolean sameKey = !toleration.has("key") || toleration.text("key").equals(taint.text("key"));
        boolean anyValue = toleration.text("operator").equals(Optional.of("Exists"));
        boolean sameValue =
                toleration.text("value").orElse("").equals(taint.text("value").orElse(""));
        return sameEffect && sameKey && (anyValue || sameValue);
    }
}
