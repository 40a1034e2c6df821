package io.arkeeper.cli;

import io.arkeeper.cli.bundle.ForgetfulRegistry;
import io.arkeeper.cli.bundle.TinyBundle;
import io.arkeeper.cli.kube.Fabric8Cluster;
import io.arkeeper.cli.kube.KubeconfigFiles;
import io.arkeeper.cli.local.StateHome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * Runs the commands that people wait for, once and for nobody, so that the JVM can keep what it learned on the way.
 *
 * <p>Everything happens in a folder and on loopback; the cluster is a port that nobody listens on. What was learned is
 * kept in three files, because a JVM takes in all of a file before it begins: {@code cluster.aot}, {@code bundle.aot} for
 * what knows registries, and {@code help.aot} for what only tells of commands.
 */
public final class Rehearsal {

    private static final String CLUSTER = "cluster";
    private static final String BUNDLE = "bundle";
    private static final String HELP = "help";
    private static final int MINUTES = 2;

    private final Path folder;
    private final Installation installation;

    Rehearsal(Path folder, Installation installation) {
        this.folder = folder;
        this.installation = installation;
    }

    /** @param arguments an empty folder, in which the files are left */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Rehearsal rehearsal = new Rehearsal(Path.of(arguments[0]), Installation.of(System.getProperties()));
        switch (arguments.length == 1 ? "" : arguments[1]) {
            case "" -> rehearsal.remember();
            case CLUSTER -> rehearsal.clusters();
            case BUNDLE -> rehearsal.push(arguments[2]);
            case HELP -> rehearsal.help();
            default -> throw new IllegalArgumentException(arguments[1]);
        }
        System.exit(0); // whatever a command has left running
    }

    private void remember() throws IOException, InterruptedException {
        learning(CLUSTER);
        learning(HELP);
        try (ForgetfulRegistry registry = new ForgetfulRegistry()) {
            learning(BUNDLE, registry.host());
        }
    }

    /** Rehearses a part in a JVM like this one that keeps what it learns. */
    private void learning(String part, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-XX:AOTCacheOutput=" + folder.resolve(part + ".aot"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Rehearsal.class.getName(), folder.toString(), part));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(part + ".log").toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
    }

    /** A push of a bundle that has a blob too large for one request. */
    int push(String registry) throws IOException {
        Path bundle = TinyBundle.large(folder, "rehearsal.ark");
        Path values = folder.resolve("values.yaml");
        return run("bundle", "push", bundle.toString(), registry, "--values-out", values.toString());
    }

    /** The list of commands, and what showing it ended with. */
    int help() {
        return run("--help");
    }

    /** What is done with ensembles, and what it ended with. */
    Map<String, Integer> clusters() throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                clusters: [{name: none, cluster: {server: "https://127.0.0.1:9"}}]
                contexts: [{name: none, context: {cluster: none}}]
                current-context: none
                """);
        Map<String, Integer> endedWith = new LinkedHashMap<>();
        endedWith.put("help", run("--help"));
        endedWith.put("status", run("status"));
        endedWith.put("template", run("template"));
        endedWith.put("preflight", run("preflight", "--kubeconfig", kubeconfig.toString()));
        return endedWith;
    }

    private int run(String... arguments) {
        Surroundings surroundings = new Surroundings(
                installation,
                new StateHome(folder.resolve("state")),
                InputStream.nullInputStream(),
                false,
                new KubeconfigFiles(Map.of(), folder),
                Fabric8Cluster::new);
        CommandLine command = Main.commandLine(surroundings, arguments);
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        return command.setOut(nobody).setErr(nobody).execute(arguments);
    }
}
