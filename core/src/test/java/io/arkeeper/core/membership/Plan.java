package io.arkeeper.core.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.membership.MembershipStep.Change;
import io.arkeeper.core.membership.MembershipStep.Settled;
import io.arkeeper.core.membership.MembershipStep.Wait;
import java.util.Set;

/** A step in bits, able to express what {@link MembershipStep} cannot: several changes at once. */
record Plan(Kind kind, int voters, int observers, long version, String reason) {

    enum Kind {
        CHANGE,
        WAIT,
        SETTLED
    }

    static Plan change(int voters, int observers) {
        return new Plan(Kind.CHANGE, voters, observers, World.VERSION, "changing");
    }

    static Plan waiting() {
        return new Plan(Kind.WAIT, 0, 0, 0, "waiting");
    }

    static Plan settled() {
        return new Plan(Kind.SETTLED, 0, 0, 0, "settled");
    }

    Plan atVersion(long other) {
        return new Plan(kind, voters, observers, other, reason);
    }

    boolean isChange() {
        return kind == Kind.CHANGE;
    }

    static Plan of(EnsembleConfig config, MembershipStep step) {
        return switch (step) {
            case Change change -> {
                EnsembleConfig next = change.applyTo(config);
                yield new Plan(
                        Kind.CHANGE, bits(next.voters()), bits(next.observers()), change.version(), change.reason());
            }
            case Wait wait -> new Plan(Kind.WAIT, 0, 0, 0, wait.reason());
            case Settled settled -> new Plan(Kind.SETTLED, 0, 0, 0, settled.reason());
        };
    }

    private static int bits(Set<MemberId> members) {
        return members.stream().mapToInt(id -> 1 << id.ordinal()).sum();
    }
}
