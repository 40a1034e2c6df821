package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which ensemble of a name is meant, the local one or the one in a cluster. */
final class PlaceOptions {

    @Option(
            names = {"-k", "--cluster"},
            description = "The ensemble in the cluster, also where a local one has this name.")
    boolean inCluster;

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    Place of(ReleaseName name, Surroundings surroundings) {
        return Place.of(
                name,
                inCluster || cluster.areGiven(),
                surroundings.state(),
                surroundings.kubeconfigs().isAny());
    }

    Connection connect(Surroundings surroundings) {
        return cluster.connect(surroundings);
    }
}
