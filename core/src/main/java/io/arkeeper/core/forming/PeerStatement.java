package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
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
     */
    record Spoke(DiskContent content, int servers, Optional<EnsembleConfig> config, boolean serving)
            implements PeerStatement {}

    /** Whether it says that it serves clients as part of a quorum right now. */
    default boolean serves() {
        return this instanceof Spoke spoke && spoke.serving();
    }
}
