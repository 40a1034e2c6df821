package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.ChartSecrets;
import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.local.release.HelmReleases;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                    + " them, and asks for the name before it does; so does every uninstallation where the claims go with"
                    + " the StatefulSet (claimRetention.whenDeleted=Delete). Secrets with certificates that the chart has"
                    + " made stay in any case, and are named."
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
            description = "Do not ask; of data that would be deleted, only together with --delete-data.")
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
            List<ClaimView> lost = deleteData ? before.claims() : before.claimsThatGoWithIt();
            boolean isAgreed = deleteData ? yes : lost.isEmpty();
            if (!isAgreed) {
                confirm(lost, connection);
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
            List<ClaimView> going = new ArrayList<>(lost);
            before.claims().stream().filter(ClaimView::deleting).forEach(going::add); // an earlier run has begun it
            sentences(going, connection).forEach(out::println);
            return ExitCode.OK;
        }
    }

    private void confirm(List<ClaimView> claims, Connection connection) {
        String typed = new Confirmation(spec.commandLine().getOut(), surroundings.input())
                .ask("This deletes the data of %s in %s for good: %s%s.%nType its name to go on: "
                        .formatted(
                                name,
                                connection.place(),
                                names(claims),
                                deleteData ? "" : " (claimRetention.whenDeleted is Delete)"));
        if (!typed.equals(name.text())) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "the name typed is '%s', expected '%s'; nothing was deleted%s"
                            .formatted(typed, name, yes ? ", and only --delete-data with --yes does not ask" : ""));
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

    /**
     * What has become of the data and of the keys.
     *
     * @param going the claims that go, as far as they were known before
     */
    private List<String> sentences(List<ClaimView> going, Connection connection) throws InterruptedException {
        Map<String, ClaimView> gone = new LinkedHashMap<>();
        going.forEach(claim -> gone.put(claim.name(), claim));
        if (deleteData) {
            for (ClaimView claim : connection.snapshots(name).progress().claims()) {
                gone.put(claim.name(), claim);
                connection
                        .cluster()
                        .delete("/api/v1/namespaces/%s/persistentvolumeclaims/%s"
                                .formatted(connection.namespace(), claim.name()));
            }
        }
        awaitDeletion(gone.keySet(), connection);
        List<ClaimView> kept = connection.snapshots(name).progress().claims();
        List<String> sentences = new ArrayList<>();
        if (!gone.isEmpty()) {
            sentences.add("Deleted %s.".formatted(names(List.copyOf(gone.values()))));
        }
        if (!kept.isEmpty()) {
            sentences.add("Its data is kept in %s; '%s' finds it again, '%s' deletes it."
                    .formatted(
                            names(kept),
                            surroundings.installation().line("install " + name + connection.options()),
                            surroundings
                                    .installation()
                                    .line("uninstall " + name + connection.options() + " --delete-data")));
        }
        if (sentences.isEmpty()) {
            sentences.add("No volume claims were left.");
        }
        keys(connection).ifPresent(sentences::add);
        return sentences;
    }

    /** Clients may believe the authority for long, so its key is nothing to delete by the way. */
    private Optional<String> keys(Connection connection) {
        try {
            List<String> secrets = ChartSecrets.namesOf(name.text(), connection.namespace(), connection.cluster());
            String names = String.join(" ", secrets);
            return secrets.isEmpty()
                    ? Optional.empty()
                    : Optional.of("Secrets with private keys stay; 'kubectl -n %s delete secret %s' deletes them."
                            .formatted(connection.namespace(), names));
        } catch (ClusterFailure e) {
            if (e.kind() == ClusterFailure.Kind.FORBIDDEN) {
                return Optional.empty(); // who may not see them has not made them either
            }
            throw e;
        }
    }

    /** A pod that is made while its old claim is still being deleted waits for many seconds until it is tried again. */
    private void awaitDeletion(Set<String> claims, Connection connection) throws InterruptedException {
        Stopwatch stopwatch = Stopwatch.sinceNow();
        while (true) {
            List<ClaimView> left = connection.snapshots(name).progress().claims().stream()
                    .filter(claim -> claims.contains(claim.name()))
                    .toList();
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
