package io.arkeeper.core.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Seat;

/**
 * What the leader does next about the ensemble's membership: one change, or nothing, and why. The reason is one
 * sentence without a full stop; it goes unchanged to the log, the event and {@code /api/v1/ensemble}.
 */
public sealed interface MembershipStep {

    String reason();

    /** A change of the configuration, to be performed by one incremental {@code reconfigure}. */
    sealed interface Change extends MembershipStep {

        /** The version it was planned from. ZooKeeper must refuse the change if another one is in force by then. */
        long version();

        /** The configuration that follows, with the old version: ZooKeeper gives the new one. */
        EnsembleConfig applyTo(EnsembleConfig config);
    }

    /** Add a member that is not in the configuration. Its seat says whether it votes or observes. */
    record Add(Seat seat, long version, String reason) implements Change {

        @Override
        public EnsembleConfig applyTo(EnsembleConfig config) {
            return config.with(seat);
        }
    }

    /** Remove a voter or an observer. If it is the leader, ZooKeeper hands over to another voter. */
    record Remove(MemberId id, long version, String reason) implements Change {

        @Override
        public EnsembleConfig applyTo(EnsembleConfig config) {
            return config.without(id);
        }
    }

    /** Something is still to be done, but must not or cannot be done now. */
    record Wait(String reason) implements MembershipStep {}

    /** The configuration is the wanted one. */
    record Settled(String reason) implements MembershipStep {}
}
