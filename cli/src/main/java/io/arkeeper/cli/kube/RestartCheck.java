package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.MemberView;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Seat;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether members can be restarted one after another without taking the quorum along.
 *
 * <p>Kubernetes replaces the pods of a StatefulSet from the highest ordinal down, and waits for each it has replaced. It looks
 * neither at those below nor at the disruption budget: with the lowest of three away, it takes one of the two that serve.
 */
public final class RestartCheck {

    private RestartCheck() {}

    /**
     * What stands in the way, one sentence without a full stop; empty where nothing does.
     *
     * @param restarts pods, in the order in which they are replaced
     */
    public static Optional<String> obstacle(Snapshot now, List<String> restarts) {
        Optional<EnsembleConfig> config = now.config();
        if (config.isEmpty() || !now.health().hasQuorum()) {
            return Optional.empty(); // nothing to lose, and the update may be what mends it
        }
        List<PodCondition> away = now.conditions().stream()
                .filter(condition -> isVoter(config.get(), condition.pod()))
                .filter(condition -> !serves(now, condition.pod()))
                .toList();
        if (away.isEmpty() || away.stream().anyMatch(Snapshot::cannotComeUp)) {
            return Optional.empty(); // who cannot come up may be what the update is for
        }
        Set<MemberId> serving = now.members().values().stream()
                .filter(MemberView::ready)
                .map(member -> new MemberId(member.id()))
                .collect(Collectors.toCollection(HashSet::new));
        for (String pod : restarts) {
            Optional<MemberId> id = voter(config.get(), pod);
            if (id.isEmpty()) {
                continue;
            }
            serving.remove(id.get());
            if (!config.get().isQuorum(serving)) {
                return Optional.of("%s would be restarted while %s, and the rest is no quorum"
                        .formatted(
                                pod,
                                away.stream()
                                        .map(condition -> condition.pod() + " is away (" + condition.sentence() + ")")
                                        .collect(Collectors.joining(" and "))));
            }
            serving.add(id.get());
        }
        return Optional.empty();
    }

    private static boolean serves(Snapshot now, String pod) {
        return now.member(pod).filter(MemberView::ready).isPresent();
    }

    private static boolean isVoter(EnsembleConfig config, String pod) {
        return voter(config, pod).isPresent();
    }

    private static Optional<MemberId> voter(EnsembleConfig config, String pod) {
        return config.seats().values().stream()
                .filter(seat -> seat.podName().equals(pod) && config.isVoter(seat.id()))
                .map(Seat::id)
                .findFirst();
    }
}
