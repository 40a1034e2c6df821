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
 */
public record EnsembleHealth(Optional<MemberView> leader, int voters, int serving) {

    /**
     * The health, judged by the newest configuration any of the members knows.
     *
     * @param members those that answered
     * @param expected how many voters there should be; counts where no member knows a configuration yet
     */
    public static EnsembleHealth of(Collection<MemberView> members, int expected) {
        Optional<EnsembleConfig> config = members.stream()
                .map(MemberView::config)
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(EnsembleConfig::version));
        Set<MemberId> serving = members.stream()
                .filter(MemberView::ready)
                .filter(member -> config.isPresent())
                .map(member -> new MemberId(member.id()))
                .filter(id -> config.get().isVoter(id))
                .collect(Collectors.toCollection(TreeSet::new));
        Optional<MemberView> leader = members.stream()
                .filter(member -> member.ready() && member.role().equals("leader"))
                .max(Comparator.comparingLong(member -> member.epoch().orElse(0L)));
        int voters = config.map(known -> known.voters().size()).orElse(expected);
        return new EnsembleHealth(leader, voters, serving.size());
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

    /** One sentence for people. */
    public String sentence() {
        if (!hasQuorum()) {
            return "No quorum: %d of %s, %s needed to serve."
                    .formatted(
                            serving,
                            serving == 1 ? voters + " voters serves" : voters + " voters serve",
                            majority() == 1 ? "1 is" : majority() + " are");
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
