package io.arkeeper.systemtest.soak;

import io.arkeeper.systemtest.SmallVolumes;
import io.arkeeper.systemtest.TestEnsemble;
import io.arkeeper.systemtest.network.NamespaceNetwork;
import io.arkeeper.systemtest.network.NetworkUnavailable;
import io.arkeeper.systemtest.network.Slowness;
import io.arkeeper.systemtest.soak.Fault.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this machine can do to an ensemble.
 *
 * @param network what cuts links, where that is possible
 * @param volumes what disks can be filled, where that is possible
 * @param missing what is not possible, and why
 */
record Surroundings(Optional<NamespaceNetwork> network, Optional<SmallVolumes> volumes, Map<Need, String> missing)
        implements AutoCloseable {

    private static final String VOLUME = "128m";

    /** Whatever is not possible is printed, so that nobody takes it for tested. */
    static Surroundings found() {
        Surroundings surroundings = look();
        surroundings.impossible().forEach((fault, reason) -> System.out.printf("LEFT OUT: %s: %s%n", fault, reason));
        return surroundings;
    }

    private static Surroundings look() {
        Map<Need, String> missing = new EnumMap<>(Need.class);
        Optional<SmallVolumes> volumes = volumes(missing);
        try {
            NamespaceNetwork network = NamespaceNetwork.of(Schedule.MOST);
            if (!network.canLose()) {
                missing.put(Need.LOSS, "iptables has no 'statistic' match here");
            }
            if (network.slowness().isEmpty()) {
                missing.put(Need.SLOWNESS, "the kernel has neither netem nor tbf, or there is no tc");
            }
            return new Surroundings(Optional.of(network), volumes, missing);
        } catch (NetworkUnavailable e) {
            Set.of(Need.LINKS, Need.LOSS, Need.SLOWNESS).forEach(need -> missing.put(need, e.getMessage()));
            return new Surroundings(Optional.empty(), volumes, missing);
        }
    }

    private static Optional<SmallVolumes> volumes(Map<Need, String> missing) {
        try (SmallVolumes trial = new SmallVolumes(VOLUME)) {
            Path directory = Files.createTempDirectory("arkeeper-volume-");
            trial.mount(directory);
            trial.close();
            Files.delete(directory);
            return Optional.of(new SmallVolumes(VOLUME));
        } catch (IOException e) {
            missing.put(Need.DISKS, e.getMessage());
            return Optional.empty();
        }
    }

    TestEnsemble start(Path root, int servers) {
        return TestEnsemble.started(root, servers, Schedule.MOST, network, volumes);
    }

    Set<Fault> possible() {
        Set<Fault> possible = EnumSet.allOf(Fault.class);
        possible.removeIf(fault -> missing.containsKey(fault.need()));
        return possible;
    }

    /** The faults that are not possible here, and why. */
    Map<Fault, String> impossible() {
        Map<Fault, String> impossible = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            if (missing.containsKey(fault.need())) {
                impossible.put(fault, missing.get(fault.need()));
            }
        }
        return impossible;
    }

    /** How links are made slow here, for the report. */
    Optional<Slowness> slowness() {
        return network.flatMap(NamespaceNetwork::slowness);
    }

    @Override
    public void close() {
        network.ifPresent(NamespaceNetwork::close);
        volumes.ifPresent(SmallVolumes::close);
    }
}
