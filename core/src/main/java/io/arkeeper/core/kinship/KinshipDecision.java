package io.arkeeper.core.kinship;

/** What a member does whose disk holds data of an ensemble. */
public sealed interface KinshipDecision {

    /**
     * The reason of any decision.
     *
     * @return one sentence
     */
    String reason();

    /** Go on with the data. */
    record Start(String reason) implements KinshipDecision {}

    /** Put the data aside and be a new member of the ensemble that serves. */
    record PutAside(String reason) implements KinshipDecision {}

    /** Change nothing and ask again; the reason says what people can do. */
    record Wait(String reason) implements KinshipDecision {}
}
