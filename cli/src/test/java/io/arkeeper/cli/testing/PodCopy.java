package io.arkeeper.cli.testing;

import io.arkeeper.cli.kube.PodView;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** A pod like another, but for what is changed. */
final class PodCopy {

    String name;
    String uid;
    Optional<String> node;
    String revision;
    Instant createdAt;
    boolean deleting;
    boolean ready;
    Optional<String> unschedulable;
    Optional<PodView.Waiting> waiting;
    Optional<Instant> startedAt;
    int restarts;
    Optional<PodView.Ended> last;

    private PodCopy(PodView pod) {
        name = pod.name();
        uid = pod.uid();
        node = pod.node();
        revision = pod.revision();
        createdAt = pod.createdAt();
        deleting = pod.deleting();
        ready = pod.ready();
        unschedulable = pod.unschedulable();
        waiting = pod.waiting();
        startedAt = pod.startedAt();
        restarts = pod.restarts();
        last = pod.last();
    }

    static PodView of(PodView pod, Consumer<PodCopy> change) {
        PodCopy copy = new PodCopy(pod);
        change.accept(copy);
        return new PodView(
                copy.name,
                copy.uid,
                copy.node,
                copy.revision,
                copy.createdAt,
                copy.deleting,
                copy.ready,
                copy.unschedulable,
                copy.waiting,
                copy.startedAt,
                copy.restarts,
                copy.last);
    }
}
