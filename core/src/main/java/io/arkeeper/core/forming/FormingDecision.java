package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import java.util.Optional;

/** What a member without data does next. */
public sealed interface FormingDecision {

    /**
     * Begin a new ensemble with the others of its configuration, all of them voters: write it down, and elect a leader as
     * soon as {@link Forming#mayElect} allows.
     */
    record Form(Founding founding) implements FormingDecision {}

    /**
     * Start with {@code config} and let the leader send the data. The member has no vote until then: it is an observer
     * of the configuration, or a voter whose emptied disk counts for nothing.
     *
     * @param ensemble the one that is joined, as those say who serve; empty while nobody does, so that nothing is written
     *     down before it is known who fills the disk
     */
    record Join(EnsembleConfig config, Optional<EnsembleId> ensemble) implements FormingDecision {}

    /**
     * Ask again later.
     *
     * @param reason for whom or what, one sentence
     */
    record Wait(String reason) implements FormingDecision {}
}
