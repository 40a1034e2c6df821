package io.arkeeper.cli;

import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.Fabric8Cluster;
import io.arkeeper.cli.kube.Kubeconfig;
import io.arkeeper.cli.kube.KubeconfigFiles;
import io.arkeeper.cli.local.StateHome;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What a command finds around it; tests give it other surroundings.
 *
 * @param state where the local ensembles are kept
 * @param input what the user types
 * @param isTerminal whether lines that were printed can be printed anew
 * @param kubeconfigs where clusters are described
 * @param clusters connects to one
 */
record Surroundings(
        Installation installation,
        StateHome state,
        InputStream input,
        boolean isTerminal,
        KubeconfigFiles kubeconfigs,
        Function<Kubeconfig, Cluster> clusters) {

    static Surroundings ofThisProcess() {
        return new Surroundings(
                Installation.of(System.getProperties()),
                StateHome.of(System.getenv(), Path.of(System.getProperty("user.home"))),
                System.in,
                Boolean.getBoolean("arkeeper.terminal"),
                new KubeconfigFiles(System.getenv(), Path.of(System.getProperty("user.home"))),
                Fabric8Cluster::new);
    }
}
