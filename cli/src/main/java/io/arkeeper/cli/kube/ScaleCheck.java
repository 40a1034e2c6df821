package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.MemberView;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Role;
import io.arkeeper.core.Seat;
import io.arkeeper.core.membership.EnsembleView;
import io.arkeeper.core.membership.MembershipPlanner;
import io.arkeeper.core.membership.MembershipStep;
import io.arkeeper.core.membership.MembershipStep.Change;
import io.arkeeper.core.membership.Presence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the members that a smaller ensemble has no place for can be removed now.
 *
 * <p>The leader's own planner is asked, as if everything stayed as it is: whoever it would not remove would end with its
 * vote, and perhaps take the quorum along.
 */
public final class ScaleCheck {

    private ScaleCheck() {}

    /** What stands in the way, one sentence without a full stop; empty where nothing does. */
    public static Optional<String> obstacle(Snapshot now, int servers) {
        return obstacle(now, servers, Set.of());
    }

    /**
     * The same where some cannot help meanwhile.
     *
     * @param away pods that serve now and are not counted, because they restart or end with their seats
     */
    public static Optional<String> obstacle(Snapshot now, int servers, Set<String> away) {
        Optional<EnsembleConfig> config = now.config();
        Optional<MemberView> leader = now.health().leader();
        if (config.isEmpty() || leader.isEmpty()) {
            return Optional.empty(); // nobody can leave an ensemble that has not formed
        }
        EnsembleConfig wanted = wanted(now, config.get(), servers);
        Set<MemberId> leaving =
                config.get().voters().stream().filter(id -> !wanted.isVoter(id)).collect(Collectors.toSet());
        MemberId leads = new MemberId(leader.get().id());
        return leaving.isEmpty()
                ? Optional.empty()
                : remove(new EnsembleView(config.get(), leads, presences(now, away), wanted, leaving, false));
    }

    /** Whether nobody who has run before gives an answer. Then who votes is not known, and whoever goes may take a vote along. */
    public static boolean isInTheDark(Snapshot now) {
        boolean hasRun = now.pods().stream().anyMatch(PodView::hasRun);
        boolean isOneMissing = now.pods().size() < Math.max(1, now.podNames().size());
        return now.members().isEmpty()
                && (hasRun || (isOneMissing && now.claims().stream().anyMatch(ClaimView::isBound)));
    }

    private static EnsembleConfig wanted(Snapshot now, EnsembleConfig config, int servers) {
        String set = now.set().map(EnsembleSet::name).orElse("?");
        Ports ports = Ports.DEFAULT; // only names are looked at
        EnsembleConfig wanted = config;
        for (MemberId id : config.voters()) {
            wanted = wanted.without(id);
        }
        for (int ordinal = 0; ordinal < servers; ordinal++) {
            wanted = wanted.with(new Seat(
                    MemberId.ofOrdinal(ordinal),
                    set + "-" + ordinal,
                    ports.quorum(),
                    ports.election(),
                    Role.VOTER,
                    ports.client()));
        }
        return wanted;
    }

    private static Map<MemberId, Presence> presences(Snapshot now, Set<String> away) {
        Map<MemberId, Presence> seen = new HashMap<>();
        now.members().values().stream()
                .filter(member -> member.ready() && !away.contains(member.name()))
                .forEach(member -> seen.put(new MemberId(member.id()), Presence.IN_SYNC));
        return seen;
    }

    private static Optional<String> remove(EnsembleView view) {
        MembershipStep step = MembershipPlanner.next(view);
        if (!(step instanceof Change change)) {
            return Optional.of(step.reason())
                    .filter(reason -> view.config().voters().stream().anyMatch(view::isLeaving));
        }
        EnsembleConfig config = change.applyTo(view.config());
        MemberId leader = config.isVoter(view.leader())
                ? view.leader()
                : config.voters().stream().filter(view::isInSync).findFirst().orElse(view.leader());
        return remove(new EnsembleView(config, leader, view.seen(), view.wanted(), view.leaving(), false));
    }
}
