package io.arkeeper.cli.local;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether an ensemble serves, and what it can lose, from what its members say.
 *
 * @param leader the member that leads with a majority behind it
 * @param voters how many members vote
 * @param serving how many of them serve clients
 * @param observers how many members belong to it without a vote
 * @param observing how many of these serve clients
 */
public record EnsembleHealth(Optional<MemberView> leader, int voters, int serving, int observers, int observing) {

    /**
     * The health, judged by the newest configuration any of the members knows.
     *
     * @param members those that answered
     * @param expected how many voters there should be; counts where no member knows a configuration yet
     */
    public static EnsembleHealth of(Collection<MemberView> members, int expected) {
        Optional<EnsembleConfig> config = config(members);
        Set<MemberId> serving = members.stream()
                .filter(MemberView::ready)
                .map(member -> new MemberId(member.id()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<MemberId> voting = config.map(EnsembleConfig::voters).orElse(Set.of());
        Set<MemberId> observers = config.map(EnsembleConfig::observers).orElse(Set.of());
        Optional<MemberView> leader = members.stream()
                .filter(member -> member.ready() && member.role().equals("leader"))
                .max(Comparator.comparingLong(member -> member.epoch().orElse(0L)));
        return new EnsembleHealth(
                leader,
                config.isPresent() ? voting.size() : expected,
                common(voting, serving),
                observers.size(),
                common(observers, serving));
    }

    /** The newest configuration that any of the members knows. */
    public static Optional<EnsembleConfig> config(Collection<MemberView> members) {
        return members.stream()
                .map(MemberView::config)
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(EnsembleConfig::version));
    }

    private static int common(Set<MemberId> some, Set<MemberId> others) {
        return Math.toIntExact(some.stream().filter(others::contains).count());
    }

    public int majority() {
        return voters / 2 + 1;
    }

    public boolean hasQuorum() {
        return leader.isPresent() && serving >= majority();
    }

    /** How many voters may go before writes stop. */
    public int canLose() {
        return hasQuorum() ? serving - majority() : 0;
    }

    public boolean canLoseOne() {
        return canLose() >= 1;
    }

    /** One sentence for people, and another one about observers where there are any. */
    public String sentence() {
        return switch (observers) {
            case 0 -> quorum();
            case 1 -> quorum() + (observing == 1 ? " The only observer serves." : " The only observer does not serve.");
            default -> "%s %d of %d observers serve.".formatted(quorum(), observing, observers);
        };
    }

    private String quorum() {
        if (leader.isEmpty() && serving >= majority()) {
            return "No quorum: %d of %s serving, but nobody who answers leads; an election, or a leader that is slow."
                    .formatted(serving, Counted.of(voters, "voter"));
        }
        if (!hasQuorum()) {
            return "No quorum: %d of %s serving, %d needed."
                    .formatted(serving, Counted.of(voters, "voter"), majority());
        }
        String leads = leader.map(member -> member.name()
                        + " leads"
                        + member.epoch().map(epoch -> " in epoch " + epoch).orElse(""))
                .orElseThrow();
        String serve = voters == 1 ? "the only voter serves" : "%d of %d voters serve".formatted(serving, voters);
        return canLoseOne()
                ? "%s; %s, so the ensemble can lose %s.".formatted(leads, serve, canLose() == 1 ? "one" : canLose())
                : "%s; %s: the next loss stops writes.".formatted(leads, serve);
    }
}
