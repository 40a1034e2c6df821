package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.release.Tree;
import java.time.Instant;
import java.util.Optional;

/**
 * A pod as the API server describes it.
 *
 * @param revision the StatefulSet's revision it was made from
 * @param deleting whether it was told to end
 * @param ready whether its readiness probe succeeds
 * @param unschedulable why no node takes it
 * @param waiting why its container does not run
 * @param startedAt when its container was started, where it runs
 * @param last how its container ended before
 */
public record PodView(
        String name,
        String uid,
        Optional<String> node,
        String revision,
        Instant createdAt,
        boolean deleting,
        boolean ready,
        Optional<String> unschedulable,
        Optional<Waiting> waiting,
        Optional<Instant> startedAt,
        int restarts,
        Optional<Ended> last) {

    /** The kubelet's word for why a container does not run, and its explanation. */
    public record Waiting(String reason, String message) {}

    /** How a container ended. */
    public record Ended(int exitCode, String reason, Optional<Instant> at) {}

    public static PodView of(Tree pod) {
        Tree metadata = pod.tree("metadata");
        Tree status = pod.tree("status");
        Optional<Tree> container = status.trees("containerStatuses").stream().findFirst();
        Optional<Tree> state = container.map(found -> found.tree("state"));
        return new PodView(
                metadata.requiredText("name"),
                metadata.text("uid").orElse(""),
                pod.tree("spec").text("nodeName"),
                metadata.tree("labels").text("controller-revision-hash").orElse(""),
                instant(metadata, "creationTimestamp").orElse(Instant.EPOCH),
                metadata.has("deletionTimestamp"),
                condition(status, "Ready")
                        .filter(ready -> ready.text("status").equals(Optional.of("True")))
                        .isPresent(),
                condition(status, "PodScheduled")
                        .filter(scheduled -> scheduled.text("status").equals(Optional.of("False")))
                        .flatMap(scheduled -> scheduled.text("message")),
                state.flatMap(found -> found.child("waiting"))
                        .map(waiting -> new Waiting(
                                waiting.text("reason").orElse("waiting"),
                                waiting.text("message").orElse(""))),
                state.flatMap(found -> found.child("running")).flatMap(running -> instant(running, "startedAt")),
                container.map(found -> found.number("restartCount", 0)).orElse(0),
                container
                        .flatMap(found -> found.tree("lastState")
                                .child("terminated")
                                .or(() -> found.tree("state").child("terminated")))
                        .map(PodView::ended));
    }

    private static Ended ended(Tree terminated) {
        return new Ended(
                terminated.number("exitCode", 0),
                terminated.text("reason").orElse(""),
                instant(terminated, "finishedAt"));
    }

    private static Optional<Tree> condition(Tree status, String type) {
        return status.trees("conditions").stream()
                .filter(condition -> condition.text("type").equals(Optional.of(type)))
                .findFirst();
    }

    static Optional<Instant> instant(Tree tree, String key) {
        return tree.text(key).map(Instant::parse);
    }

    /** Whether its container runs. */
    public boolean runs() {
        return startedAt.isPresent() && !deleting;
    }

    /** Whether its container has ever been started. */
    boolean hasRun() {
        return startedAt.isPresent() || last.isPresent();
    }

    /** Since when it is what it is. */
    public Instant since() {
        return startedAt.orElse(createdAt);
    }
}
