package io.arkeeper.core.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the leader knows at one moment. The planner decides from this and nothing else, so every decision can be
 * replayed from a log line.
 *
 * @param config the committed configuration
 * @param leader who looks; always in sync with itself
 * @param seen what it sees of each member, whether or not that belongs to {@code config}; not mentioned = away. A member
 *     outside {@code config} is in sync only if it follows (ZooKeeper counts a learner that observes towards no majority)
 * @param wanted who is to belong, each as voter or observer ({@link io.arkeeper.core.Topology#wantedConfig()}); its
 *     version means nothing
 * @param leaving members that asked to be removed before they stop
 * @param refused who must not be let in, and why
 * @param reconfiguring whether an earlier reconfiguration is proposed but not committed
 */
public record EnsembleView(
        EnsembleConfig config,
        MemberId leader,
        Map<MemberId, Presence> seen,
        EnsembleConfig wanted,
        Set<MemberId> leaving,
        Map<MemberId, String> refused,
        boolean reconfiguring) {

    public EnsembleView {
        refused = Map.copyOf(refused);
        seen = Map.copyOf(seen);
        leaving = Set.copyOf(leaving);
    }

    /** With nobody who must not be let in. */
    public EnsembleView(
            EnsembleConfig config,
            MemberId leader,
            Map<MemberId, Presence> seen,
            EnsembleConfig wanted,
            Set<MemberId> leaving,
            boolean reconfiguring) {
        this(config, leader, seen, wanted, leaving, Map.of(), reconfiguring);
    }

    /** Why a member must not be let in, nor get a vote. Whoever votes already stays. */
    public Optional<String> refusal(MemberId id) {
        return Optional.ofNullable(refused.get(id)).filter(reason -> !config.isVoter(id));
    }

    public Presence presence(MemberId id) {
        return id.equals(leader) ? Presence.IN_SYNC : seen.getOrDefault(id, Presence.AWAY);
    }

    public boolean isInSync(MemberId id) {
        return presence(id) == Presence.IN_SYNC;
    }

    public boolean isLeaving(MemberId id) {
        return leaving.contains(id);
    }

    /** Whether the voters of {@code any} configuration that are in sync now are a majority of its voters. */
    public boolean hasMajority(EnsembleConfig any) {
        return any.isQuorum(inSync(any.voters()));
    }

    Collection<MemberId> inSync(Collection<MemberId> members) {
        return members.stream().filter(this::isInSync).toList();
    }

    Collection<MemberId> notInSync(Collection<MemberId> members) {
        return members.stream().filter(id -> !isInSync(id)).toList();
    }
}
