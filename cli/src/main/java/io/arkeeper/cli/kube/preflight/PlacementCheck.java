package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether members that are still to come will find a node, of an ensemble that runs: the same as {@link Preflight} says
 * of one that is to be installed, but that those who run have theirs, whatever became of it since.
 */
public final class PlacementCheck {

    private PlacementCheck() {}

    /**
     * What nodes and their room say.
     *
     * @param nodes empty where they may not be listed
     * @param hosts the names of nodes that members run on
     */
    public static List<Check> of(Requirements needs, Optional<List<Node>> nodes, Set<String> hosts) {
        UsableNodes places = new UsableNodes(needs, nodes, hosts);
        Check enough = NodesCheck.of(places);
        return places.usable().isEmpty() ? List.of(enough) : List.of(enough, RoomCheck.of(places));
    }
}
