package io.arkeeper.cli.kube;

import io.arkeeper.cli.kube.PodCondition.Serves;
import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.MemberView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans a roll, in which every member is restarted once: the observers first, then the followers, the leader last, so
 * that there is one election and no more.
 *
 * <p>Invariant: a member is restarted only while all others serve in the leader's epoch, so that never more than one is
 * away. The plan is made anew from what is seen after every step; nothing is remembered but which pods are old.
 */
public final class RollPlan {

    private RollPlan() {}

    /** What to do next. */
    public sealed interface Step {}

    /** Restart this one now. */
    public record Restart(String pod, String why) implements Step {}

    /** Not now. */
    public record Wait(String reason) implements Step {}

    /** All have been restarted, and all serve. */
    public record Done() implements Step {}

    /** @param old ids of the pods there were when the roll began */
    public static Step next(Snapshot now, Set<String> old) {
        Optional<PodCondition> away = now.conditions().stream()
                .filter(condition -> !(condition instanceof Serves))
                .findFirst();
        if (away.isPresent()) {
            return new Wait("%s: %s".formatted(away.get().pod(), away.get().sentence()));
        }
        EnsembleHealth health = now.health();
        if (!health.hasQuorum() || health.serving() < health.voters()) {
            return new Wait(health.sentence());
        }
        Optional<MemberView> leader = health.leader();
        Optional<MemberView> behind = now.members().values().stream()
                .filter(member -> !member.epoch().equals(leader.flatMap(MemberView::epoch)))
                .findFirst();
        if (behind.isPresent()) {
            return new Wait("%s has not reached the leader's epoch"
                    .formatted(behind.get().name()));
        }
        List<String> left = left(now, old);
        if (left.isEmpty()) {
            return new Done();
        }
        String leading = leader.map(MemberView::name).orElse("");
        return left.stream()
                .filter(pod -> !pod.equals(leading))
                .max(Comparator.comparing(now::isObserver).thenComparing(Comparator.naturalOrder()))
                .map(pod -> new Restart(pod, now.isObserver(pod) ? "an observer" : "a follower"))
                .orElseGet(() -> new Restart(leading, "the leader, last of all"));
    }

    /** Which pods a roll that has not ended still has to restart, in words. */
    public static String remaining(Snapshot now, Set<String> old) {
        List<String> left = left(now, old);
        return left.isEmpty()
                ? "all were restarted, and not yet all were seen to serve"
                : "still to be restarted: " + String.join(", ", left);
    }

    /** Pods that are still to be restarted. */
    private static List<String> left(Snapshot now, Set<String> old) {
        return now.pods().stream()
                .filter(pod -> old.contains(pod.uid()))
                .map(PodView::name)
                .sorted()
                .toList();
    }
}
