package io.arkeeper.core.recovery;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides whether a member may put its data aside and be filled again by the leader.
 *
 * <p>Afterwards its disk counts for nothing until it is synced, so the others must be a quorum without it, and must be
 * serving: while nobody does, its data may be the newest there is, whatever it looks like.
 */
public final class Resync {

    private Resync() {}

    /**
     * @param known the newest configuration anybody who serves knows
     * @param serving who serves now, and behind which leader; without the member itself
     * @param leads whether the member itself leads
     */
    public static Verdict judge(
            MemberId self, Optional<EnsembleConfig> known, Map<MemberId, MemberId> serving, boolean leads) {
        if (leads) {
            return Verdict.no(
                    "this member leads, so nobody has anything newer; stop it first, so that another one leads");
        }
        if (serving.isEmpty() || known.isEmpty()) {
            return Verdict.no("no other member serves, so nobody could send it the data, and what it holds may be the"
                    + " newest there is; bring the others back, or see 'arkeeper recover'");
        }
        Set<MemberId> leaders = Set.copyOf(serving.values());
        if (leaders.size() > 1) {
            return Verdict.no(
                    "the others follow different leaders %s; wait until they agree".formatted(new TreeSet<>(leaders)));
        }
        EnsembleConfig config = known.get();
        Set<MemberId> others = serving.keySet().stream()
                .filter(id -> !id.equals(self) && config.isVoter(id))
                .collect(Collectors.toSet());
        if (!config.isQuorum(others)) {
            return Verdict.no(
                    "only %d of %d voters serve besides it, %d are needed: without it there would be no quorum"
                            .formatted(others.size(), config.voters().size(), config.majority()));
        }
        return Verdict.yes("%d of %d voters serve besides it"
                .formatted(others.size(), config.voters().size()));
    }
}
