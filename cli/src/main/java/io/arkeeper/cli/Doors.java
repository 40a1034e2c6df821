package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.local.Instance;
import java.util.Optional;

/** Finds the ensemble that a command means, running here or in a cluster. */
final class Doors {

    private Doors() {}

    /** @throws CommandFailure where there is none, or it does not run */
    static MemberDoor open(Surroundings surroundings, ReleaseName name, PlaceOptions where) {
        return switch (where.of(name, surroundings)) {
            case LOCAL -> new LocalDoor(running(surroundings, name));
            case CLUSTER -> inCluster(where.connect(surroundings), name);
        };
    }

    private static Instance running(Surroundings surroundings, ReleaseName name) {
        Optional<Instance> instance = surroundings.state().instance(name.text());
        if (instance.isEmpty()) {
            throw new CommandFailure(ExitCode.NOT_RUNNING, NoInstance.sentence(name, surroundings.state()));
        }
        return instance.filter(Instance::isSupervised)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_RUNNING,
                        "%s is not running; start it with '%s': its members refuse what they must, and answer"
                                .formatted(name, surroundings.installation().line("up " + name + " --detach"))));
    }

    private static MemberDoor inCluster(Connection connection, ReleaseName name) {
        boolean opened = false;
        try {
            Snapshot snapshot = connection.snapshots(name).read();
            MemberDoor door = snapshot.set()
                    .map(set -> new ClusterDoor(connection, snapshot.podNames(), set.httpPort()))
                    .orElseThrow(
                            () -> new CommandFailure(ExitCode.NOT_RUNNING, new ClusterStatus(snapshot).sentence()));
            opened = true;
            return door;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }
}
