package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.local.release.HelmReleases;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "uninstall",
        description = {
            "Remove an ensemble from the cluster, and keep its data.",
            "",
            "The volume claims stay, and `install` of the same name finds the data again. Only --delete-data deletes"
                    + " them, and asks for the name before it does."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is gone, or was not there",
            "1:a bug of Arkeeper's",
            "2:a name, options or a kubeconfig that cannot be used; or another name was typed",
            "10:its pods had not ended, or its claims were not deleted, in time",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named"
        })
final class UninstallCommand extends ReleaseCommand {

    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    @Mixin
    ClusterOptions where = new ClusterOptions();

    @Option(names = "--delete-data", description = "Delete the volume claims too, and with them the data, for good.")
    boolean deleteData;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait until the pods have ended (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    UninstallCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = where.connect(surroundings)) {
            Snapshot before = connection.snapshots(name).read();
            boolean isThere = before.isInstalled() || before.release().isPresent();
            if (!isThere && before.claims().isEmpty()) {
                out.printf("There is no %s in %s.%n", name, connection.place());
                return ExitCode.OK;
            }
            if (deleteData && !yes) {
                confirm(before.claims(), connection);
            }
            if (before.release().isPresent()) {
                Installation installation = surroundings.installation();
                new HelmReleases(
                                installation.chart(),
                                installation.helmLibrary(),
                                connection.kubeconfig().document())
                        .uninstall(name.text(), connection.namespace());
            } else if (before.isInstalled()) {
                throw new CommandFailure(
                        ExitCode.BAD_INPUT,
                        ("Helm does not know %s in %s: it was applied by something else, or you may not read Secrets;"
                                        + " remove it the way it was made")
                                .formatted(name, connection.place()));
            }
            awaitEnd(connection);
            out.printf("%s %s gone from %s.%n", name, isThere ? "is" : "was", connection.place());
            out.println(dataSentence(connection));
            return ExitCode.OK;
        }
    }

    private void confirm(List<ClaimView> claims, Connection connection) {
        String typed = new Confirmation(spec.commandLine().getOut(), surroundings.input())
                .ask("This deletes the data of %s in %s for good: %s.%nType its name to go on: "
                        .formatted(name, connection.place(), names(claims)));
        if (!typed.equals(name.text())) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "the name typed is '%s', expected '%s'; nothing was deleted".formatted(typed, name));
        }
    }

    private void awaitEnd(Connection connection) throws InterruptedException {
        Stopwatch stopwatch = Stopwatch.sinceNow();
        LiveLines lines = new LiveLines(spec.commandLine().getOut(), surroundings.isTerminal(), stopwatch);
        while (true) {
            Snapshot now = connection.snapshots(name).progress();
            if (now.pods().isEmpty()) {
                return;
            }
            lines.show(now.pods().stream().map(pod -> pod.name() + ": ending").toList());
            if (stopwatch.elapsed().toSeconds() > timeoutSeconds) {
                throw new CommandFailure(
                        ExitCode.TOO_LATE,
                        "after %d s there still are %s; give the same command again to go on"
                                .formatted(
                                        timeoutSeconds,
                                        now.pods().stream()
                                                .map(pod -> pod.name())
                                                .collect(Collectors.joining(", "))));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private String dataSentence(Connection connection) throws InterruptedException {
        List<ClaimView> claims = connection.snapshots(name).progress().claims();
        if (claims.isEmpty()) {
            return "No volume claims were left.";
        }
        if (!deleteData) {
            return "Its data is kept in %s; '%s' finds it again, '%s' deletes it."
                    .formatted(
                            names(claims),
                            surroundings.installation().line("install " + name + connection.options()),
                            surroundings
                                    .installation()
                                    .line("uninstall " + name + connection.options() + " --delete-data"));
        }
        for (ClaimView claim : claims) {
            connection
                    .cluster()
                    .delete("/api/v1/namespaces/%s/persistentvolumeclaims/%s"
                            .formatted(connection.namespace(), claim.name()));
        }
        awaitDeletion(connection);
        return "Deleted %s.".formatted(names(claims));
    }

    /** A pod that is made while its old claim is still being deleted waits for many seconds until it is tried again. */
    private void awaitDeletion(Connection connection) throws InterruptedException {
        Stopwatch stopwatch = Stopwatch.sinceNow();
        while (true) {
            List<ClaimView> left = connection.snapshots(name).progress().claims();
            if (left.isEmpty()) {
                return;
            }
            if (stopwatch.elapsed().toSeconds() > timeoutSeconds) {
                throw new CommandFailure(
                        ExitCode.TOO_LATE,
                        "after %d s Kubernetes has not yet deleted %s; something still uses what is left, '%s' shows it"
                                .formatted(timeoutSeconds, names(left), "kubectl describe pvc"));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private static String names(List<ClaimView> claims) {
        return claims.isEmpty()
                ? "there are no volume claims"
                : claims.stream().map(ClaimView::name).collect(Collectors.joining(", "));
    }
}
