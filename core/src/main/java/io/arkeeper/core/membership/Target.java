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
     * The StatefulSets are asked first, because a ConfigMap takes up to a minute to reach a pod, and {@code kubectl scale}
     * changes no ConfigMap.
     *
     * <p>Where there is no answer yet, the ConfigMap may add a member and takes none away: it may know nothing of what {@code
     * kubectl scale} has added.
     *
     * @param topology with the sizes that the mounted ConfigMap says
     * @param now the configuration in force
     * @param voters of their StatefulSet
     * @param observers of theirs, which is not there where none are wanted
     */
    public static Target of(Topology topology, EnsembleConfig now, Scale voters, Scale observers) {
        return switch (voters) {
            case Scale.Gone gone -> none("the StatefulSet is gone");
            case Scale.Replicas(int count) when count == 0 -> none("everything is scaled to zero");
            case Scale.Replicas(int count) -> sized(topology, now, count, observers, "the StatefulSet");
            case Scale.Unknown unknown -> sized(topology, now, topology.servers(), observers, "the ConfigMap");
            case Scale.Unanswered(String reason)
            when topology.servers() < now.voters().size() ->
                none("the ConfigMap wants %d, and whether the StatefulSet does is not known (%s)"
                        .formatted(topology.servers(), reason));
            case Scale.Unanswered unanswered -> sized(topology, now, topology.servers(), observers, "the ConfigMap");
        };
    }

    private static Target sized(Topology topology, EnsembleConfig now, int servers, Scale observers, String source) {
        int observing =
                switch (observers) {
                    case Scale.Gone gone -> 0;
                    case Scale.Replicas(int count) -> count;
                    case Scale.Unknown unknown -> topology.observers();
                    case Scale.Unanswered unanswered ->
                        Math.max(topology.observers(), now.observers().size());
                };
        try {
            Topology sized = topology.withServers(servers).withObservers(observing);
            return new Target(
                    Optional.of(sized.wantedConfig()), "%s wants %d%s".formatted(source, servers, also(observing)));
        } catch (InvalidSetting e) {
            return none(e.getMessage());
        }
    }

    private static String also(int observers) {
        return switch (observers) {
            case 0 -> "";
            case 1 -> ", and 1 observer";
            default -> ", and %d observers".formatted(observers);
        };
    }

    private static Target none(String why) {
        return new Target(Optional.empty(), why + "; the membership stays as it is");
    }
}
