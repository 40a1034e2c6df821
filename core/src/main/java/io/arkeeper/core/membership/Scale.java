package io.arkeeper.core.membership;

/** How many pods there are to be, as Kubernetes says it: the {@code replicas} of the members' StatefulSet. */
public sealed interface Scale {

    /** @param count never negative; not necessarily a size an ensemble can have */
    record Replicas(int count) implements Scale {}

    /** The StatefulSet does not exist any more: the release is being uninstalled. */
    record Gone() implements Scale {}

    /** Nobody can be asked, or the answer is no and will be. Then the mounted ConfigMap must do. */
    record Unknown(String reason) implements Scale {}

    /** There was no answer this time; the next may be one. Nobody loses a seat for it meanwhile. */
    record Unanswered(String reason) implements Scale {}
}
