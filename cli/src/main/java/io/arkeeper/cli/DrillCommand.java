package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.local.Instance;
import java.util.Optional;
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

    @Mixin
    PlaceOptions where = new PlaceOptions();

    @Option(
            names = {"-y", "--yes"},
            description = "In a cluster: do not ask before pods are deleted.")
    boolean yes;

    DrillCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        return switch (where.of(name, surroundings)) {
            case LOCAL -> local();
            case CLUSTER -> {
                try (Connection connection = where.connect(surroundings)) {
                    yield cluster(connection);
                }
            }
        };
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
        if (now.servers() == 1) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "%s has one member, and nobody takes over from it; a drill in a cluster needs 3 or more"
                            .formatted(name));
        }
        if (!yes) {
            new Confirmation(spec.commandLine().getOut(), surroundings.input())
                    .require("This deletes the leader's pod, then all %d pods of %s in %s; its clients will notice."
                            .formatted(now.podNames().size(), name, connection.place()));
        }
        return drill(new ClusterDrillGround(connection, name));
    }

    private int drill(DrillGround ground) throws InterruptedException {
        return new Drill(ground, spec.commandLine().getOut()).run();
    }
}
