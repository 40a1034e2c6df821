package io.arkeeper.member.server;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What only the leader knows.
 *
 * @param config the committed configuration
 * @param reconfiguring whether another one is proposed but not committed
 * @param epoch the epoch it leads
 * @param synced who of those asked for follows, has been sent everything, and acknowledged something lately; observers
 *     never do. Not the leader itself
 */
public record LeaderView(EnsembleConfig config, boolean reconfiguring, OptionalLong epoch, Set<MemberId> synced) {

    public LeaderView {
        synced = Set.copyOf(synced);
    }
}
