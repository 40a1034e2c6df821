package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;

/** What a member without data does next. */
public sealed interface FormingDecision {

    /**
     * Begin a new ensemble with the others of {@code config}, all of them voters: write it down, and elect a leader as
     * soon as {@link Forming#mayElect} allows.
     */
    record Form(EnsembleConfig config) implements FormingDecision {}

    /**
     * Start with {@code config} and let the leader send the data. The member has no vote until then: it is an observer
     * of the configuration, or a voter whose emptied disk counts for nothing.
     */
    record Join(EnsembleConfig config) implements FormingDecision {}

    /**
     * Ask again later.
     *
     * @param reason for whom or what, one sentence
     */
    record Wait(String reason) implements FormingDecision {}
}
