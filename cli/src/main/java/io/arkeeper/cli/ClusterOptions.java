package io.arkeeper.cli;

import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.HelmTurn;
import io.arkeeper.cli.kube.Kubeconfig;
import io.arkeeper.cli.kube.SnapshotReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Which cluster, as kubectl takes it. */
final class ClusterOptions {

    private static final int LONGEST_NAMESPACE = 63;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig (default: the files in KUBECONFIG, otherwise ~/.kube/config).")
    Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "CONTEXT",
            description = "The context of the kubeconfig (default: its current one).")
    Optional<String> context = Optional.empty();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "The namespace of the release (default: the context's).")
    Optional<String> namespace = Optional.empty();

    boolean areGiven() {
        return kubeconfig.isPresent() || context.isPresent() || namespace.isPresent();
    }

    Connection connect(Surroundings surroundings) {
        return connect(surroundings, kubeconfig(surroundings));
    }

    /** What is wrong with these options alone is said here, before anything is loaded or connected. */
    Kubeconfig kubeconfig(Surroundings surroundings) {
        namespace.ifPresent(given -> DnsLabel.require("the namespace", given, LONGEST_NAMESPACE, "default"));
        return surroundings.kubeconfigs().read(kubeconfig, context);
    }

    Connection connect(Surroundings surroundings, Kubeconfig chosen) {
        return new Connection(
                surroundings.clusters().apply(chosen),
                chosen,
                namespace.or(chosen::namespace).orElse("default"),
                line(chosen));
    }

    /** These options as one would type them after a command and a name. */
    private String line(Kubeconfig chosen) {
        return kubeconfig.map(file -> " --kubeconfig " + file).orElse("")
                + context.map(name -> " --context " + name).orElse("")
                + " -n "
                + namespace.or(chosen::namespace).orElse("default");
    }

    /**
     * A cluster and a namespace in it.
     *
     * @param options how the user would name them again, with a space before
     */
    record Connection(Cluster cluster, Kubeconfig kubeconfig, String namespace, String options)
            implements AutoCloseable {

        SnapshotReader snapshots(ReleaseName name) {
            return new SnapshotReader(cluster, kubeconfig.context(), namespace, name.text(), InstantSource.system());
        }

        /** What Helm knows of a release, once nobody else is changing it. */
        Optional<HelmRelease> whenNobodyIsAtIt(ReleaseName name, Consumer<HelmRelease> somebody)
                throws InterruptedException {
            return new HelmTurn(snapshots(name)::release, InstantSource.system(), Thread::sleep, somebody).await();
        }

        /** In the words of a message: {@code namespace kube-a of context admin}. */
        String place() {
            return "namespace %s of context %s".formatted(namespace, kubeconfig.context());
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
