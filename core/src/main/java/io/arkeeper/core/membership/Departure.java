package io.arkeeper.core.membership;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Topology;
import io.arkeeper.core.Verdict;

/**
 * Decides whether a member that is told to stop is to give up its seat first.
 *
 * <p>Only a member whose ordinal is beyond the ensemble's size is not coming back. Every other stop (a restart, a drained
 * node, an uninstalled release, everything scaled to zero) leaves the membership as it is: a seat given up by one that
 * comes back would make the quorum smaller without need. Where the size is none an ensemble can have, nobody leaves.
 * Observers count for no quorum: with them none is a size like any other.
 */
public final class Departure {

    private Departure() {}

    /**
     * @param topology with the sizes that the mounted ConfigMap says
     * @param scale of the member's own StatefulSet
     */
    public static Verdict judge(MemberIdentity self, Topology topology, Scale scale) {
        return switch (scale) {
            case Scale.Gone gone -> Verdict.no("the StatefulSet is gone; the membership stays as it is");
            case Scale.Replicas(int count)
            when count == 0 && !self.isObserver() ->
                Verdict.no("everything is scaled to zero; the membership stays as it is");
            case Scale.Replicas(int count) -> judge(self, topology, count, "the StatefulSet wants");
            case Scale.Unknown(String reason) -> byTheConfigMap(self, topology, reason);
            case Scale.Unanswered(String reason) -> byTheConfigMap(self, topology, reason);
        };
    }

    private static Verdict byTheConfigMap(MemberIdentity self, Topology topology, String reason) {
        return judge(
                self,
                topology,
                self.isObserver() ? topology.observers() : topology.servers(),
                "the StatefulSet is not known (%s), the ConfigMap wants".formatted(reason));
    }

    private static Verdict judge(MemberIdentity self, Topology topology, int count, String source) {
        if (self.ordinal() < count) {
            return Verdict.no("%s %d, so %s comes back".formatted(source, count, self.podName()));
        }
        try {
            Topology after = self.isObserver() ? topology.withObservers(count) : topology.withServers(count);
            int size = self.isObserver() ? after.observers() : after.servers();
            return Verdict.yes("%s %d, so %s leaves".formatted(source, size, self.podName()));
        } catch (InvalidSetting e) {
            return Verdict.no("%s; nobody leaves".formatted(e.getMessage()));
        }
    }
}
