package io.arkeeper.systemtest.soak;

import io.arkeeper.systemtest.TestEnsemble;
import io.arkeeper.systemtest.network.NamespaceNetwork;
import io.arkeeper.systemtest.network.NetworkUnavailable;
import io.arkeeper.systemtest.network.Slowness;
import io.arkeeper.systemtest.soak.Fault.Need;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this machine can do to an ensemble.
 *
 * @param network what cuts links, where that is possible
 * @param missing what is not possible, and why
 */
record Surroundings(Optional<NamespaceNetwork> network, Map<Need, String> missing) implements AutoCloseable {

    private static final int MOST = 5;

    /** Whatever is not possible is printed, so that nobody takes it for tested. */
    static Surroundings found() {
        Surroundings surroundings = look();
        surroundings.leftOut().forEach(line -> System.out.println("LEFT OUT: " + line));
        return surroundings;
    }

    private static Surroundings look() {
        Map<Need, String> missing = new EnumMap<>(Need.class);
        try {
            NamespaceNetwork network = NamespaceNetwork.of(MOST);
            if (!network.canLose()) {
                missing.put(Need.LOSS, "iptables has no 'statistic' match here");
            }
            if (network.slowness().isEmpty()) {
                missing.put(Need.SLOWNESS, "the kernel has neither netem nor tbf, or there is no tc");
            }
            return new Surroundings(Optional.of(network), missing);
        } catch (NetworkUnavailable e) {
            Set.of(Need.LINKS, Need.LOSS, Need.SLOWNESS).forEach(need -> missing.put(need, e.getMessage()));
            return new Surroundings(Optional.empty(), missing);
        }
    }

    TestEnsemble start(Path root, int servers) {
        return network.isPresent()
                ? TestEnsemble.started(root, servers, MOST, network.get())
                : TestEnsemble.started(root, servers, MOST);
    }

    Set<Fault> possible() {
        Set<Fault> possible = EnumSet.allOf(Fault.class);
        possible.removeIf(fault -> missing.containsKey(fault.need()));
        return possible;
    }

    /** One line for each fault that is not possible here. */
    List<String> leftOut() {
        List<String> lines = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            if (missing.containsKey(fault.need())) {
                lines.add("%s: %s".formatted(fault, missing.get(fault.need())));
            }
        }
        return lines;
    }

    /** How links are made slow here, for the report. */
    Optional<Slowness> slowness() {
        return network.flatMap(NamespaceNetwork::slowness);
    }

    @Override
    public void close() {
        network.ifPresent(NamespaceNetwork::close);
    }
}
