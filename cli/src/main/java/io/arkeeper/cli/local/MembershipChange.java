package io.arkeeper.cli.local;

import io.arkeeper.core.EnsembleConfig;
import java.util.Optional;

/**
 * Others belong to the ensemble than are wanted.
 *
 * @param now who belongs to it
 * @param leader what the leader does about it; empty where nobody leads, or the leader does not say
 */
public record MembershipChange(WantedMembers wanted, EnsembleConfig now, Optional<MembershipView> leader) {

    private static final String SETTLED = "settled";

    /** Empty where those belong to it who are wanted, and where nobody knows who does. */
    public static Optional<MembershipChange> of(
            WantedMembers wanted, Optional<EnsembleConfig> now, Optional<MembershipView> leader) {
        return now.filter(known -> !wanted.areThoseOf(known)).map(known -> new MembershipChange(wanted, known, leader));
    }

    /** How many there are and are to be, without a full stop. */
    public String numbers() {
        int voting = now.voters().size();
        int observing = now.observers().size();
        String voters = Counted.of(wanted.voters(), "voter");
        if (wanted.observers() == 0 && observing == 0) {
            return "%s %s wanted, %d %s"
                    .formatted(voters, Counted.form(wanted.voters(), "is", "are"), voting, votes(voting));
        }
        return "%s and %s are wanted, %d %s and %d %s"
                .formatted(
                        voters,
                        Counted.of(wanted.observers(), "observer"),
                        voting,
                        votes(voting),
                        observing,
                        Counted.form(observing, "observes", "observe"));
    }

    private static String votes(int voting) {
        return Counted.form(voting, "votes", "vote");
    }

    /** What is done about it, without a full stop. */
    public String step() {
        return leader.map(MembershipChange::step)
                .orElse("no leader says what it does about that; nobody joins or leaves without one");
    }

    /** A leader that is content has not heard yet of what is wanted: Kubernetes brings it its configuration late. */
    private static String step(MembershipView leader) {
        return leader.step().equals(SETTLED)
                ? "the leader does not know it yet: %s".formatted(leader.target())
                : leader.reason();
    }
}
