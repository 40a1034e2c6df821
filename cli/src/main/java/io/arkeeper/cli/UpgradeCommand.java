package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Kubeconfig;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.kube.UpgradePlan;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.local.release.HelmReleases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "upgrade",
        description = {
            "Change values of an installed ensemble, or bring it to this version of the chart.",
            "",
            "Shows first what changes in which object and which pods restart, and asks. Values given at earlier times stay"
                    + " unless they are given anew; --reset-values starts from the chart's defaults. What Kubernetes"
                    + " never allows, such as a smaller volume, is refused before anything is changed."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:changed, or nothing to change; all members serve, and a write was acknowledged",
            "1:a bug of Arkeeper's",
            "2:values, a name, options or a kubeconfig that cannot be used; a change that cannot work; or not confirmed",
            "5:not installed",
            "8:a member ended with a failure that starting it again does not mend",
            "10:not all members were ready in time",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named"
        })
final class UpgradeCommand extends ReleaseCommand {

    @Mixin
    ClusterOptions where = new ClusterOptions();

    @Mixin
    ValuesOptions given = new ValuesOptions();

    @Option(names = "--reset-values", description = "Forget the values that were given at earlier times.")
    boolean resetValues;

    @Option(names = "--dry-run", description = "Only show what would change.")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait until all members serve again (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    UpgradeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        Stopwatch stopwatch = Stopwatch.sinceTheProcessStarted();
        given.read(); // what is wrong with a file is wrong without a cluster too
        PrintWriter out = spec.commandLine().getOut();
        Kubeconfig kubeconfig = where.kubeconfig(surroundings);
        Installation installation = surroundings.installation();
        CompletableFuture<ChartRenderer> helm = CompletableFuture.supplyAsync(
                () -> new ChartRenderer(installation.chart(), installation.helmLibrary()));
        try (Connection connection = where.connect(surroundings, kubeconfig)) {
            HelmRelease release = unlocked(connection);
            ChartValues values = resetValues ? given.read() : given.read(json(release));
            String manifest = helm.join().render(name.text(), connection.namespace(), values);
            UpgradePlan plan = UpgradePlan.of(Manifest.of(release.manifest()), Manifest.of(manifest));
            if (!plan.refusals().isEmpty()) {
                throw new CommandFailure(ExitCode.BAD_INPUT, plan.refusals());
            }
            Snapshot now = connection.snapshots(name).read();
            now.edits().forEach(edit -> out.printf("edited by hand, will be as in the chart again: %s%n", edit.path()));
            boolean isNeeded =
                    !plan.isEmpty() || !release.isDeployed() || !now.edits().isEmpty();
            (isNeeded ? plan.lines() : List.of("nothing changes")).forEach(out::println);
            out.flush();
            if (dryRun) {
                return ExitCode.OK;
            }
            if (isNeeded) {
                if (!yes) {
                    new Confirmation(out, surroundings.input())
                            .require("This changes %s in %s.".formatted(name, connection.place()));
                }
                new HelmReleases(
                                installation.chart(),
                                installation.helmLibrary(),
                                connection.kubeconfig().document())
                        .upgrade(name.text(), connection.namespace(), values);
            }
            return new ClusterWatch(connection, name, surroundings, out, stopwatch)
                    .untilItServes(Duration.ofSeconds(timeoutSeconds));
        }
    }

    /** The release, without the change that an interrupted upgrade has left half-way: Helm refuses to go on over it. */
    private HelmRelease unlocked(Connection connection) throws InterruptedException {
        HelmRelease release = installed(connection, connection.whenNobodyIsAtIt(name));
        if (release.status().equals("pending-install") || release.status().equals("uninstalling")) {
            throw new CommandFailure(
                    ExitCode.NOT_RUNNING,
                    "%s is not installed: %s Go on with '%s'"
                            .formatted(
                                    name,
                                    release.trouble().orElse(""),
                                    surroundings.installation().line("install " + name + connection.options())));
        }
        if (!release.isPending()) {
            return release;
        }
        connection.cluster().delete(release.secret(connection.namespace(), name.text()));
        return installed(connection, connection.snapshots(name).release());
    }

    private HelmRelease installed(Connection connection, Optional<HelmRelease> release) {
        return release.orElseThrow(() -> new CommandFailure(
                ExitCode.NOT_RUNNING,
                ("Helm knows no %s in %s: it is not installed, or was applied by something else, or you may"
                                + " not read Secrets; install it with '%s'")
                        .formatted(
                                name,
                                connection.place(),
                                surroundings.installation().line("install " + name + connection.options()))));
    }

    private static String json(HelmRelease release) {
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(release.values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
