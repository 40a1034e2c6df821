package io.arkeeper.cli;

import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.KubeconfigFiles;
import io.arkeeper.cli.local.MemberDistribution;
import io.arkeeper.cli.local.StateHome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/**
 * One run of a command: what it ended with and what it printed. In this process; only what the command itself starts
 * runs in others.
 */
record Run(int exitCode, String out, String err) {

    /** Surroundings without an installation, for commands that start nothing. */
    static Surroundings bare(Path state) {
        return surroundings(state, Path.of("no-chart"), Path.of("no-member"), "");
    }

    static Surroundings surroundings(Path state, Path chart, Path member, String typed) {
        return new Surroundings(
                new Installation("arkeeper", chart, new MemberDistribution(member), Optional.empty()),
                new StateHome(state),
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                false,
                new KubeconfigFiles(Map.of(), state),
                kubeconfig -> {
                    throw new IllegalStateException("no test without a cluster may connect to one");
                });
    }

    /** Surroundings with a cluster instead of the network, and no Helm. */
    static Surroundings withCluster(Path state, Cluster cluster, String typed) {
        return withCluster(state, Path.of("no-chart"), cluster, typed);
    }

    /** The same with a chart that can be rendered. */
    static Surroundings withCluster(Path state, Path chart, Cluster cluster, String typed) {
        return withCluster(state, chart, cluster, typed, "https://127.0.0.1:1");
    }

    /** The same with an API server that Helm asks. */
    static Surroundings withCluster(Path state, Path chart, Cluster cluster, String typed, String server) {
        Path kubeconfig = state.resolve("kubeconfig");
        try {
            Files.writeString(kubeconfig, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: dc, cluster: {server: "%s"}}]
                    contexts: [{name: admin, context: {cluster: dc, namespace: prod}}]
                    current-context: admin
                    """.formatted(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Surroundings bare = surroundings(state, chart, Path.of("no-member"), typed);
        return new Surroundings(
                bare.installation(),
                bare.state(),
                bare.input(),
                false,
                new KubeconfigFiles(Map.of("KUBECONFIG", kubeconfig.toString()), state),
                chosen -> cluster);
    }

    static Run of(Surroundings surroundings, String... arguments) {
        return of(new StringWriter(), surroundings, arguments);
    }

    /** For a command that somebody else waits for: {@code out} has what it has printed so far. */
    static Run of(StringWriter out, Surroundings surroundings, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine(surroundings, arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = command.execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
