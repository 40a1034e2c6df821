package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.disk.DiskContent;
import java.util.Optional;

/** What is known of a peer: what it said, or why it said nothing. Silence is never taken for emptiness. */
public sealed interface PeerStatement {

    /** @param reason why there is no answer, e.g. {@code its name does not resolve} */
    record Silent(String reason) implements PeerStatement {}

    /**
     * @param content what its disk holds
     * @param servers how many servers the peer believes the ensemble is to have
     * @param config the configuration it runs or would start with, if it has one
     * @param serving whether it serves clients as part of a quorum right now
     * @param ensemble the ensemble its disk belongs to, or which its empty disk proposes; empty where that is unknown
     */
    record Spoke(
            DiskContent content,
            int servers,
            Optional<EnsembleConfig> config,
            boolean serving,
            Optional<EnsembleId> ensemble)
            implements PeerStatement {

        /** Whether it belongs to an ensemble that exists. */
        public boolean knowsOfAnEnsemble() {
            return serving || !content.neverServed();
        }

        /** Whether it belongs to another ensemble than that one. Who does not know its own is no stranger to anybody. */
        public boolean isStrangerTo(Optional<EnsembleId> own) {
            return knowsOfAnEnsemble() && own.isPresent() && ensemble.isPresent() && !ensemble.equals(own);
        }
    }

    /** Whether it says that it holds data of another ensemble than that one, which must never be mixed. */
    default boolean holdsDataStrangeTo(Optional<EnsembleId> own) {
        return this instanceof Spoke spoke && spoke.content().isDatabase() && spoke.isStrangerTo(own);
    }

    /** Whether it says that it serves clients as part of a quorum right now. */
    default boolean serves() {
        return this instanceof Spoke spoke && spoke.serving();
    }
}
