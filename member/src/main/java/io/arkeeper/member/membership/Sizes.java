package io.arkeeper.member.membership;

import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.membership.Scale;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How many voters and observers there are to be, asked of Kubernetes every two seconds. An answer stays in force until
 * there is a better one: the ConfigMap may be a minute behind it.
 */
public final class Sizes {

    private static final Duration ASK = Duration.ofSeconds(2);

    private final Function<String, Scale> scales;
    private final MemberIdentity self;
    private Optional<Scale> voters = Optional.empty();
    private Optional<Scale> observers = Optional.empty();
    private long askedNanos;

    /** @param scales asks Kubernetes how many pods a StatefulSet is to have */
    public Sizes(Function<String, Scale> scales, MemberIdentity self) {
        this.scales = scales;
        this.self = self;
    }

    /** Asks again where the last answers are too old. */
    void refresh() {
        long now = System.nanoTime();
        if (voters.isEmpty() || now - askedNanos > ASK.toNanos()) {
            voters = better(voters, scales.apply(self.ensemble()));
            observers = better(observers, scales.apply(self.observers()));
            askedNanos = now;
        }
    }

    private static Optional<Scale> better(Optional<Scale> known, Scale answer) {
        boolean isOne = !(answer instanceof Scale.Unknown || answer instanceof Scale.Unanswered);
        return isOne || known.isEmpty() ? Optional.of(answer) : known;
    }

    Scale voters() {
        return voters.orElseThrow();
    }

    Scale observers() {
        return observers.orElseThrow();
    }

    /** Forgets all answers, once this member does not lead any more. */
    void forget() {
        voters = Optional.empty();
        observers = Optional.empty();
    }
}
