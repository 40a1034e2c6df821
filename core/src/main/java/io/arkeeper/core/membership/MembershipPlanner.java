package io.arkeeper.core.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.membership.MembershipStep.Add;
import io.arkeeper.core.membership.MembershipStep.Remove;
import io.arkeeper.core.membership.MembershipStep.Settled;
import io.arkeeper.core.membership.MembershipStep.Wait;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Plans the way from the configuration there is to the wanted one, one step at a time.
 *
 * <p>A function of the view alone. It remembers nothing, so a new leader goes on where the old one stopped, and a step
 * that was done, lost, or done without anybody noticing needs no special case: the next view tells.
 *
 * <p><b>Invariants</b>, each checked over all small worlds by {@code MembershipWorldsTest}:
 *
 * <ol>
 *   <li><em>One member changes per step, and each step is conditional on the version it was planned from.</em> Majorities of
 *       two configurations that differ by one voter always share a member, and no step is taken on a configuration that
 *       nobody looked at.
 *   <li><em>No step unless a majority of the old voters and of the new ones is in sync.</em> ZooKeeper needs both to commit;
 *       a proposal that cannot be committed would stop all writes.
 *   <li><em>Only a member in sync gets a vote, and only a voter in sync is counted.</em> An emptied disk that is believed
 *       can outvote the data. Who is refused is not let in at all.
 *   <li><em>Grow before shrinking.</em> An unwanted voter that is well stays until those who replace it vote. Adding a
 *       member in sync never costs tolerance for losses; removing one can.
 *   <li><em>Only an unwanted voter is ever removed:</em> if it asks to leave, if it is away, or if there are more voters than
 *       wanted. One that is wanted but away is coming back; removing it would let a single copy become a majority. What
 *       is wanted decides who belongs; asking to leave only decides when.
 *   <li><em>Order of leaving:</em> those not in sync (that costs nothing), those who ask, the highest ordinal (as a
 *       StatefulSet does), the leader last, because its removal is a change of leader.
 *   <li><em>At least one voter remains.</em>
 *   <li><em>Every step brings the configuration one step nearer to the wanted one,</em> whatever happened before. So no two
 *       leaders can undo each other's work, and the plan ends.
 * </ol>
 *
 * <p>A joiner outside the configuration is connected as a non-voting follower and gets its vote in one step. There is no
 * promotion from observer to voter: ZooKeeper counts an observer towards no majority (NewConfigNoQuorum), and it would
 * have to reconnect after it began to count. It is removed, comes back as a joiner, and is added once it is in sync again.
 *
 * <p>Roles are compared, not addresses: a seat whose host or ports changed is left alone.
 */
public final class MembershipPlanner {

    private MembershipPlanner() {}

    public static MembershipStep next(EnsembleView view) {
        Optional<String> obstacle = obstacle(view);
        if (obstacle.isPresent()) {
            return new Wait(obstacle.get());
        }
        return grow(view)
                .or(() -> shrink(view))
                .or(() -> addObserver(view))
                .or(() -> removeObserver(view))
                .orElseGet(() -> nothingToDo(view));
    }

    private static Optional<String> obstacle(EnsembleView view) {
        if (view.reconfiguring()) {
            return Optional.of(Reasons.RECONFIGURING);
        }
        if (!view.config().isVoter(view.leader())) {
            return Optional.of(Reasons.leaderWithoutVote(view));
        }
        if (!view.hasMajority(view.config())) {
            return Optional.of(Reasons.noMajority(view));
        }
        return Optional.empty();
    }

    /** The new majority needs no look: a member in sync brings its own vote along. */
    private static Optional<MembershipStep> grow(EnsembleView view) {
        return view.wanted().voters().stream()
                .filter(id -> !view.config().isVoter(id) && canJoin(view, id))
                .findFirst()
                .map(id -> view.config().has(id)
                        ? remove(view, id, Reasons.observerToVoter(view, id))
                        : add(view, id, Reasons.addVoter(view, id)));
    }

    private static Optional<MembershipStep> shrink(EnsembleView view) {
        return dueToLeave(view).stream()
                .findFirst()
                .filter(id -> view.hasMajority(view.config().without(id)))
                .map(id -> remove(view, id, Reasons.removeVoter(view, id)));
    }

    private static Optional<MembershipStep> addObserver(EnsembleView view) {
        return view.wanted().observers().stream()
                .filter(id -> !view.config().has(id) && canJoin(view, id))
                .findFirst()
                .map(id -> add(view, id, Reasons.addObserver(view, id)));
    }

    private static Optional<MembershipStep> removeObserver(EnsembleView view) {
        return view.config().observers().stream()
                .filter(id -> !view.wanted().has(id))
                .findFirst()
                .map(id -> remove(view, id, Reasons.removeObserver(view, id)));
    }

    private static MembershipStep nothingToDo(EnsembleView view) {
        List<String> reasons = Reasons.whyWaiting(view, dueToLeave(view));
        return reasons.isEmpty() ? new Settled(Reasons.settled(view)) : new Wait(String.join("; ", reasons));
    }

    private static boolean canJoin(EnsembleView view, MemberId id) {
        return view.isInSync(id) && !view.isLeaving(id) && view.refusal(id).isEmpty();
    }

    /** The voters to remove, in that order. If the first cannot go, none can: those after it are in sync as well. */
    private static List<MemberId> dueToLeave(EnsembleView view) {
        EnsembleConfig config = view.config();
        boolean tooMany = config.voters().size() > view.wanted().voters().size();
        return config.voters().stream()
                .filter(id -> !view.wanted().isVoter(id))
                .filter(id -> tooMany || view.isLeaving(id) || view.presence(id) == Presence.AWAY)
                .sorted(orderOfLeaving(view))
                .toList();
    }

    private static Comparator<MemberId> orderOfLeaving(EnsembleView view) {
        Comparator<MemberId> leaderLast = Comparator.comparing(id -> id.equals(view.leader()));
        return leaderLast
                .thenComparing(id -> view.isInSync(id))
                .thenComparing(id -> !view.isLeaving(id))
                .thenComparing(Comparator.reverseOrder());
    }

    private static MembershipStep add(EnsembleView view, MemberId id, String reason) {
        return new Add(view.wanted().seats().get(id), view.config().version(), reason);
    }

    private static MembershipStep remove(EnsembleView view, MemberId id, String reason) {
        return new Remove(id, view.config().version(), reason);
    }
}
