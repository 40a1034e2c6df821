package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.local.Instance;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "drill",
        description = {
            "Walk through a failover of an ensemble, and check that no acknowledged write is lost.",
            "",
            "Writes a key through one member and reads it through another; stops the leader while a client writes;"
                    + " deletes all members at once; reads everything back. The keys stay below /arkeeper-drill.",
            "",
            "With --load it only writes, for as long as you scale, roll, upgrade or break something: it tells every change"
                    + " of the ensemble's health and, after Ctrl-C or the time of --for, looks for every acknowledged"
                    + " write.",
            "",
            Place.RULE + " In a cluster it deletes pods, so it asks first; clients run in the pods that stay."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every acknowledged write is there",
            "1:a bug of Arkeeper's",
            "2:a name, options or a kubeconfig that cannot be used; or not confirmed",
            "4:no quorum to begin with",
            "5:not running, or not installed",
            "9:an acknowledged write is missing",
            "10:a step did not finish in time",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named"
        })
final class DrillCommand extends ReleaseCommand {

    private static final Duration PATIENCE_AFTER_CTRL_C = Duration.ofMinutes(10); // every write is looked for

    @Mixin
    PlaceOptions where = new PlaceOptions();

    @Option(
            names = {"-y", "--yes"},
            description = "In a cluster: do not ask before pods are deleted.")
    boolean yes;

    @Option(
            names = "--load",
            description = "Only write, and change nothing, until Ctrl-C; then look for every acknowledged write.")
    boolean load;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "With --load: for this long instead of until Ctrl-C.")
    Optional<Integer> seconds = Optional.empty();

    DrillCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        seconds.ifPresent(this::requireSensible);
        return switch (where.of(name, surroundings)) {
            case LOCAL -> local();
            case CLUSTER -> {
                try (Connection connection = where.connect(surroundings)) {
                    yield cluster(connection);
                }
            }
        };
    }

    private void requireSensible(int limit) {
        if (!load) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--for says how long --load writes; give --load too, or leave --for out");
        }
        if (limit < 1) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "--for is %d; give it one second or more".formatted(limit));
        }
    }

    private int local() throws InterruptedException {
        Optional<Instance> instance = surroundings.state().instance(name.text());
        if (instance.filter(Instance::isSupervised).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_RUNNING,
                    instance.isPresent()
                            ? "%s is not running; start it with '%s'"
                                    .formatted(name, surroundings.installation().line("up --detach " + name))
                            : NoInstance.sentence(name, surroundings.state()));
        }
        return drill(new LocalDrillGround(name.text(), surroundings));
    }

    private int cluster(Connection connection) throws InterruptedException {
        Snapshot now = connection.snapshots(name).read();
        if (!now.isInstalled()) {
            throw new CommandFailure(ExitCode.NOT_RUNNING, new ClusterStatus(now).sentence());
        }
        if (now.servers() == 1 && !load) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "%s has one member, and nobody takes over from it; a drill in a cluster needs 3 or more"
                            .formatted(name));
        }
        if (!yes && !load) {
            new Confirmation(spec.commandLine().getOut(), surroundings.input())
                    .require("This deletes the leader's pod, then all %d pods of %s in %s; its clients will notice."
                            .formatted(now.podNames().size(), name, connection.place()));
        }
        return drill(new ClusterDrillGround(connection, name));
    }

    private int drill(DrillGround ground) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (!load) {
            return new Drill(ground, out).run();
        }
        Stopwatch writing = Stopwatch.sinceNow();
        AtomicBoolean stopped = new AtomicBoolean();
        try (StopSignal signal = StopSignal.calls(() -> stopped.set(true), PATIENCE_AFTER_CTRL_C)) {
            return new DrillLoad(ground, out)
                    .run(() -> !stopped.get()
                            && seconds.map(limit -> writing.elapsed().toSeconds() < limit)
                                    .orElse(true));
        }
    }
}
