package io.arkeeper.cli;

import io.arkeeper.cli.local.StateHome;

/**
 * Whether a command that knows both local ensembles and clusters speaks of the one or the other.
 *
 * <p>Whoever names a cluster means it. Otherwise a local ensemble of that name, running or stopped, comes first. Where
 * there is none, and a kubeconfig is, the cluster is meant.
 */
enum Place {
    LOCAL,
    CLUSTER;

    static final String RULE = "Speaks of the local ensemble of that name where there is one, otherwise of the cluster."
            + " With --cluster, --kubeconfig, --context or --namespace always of the cluster.";

    static Place of(ReleaseName name, boolean clusterIsNamed, StateHome state, boolean hasKubeconfig) {
        if (clusterIsNamed) {
            return CLUSTER;
        }
        return state.instance(name.text()).isPresent() || !hasKubeconfig ? LOCAL : CLUSTER;
    }
}
