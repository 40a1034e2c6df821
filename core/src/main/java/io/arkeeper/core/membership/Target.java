package io.arkeeper.core.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.Topology;
import java.util.Optional;

/**
 * The configuration the leader works towards.
 *
 * @param wanted empty where there is none to work towards; then the membership stays as it is
 * @param reason why not, or who says so
 */
public record Target(Optional<EnsembleConfig> wanted, String reason) {

    /**
     * The StatefulSet is asked first, because a ConfigMap takes up to a minute to reach a pod, and {@code kubectl scale}
     * changes no ConfigMap.
     *
     * @param topology with the size that the mounted ConfigMap says
     */
    public static Target of(Topology topology, Scale scale) {
        return switch (scale) {
            case Scale.Gone gone -> none("the StatefulSet is gone");
            case Scale.Replicas(int count) when count == 0 -> none("everything is scaled to zero");
            case Scale.Replicas(int count) -> sized(topology, count);
            case Scale.Unknown unknown -> of(topology, "the ConfigMap");
        };
    }

    private static Target sized(Topology topology, int count) {
        try {
            return of(topology.withServers(count), "the StatefulSet");
        } catch (InvalidSetting e) {
            return none(e.getMessage());
        }
    }

    private static Target of(Topology topology, String source) {
        return new Target(Optional.of(topology.initialConfig()), "%s wants %d".formatted(source, topology.servers()));
    }

    private static Target none(String why) {
        return new Target(Optional.empty(), why + "; the membership stays as it is");
    }
}
