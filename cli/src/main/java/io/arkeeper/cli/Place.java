package io.arkeeper.cli;

import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.StateHome;

/**
 * Whether a command that knows both local ensembles and clusters speaks of the one or the other.
 *
 * <p>Whoever names a cluster means it. Otherwise a local ensemble of that name that runs comes first. Where none runs, and
 * there is a kubeconfig, the cluster is meant.
 */
enum Place {
    LOCAL,
    CLUSTER;

    static final String RULE =
            "Speaks of the local ensemble of that name while it runs, otherwise of the cluster if there is"
                    + " a kubeconfig."
                    + " With --cluster, --kubeconfig, --context or --namespace always of the cluster.";

    static Place of(ReleaseName name, boolean clusterIsNamed, StateHome state, boolean hasKubeconfig) {
        if (clusterIsNamed) {
            return CLUSTER;
        }
        return state.instance(name.text()).filter(Instance::runs).isPresent() || !hasKubeconfig ? LOCAL : CLUSTER;
    }
}
