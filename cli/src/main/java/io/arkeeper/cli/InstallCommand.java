package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.HelmRelease.Remedy;
import io.arkeeper.cli.kube.Kubeconfig;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.preflight.Check;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.local.release.HelmReleases;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "install",
        description = {
            "Install an ensemble in the cluster, and wait until it has acknowledged a write.",
            "",
            "Checks the cluster first, as `preflight` does, then installs the chart as Helm does it, then shows how each"
                    + " member gets on and why one is not ready. Given again after an interruption or a failure it goes on."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all members serve, and a write was acknowledged",
            "1:a bug of Arkeeper's",
            "2:values, a name, options or a kubeconfig that cannot be used",
            "6:it is installed already, with other values or with a change that failed; or cleaning up would delete data",
            "8:a member ended with a failure that starting it again does not mend",
            "10:not all members were ready in time",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named",
            "16:the cluster cannot run it: a check failed"
        })
final class InstallCommand extends ReleaseCommand {

    @Mixin
    ClusterOptions where = new ClusterOptions();

    @Mixin
    ValuesOptions given = new ValuesOptions();

    @Option(names = "--create-namespace", description = "Create the namespace where it does not exist.")
    boolean createNamespace;

    @Option(names = "--skip-preflight", description = "Install without checking the cluster first.")
    boolean skipPreflight;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait until all members serve (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    InstallCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        Stopwatch stopwatch = Stopwatch.sinceTheProcessStarted();
        ChartValues values = given.read();
        Kubeconfig kubeconfig = where.kubeconfig(surroundings);
        Installation installation = surroundings.installation();
        CompletableFuture<ChartRenderer> helm = CompletableFuture.supplyAsync(installation::chartRenderer);
        try (Connection connection = where.connect(surroundings, kubeconfig)) {
            String manifest = helm.join().render(name.text(), connection.namespace(), values);
            Optional<HelmRelease> earlier = connection.whenNobodyIsAtIt(
                    name,
                    other -> say(
                            "another change of %s was begun at %s; waiting for it".formatted(name, other.changedAt())));
            if (earlier.filter(HelmRelease::isDeployed).isPresent()) {
                refuseOtherValues(earlier.get(), manifest, connection);
                say("%s is installed in %s with these values; nothing to change".formatted(name, connection.place()));
            } else {
                earlier.ifPresent(left -> refuseToTakeDown(left, connection));
                install(connection, values, Manifest.of(manifest), earlier);
            }
            return new ClusterWatch(
                            connection, name, surroundings, spec.commandLine().getOut(), stopwatch)
                    .untilItServes(Duration.ofSeconds(timeoutSeconds));
        }
    }

    private void refuseOtherValues(HelmRelease release, String manifest, Connection connection) {
        if (!Manifest.of(release.manifest()).equalsTo(Manifest.of(manifest))) {
            throw new CommandFailure(
                    ExitCode.ALREADY_RUNNING,
                    "%s is installed in %s with other values or by another version; change it with '%s'"
                            .formatted(name, connection.place(), line("upgrade", connection) + " ..."));
        }
    }

    /** What others may be using, and what holds data that would go with it, is nothing to clean up unasked. */
    private void refuseToTakeDown(HelmRelease left, Connection connection) {
        if (left.remedy() == Remedy.UPGRADE) {
            throw new CommandFailure(
                    ExitCode.ALREADY_RUNNING,
                    ("%s is installed in %s, and a change of it has not ended well: %s Installing it anew would take its"
                                    + " members down; go on with '%s' and the same values, nothing was changed")
                            .formatted(
                                    name,
                                    connection.place(),
                                    left.trouble().orElse(""),
                                    line("upgrade", connection) + " ..."));
        }
        List<ClaimView> lost = connection.snapshots(name).progress().claimsThatGoWithIt();
        if (!lost.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.ALREADY_RUNNING,
                    ("an earlier attempt at %s would have to be removed first, and %s with it, because its StatefulSet"
                                    + " deletes its volume claims (claimRetention.whenDeleted=Delete); if nothing in them is"
                                    + " needed give '%s', which asks, and then install; nothing was changed")
                            .formatted(
                                    name,
                                    lost.stream().map(ClaimView::name).collect(Collectors.joining(", ")),
                                    line("uninstall", connection)));
        }
    }

    private String line(String command, Connection connection) {
        return surroundings.installation().line(command + " " + name + connection.options());
    }

    private void install(Connection connection, ChartValues values, Manifest manifest, Optional<HelmRelease> earlier)
            throws InterruptedException {
        if (!skipPreflight) {
            PreflightReport report = PreflightCommand.check(connection, name, manifest, createNamespace);
            say(report.lines().stripTrailing());
            if (!report.fits()) {
                throw new CommandFailure(
                        ExitCode.CLUSTER_UNFIT,
                        report.checks().stream()
                                .filter(Check.Fail.class::isInstance)
                                .map(check -> check.subject() + ": " + check.sentence())
                                .toList());
            }
        }
        Installation installation = surroundings.installation();
        HelmReleases releases = new HelmReleases(
                installation.chart(),
                installation.helmLibrary(),
                connection.kubeconfig().document());
        if (earlier.isPresent()) {
            say("%s (its volume claims stay)"
                    .formatted(
                            earlier.get().remedy() == Remedy.UNINSTALL
                                    ? "ending the removal that was begun"
                                    : "cleaning up an earlier attempt"));
            releases.uninstall(name.text(), connection.namespace());
        }
        say("installing %s in %s".formatted(name, connection.place()));
        releases.install(name.text(), connection.namespace(), values, createNamespace);
    }

    private void say(String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(sentence);
        out.flush();
    }
}
