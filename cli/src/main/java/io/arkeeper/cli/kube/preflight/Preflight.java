package io.arkeeper.cli.kube.preflight;

import java.util.List;

/** Holds what the chart needs against what the cluster has. */
public final class Preflight {

    private Preflight() {}

    /** All checks, always the same ones in the same order. */
    public static List<Check> check(Requirements needs, ClusterFacts facts, boolean createsNamespace) {
        UsableNodes nodes = UsableNodes.of(needs, facts);
        return List.of(
                VersionCheck.of(facts),
                RightsCheck.of(facts.missingRights(), facts.namespace()),
                NamespaceCheck.of(facts, createsNamespace),
                ReleaseCheck.of(needs, facts),
                NodesCheck.of(nodes),
                RoomCheck.of(nodes),
                StorageCheck.of(needs, facts),
                ClaimsCheck.of(needs, facts),
                QuotaCheck.of(needs, facts),
                PodSecurityCheck.of(needs, facts),
                ImageCheck.of(needs, facts),
                DnsCheck.of(facts));
    }
}
