package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.ReleaseChange.Planned;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Kubeconfig;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import java.time.Duration;
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
            "3:it would cost the quorum now, by members that restart while others are away or leave",
            "4:no quorum, so no member can join or leave",
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
        Kubeconfig kubeconfig = where.kubeconfig(surroundings);
        CompletableFuture<ChartRenderer> helm =
                CompletableFuture.supplyAsync(surroundings.installation()::chartRenderer);
        try (Connection connection = where.connect(surroundings, kubeconfig)) {
            ReleaseChange change = new ReleaseChange(
                    connection, name, surroundings, spec.commandLine().getOut(), stopwatch, helm::join);
            HelmRelease release = change.settled();
            ChartValues values = resetValues ? given.read() : given.read(ReleaseChange.values(release));
            Planned planned = change.plan(release, values);
            planned.show();
            if (dryRun) {
                return ExitCode.OK;
            }
            if (planned.isNeeded()) {
                if (!yes) {
                    new Confirmation(spec.commandLine().getOut(), surroundings.input())
                            .require("This changes %s in %s.".formatted(name, connection.place()));
                }
                planned.carryOut();
            }
            return change.watch().untilItServes(Duration.ofSeconds(timeoutSeconds));
        }
    }
}
