package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.ReleaseChange.Planned;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Kubeconfig;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "scale",
        description = {
            "Change how many members of an ensemble in the cluster vote, and wait until these and no others do.",
            "",
            "Sets `servers` (and `observers`) by an upgrade with the values there are; nobody who stays is restarted. New"
                    + " members get a vote once they are in sync, members that go give up theirs before they stop."
                    + " Given again after an interruption it goes on; given with the old number it goes back."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:these members vote, all serve, and a write was acknowledged",
            "1:a bug of Arkeeper's",
            "2:a number, a name, options or a kubeconfig that cannot be used; members that cannot be removed now; or a"
                    + " Secret that members would refuse",
            "3:it would cost the quorum, because members cannot ask whether they leave",
            "4:no quorum, or none that is known of, so no member can join or leave",
            "5:not installed",
            "6:somebody else has set another number meanwhile",
            "8:a member ended with a failure that starting it again does not mend",
            "10:not done in time",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named",
            "16:the cluster has no node or no room for all of them"
        })
final class ScaleCommand extends ReleaseCommand {

    @Parameters(index = "0", paramLabel = "SERVERS", description = "How many members are to vote: 1, 3, 5 or 7.")
    int servers;

    @Mixin
    ClusterOptions where = new ClusterOptions();

    @Option(
            names = "--observers",
            paramLabel = "NUMBER",
            description = "How many members are to observe, 0 to 100 (default: as many as now).")
    Optional<Integer> observers = Optional.empty();

    @Option(names = "--dry-run", description = "Only show what would change.")
    boolean dryRun;

    @Option(
            names = "--skip-preflight",
            description = "Scale without refusing where no node is left, such as where an autoscaler adds nodes.")
    boolean skipPreflight;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait until these members vote and all serve (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    ScaleCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        Stopwatch stopwatch = Stopwatch.sinceTheProcessStarted();
        refuseNumbers();
        Kubeconfig kubeconfig = where.kubeconfig(surroundings);
        CompletableFuture<ChartRenderer> helm =
                CompletableFuture.supplyAsync(surroundings.installation()::chartRenderer);
        try (Connection connection = where.connect(surroundings, kubeconfig)) {
            ReleaseChange change = new ReleaseChange(
                    connection, name, surroundings, spec.commandLine().getOut(), stopwatch, helm::join);
            HelmRelease release = change.settled();
            Planned planned = change.plan(release, values(release));
            refuseRestarts(planned, connection);
            planned.show();
            if (!skipPreflight && !planned.misfits().isEmpty()) {
                throw new CommandFailure(ExitCode.CLUSTER_UNFIT, misfits(planned));
            }
            if (dryRun) {
                return ExitCode.OK;
            }
            if (planned.isNeeded()) {
                planned.carryOut();
            }
            return change.watch().expecting(servers).untilItServes(Duration.ofSeconds(timeoutSeconds));
        }
    }

    private static List<String> misfits(Planned planned) {
        return planned.misfits().stream()
                .map(misfit -> misfit + "; nothing was changed")
                .toList();
    }

    /** In the words that the members have for it. */
    private void refuseNumbers() {
        try {
            new Topology("", "", "", "", Ports.DEFAULT, servers, observers.orElse(0));
        } catch (InvalidSetting e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, e.getMessage());
        }
    }

    private ChartValues values(HelmRelease release) {
        List<String> assignments = new ArrayList<>(List.of("servers=" + servers));
        observers.ifPresent(number -> assignments.add("observers=" + number));
        return new ChartValues(List.of(ReleaseChange.values(release))).with(assignments);
    }

    /** Another version of the chart than the installed one may change the pods; that is to be a decision of its own. */
    private void refuseRestarts(Planned planned, Connection connection) {
        List<String> restarts = planned.plan().restarts();
        if (!restarts.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    ("%s would be restarted as well, because another version of the chart made them; give '%s' first,"
                                    + " nothing was changed")
                            .formatted(
                                    String.join(", ", restarts),
                                    surroundings.installation().line("upgrade " + name + connection.options())));
        }
    }
}
