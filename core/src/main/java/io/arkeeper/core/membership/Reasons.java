package io.arkeeper.core.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Seat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The planner's sentences, apart from its rules so that each can be read without the other. */
final class Reasons {

    static final String RECONFIGURING = "a reconfiguration is under way; the next step is planned once it is committed";

    private Reasons() {}

    static String leaderWithoutVote(EnsembleView view) {
        return "the leader, " + name(view, view.leader())
                + ", has no vote any more; waiting for another member to lead";
    }

    static String noMajority(EnsembleView view) {
        return "only " + shareInSync(view, view.config()) + "; waiting for " + outOfSync(view, view.config());
    }

    static String addVoter(EnsembleView view, MemberId id) {
        int voters = view.config().voters().size();
        return "adding " + numbered(view, id) + " as a voter: it is wanted and in sync; "
                + becoming(voters, voters + 1);
    }

    static String addObserver(EnsembleView view, MemberId id) {
        return "adding " + numbered(view, id) + " as an observer: it is wanted and in sync";
    }

    static String observerToVoter(EnsembleView view, MemberId id) {
        return "removing observer " + numbered(view, id)
                + " for a moment: it is wanted as a voter, and joins anew to become one";
    }

    static String removeObserver(EnsembleView view, MemberId id) {
        return "removing observer " + numbered(view, id) + ": it is no longer wanted";
    }

    static String removeVoter(EnsembleView view, MemberId id) {
        int voters = view.config().voters().size();
        String leading = id.equals(view.leader()) ? ", the leader" : "";
        return "removing voter " + numbered(view, id) + leading + ": it is no longer wanted" + occasion(view, id) + "; "
                + becoming(voters, voters - 1);
    }

    private static String occasion(EnsembleView view, MemberId id) {
        if (view.isLeaving(id)) {
            return " and asks to leave";
        }
        return view.isInSync(id) ? "" : " and is " + view.presence(id);
    }

    private static String becoming(int before, int after) {
        return "voters " + (before < after ? "grow" : "shrink") + " from " + before + " to " + after;
    }

    static String settled(EnsembleView view) {
        EnsembleConfig config = view.config();
        String observing =
                config.observers().isEmpty() ? "" : " and " + subject(view, config.observers(), "observes", "observe");
        Collection<MemberId> missing = view.notInSync(config.seats().keySet());
        String butMissing = missing.isEmpty() ? "" : "; not in sync: " + withState(view, missing);
        return subject(view, config.voters(), "votes", "vote") + observing + ", as wanted" + butMissing;
    }

    /** Every reason why nothing is done although the configuration is not the wanted one; none if it is. */
    static List<String> whyWaiting(EnsembleView view, List<MemberId> dueToLeave) {
        EnsembleConfig config = view.config();
        EnsembleConfig wanted = view.wanted();
        List<String> reasons = new ArrayList<>();
        wanted.seats().keySet().forEach(id -> view.refusal(id)
                .ifPresent(reason -> reasons.add(name(view, id) + " is not let in: " + reason)));
        List<MemberId> voteless = wanted.voters().stream()
                .filter(id -> !config.isVoter(id) && view.refusal(id).isEmpty())
                .toList();
        if (!voteless.isEmpty()) {
            reasons.add("waiting for " + withState(view, voteless) + ": nobody votes before being in sync");
        }
        List<MemberId> kept = config.voters().stream()
                .filter(id -> !wanted.isVoter(id) && !dueToLeave.contains(id))
                .toList();
        if (!kept.isEmpty()) {
            reasons.add(noLongerWanted(view, kept) + "kept until others vote instead");
        }
        if (!dueToLeave.isEmpty()) {
            reasons.add(noLongerWanted(view, dueToLeave) + whyKept(view, dueToLeave.getFirst()));
        }
        List<MemberId> seatless = wanted.observers().stream()
                .filter(id -> !config.has(id) && view.refusal(id).isEmpty())
                .toList();
        if (!seatless.isEmpty()) {
            reasons.add("waiting for " + withState(view, seatless) + " to observe");
        }
        List<MemberId> mistaken = config.seats().keySet().stream()
                .filter(id -> view.isLeaving(id) && wanted.has(id))
                .toList();
        if (!mistaken.isEmpty()) {
            reasons.add(subject(view, mistaken, "asks to leave but is wanted", "ask to leave but are wanted"));
        }
        return reasons;
    }

    private static String noLongerWanted(EnsembleView view, Collection<MemberId> voters) {
        return "no longer wanted: " + members(view, voters) + ", ";
    }

    private static String whyKept(EnsembleView view, MemberId id) {
        EnsembleConfig rest = view.config().without(id);
        return rest.voters().isEmpty()
                ? "kept because nobody else votes"
                : "kept because without " + name(view, id) + " only " + shareInSync(view, rest) + "; waiting for "
                        + outOfSync(view, rest);
    }

    /** {@code 2 of 4 voters are in sync (zk-0, zk-3), 3 are needed}. */
    private static String shareInSync(EnsembleView view, EnsembleConfig config) {
        Collection<MemberId> present = view.inSync(config.voters());
        return present.size() + " of " + config.voters().size() + " voters " + (present.size() == 1 ? "is" : "are")
                + " in sync (" + members(view, present) + "), " + config.majority() + " are needed";
    }

    private static String outOfSync(EnsembleView view, EnsembleConfig config) {
        return withState(view, view.notInSync(config.voters()));
    }

    /** {@code zk-3 (away), zk-4 (leaving)}. */
    private static String withState(EnsembleView view, Collection<MemberId> ids) {
        return ids.stream()
                .map(id -> name(view, id) + " (" + state(view, id) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String state(EnsembleView view, MemberId id) {
        return view.isInSync(id) && view.isLeaving(id)
                ? "leaving"
                : view.presence(id).toString();
    }

    private static String subject(EnsembleView view, Collection<MemberId> ids, String one, String several) {
        return members(view, ids) + " " + (ids.size() == 1 ? one : several);
    }

    private static String members(EnsembleView view, Collection<MemberId> ids) {
        return ids.stream().map(id -> name(view, id)).collect(Collectors.joining(", "));
    }

    /** {@code myzk-zookeeper-3 (id 4)}, where ZooKeeper's own messages about it are likely to be read beside it. */
    private static String numbered(EnsembleView view, MemberId id) {
        return name(view, id) + " (id " + id + ")";
    }

    /** The pod, as the configurations name it. */
    private static String name(EnsembleView view, MemberId id) {
        return view.wanted()
                .seat(id)
                .or(() -> view.config().seat(id))
                .map(Seat::podName)
                .orElse("member " + id);
    }
}
