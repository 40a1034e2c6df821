package io.arkeeper.cli.kube;

import io.arkeeper.cli.kube.PodCondition.Absent;
import io.arkeeper.cli.kube.PodCondition.CannotStart;
import io.arkeeper.cli.kube.PodCondition.Crashing;
import io.arkeeper.cli.kube.PodCondition.Ending;
import io.arkeeper.cli.kube.PodCondition.NotServing;
import io.arkeeper.cli.kube.PodCondition.Serves;
import io.arkeeper.cli.kube.PodCondition.Silent;
import io.arkeeper.cli.kube.PodCondition.Starting;
import io.arkeeper.cli.kube.PodCondition.Unschedulable;
import io.arkeeper.cli.kube.PodCondition.WithoutImage;
import io.arkeeper.cli.kube.PodCondition.WithoutVolume;
import io.arkeeper.cli.local.MemberExit;
import java.time.Duration;
import java.util.Optional;

/** What to do about a member's pod, by what it is up to. */
final class PodAdvice {

    static final String MORE_ROOM =
            "make the volume larger, by the size in its claim where the storage class allows it;"
                    + " snapRetain 3 and purgeHours 1 keep least";

    private static final Duration LONG = Duration.ofSeconds(60); // a healthy member serves within seconds

    private final Snapshot snapshot;

    PodAdvice(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Empty where nothing is to be done. */
    Optional<String> about(PodCondition condition) {
        return switch (condition) {
            case Serves serves -> Optional.empty();
            case Ending ending ->
                takesLong(ending)
                        ? Optional.of(
                                "it ends for longer than a minute: look at its log, and at its node if that is down")
                        : Optional.of("wait: the StatefulSet puts a new pod in its place");
            case Starting starting ->
                takesLong(starting)
                        ? Optional.of(
                                "it should have started by now: `kubectl -n %s describe pod %s` shows what its node says"
                                        .formatted(snapshot.namespace(), starting.pod()))
                        : Optional.of("wait a few seconds");
            case NotServing notServing -> Optional.of(notServing(notServing));
            case Silent silent ->
                takesLong(silent)
                        ? Optional.of(
                                "read its log: `kubectl -n %s logs %s`; a paused node or a full one looks like this too"
                                        .formatted(snapshot.namespace(), silent.pod()))
                        : Optional.of("wait a few seconds");
            case Absent absent ->
                Optional.of(absent.why()
                        .map(why -> why.contains("quota")
                                ? "raise the quota of the namespace, or lower resources.requests"
                                : why.contains("PodSecurity") || why.contains("violates")
                                        ? "the namespace's Pod Security level forbids something the values ask for: take it away"
                                        : "mend what the API server says there")
                        .orElse("wait: the StatefulSet makes it; if it does not, the controller manager may be down"));
            case Unschedulable unschedulable -> Optional.of(unschedulable(unschedulable));
            case WithoutVolume volume ->
                Optional.of(
                        volume.claim().storageClass().isEmpty()
                                ? "the claim has no storage class and the cluster no default one: make one the default, or"
                                        + " uninstall, delete the claim and install with storageClass"
                                : "see whether storage class '%s' exists and its provisioner runs: `kubectl -n %s describe pvc %s`"
                                        .formatted(
                                                volume.claim().storageClass().get(),
                                                snapshot.namespace(),
                                                volume.claim().name()));
            case WithoutImage image ->
                Optional.of(
                        "check image.registry, image.repository and image.tag, the pull secret, and whether the node"
                                + " reaches the registry; or load the image onto the nodes");
            case CannotStart cannot ->
                Optional.of("mend what its node says there; `kubectl -n %s describe pod %s` shows all of it"
                        .formatted(snapshot.namespace(), cannot.pod()));
            case Crashing crashing -> Optional.of(crashing(crashing));
        };
    }

    private boolean takesLong(PodCondition condition) {
        return snapshot.pod(condition.pod())
                .map(pod -> Duration.between(pod.since(), snapshot.at()).compareTo(LONG) > 0)
                .orElse(false);
    }

    private String notServing(NotServing condition) {
        String reason = condition.sentence();
        if (reason.contains("no leader can be elected")) {
            return "too many disks are lost for a quorum: bring back one that holds data; if there is none, `arkeeper recover"
                    + " %s` shows what each disk holds, asks, and forms the ensemble again from the best"
                            .formatted(snapshot.name());
        }
        if (reason.contains("the database cannot be read")) {
            return "while the others have quorum, `arkeeper member resync %s %s` has the leader fill it again; without"
                            .formatted(condition.pod(), snapshot.name())
                    + " quorum see `arkeeper recover`";
        }
        if (reason.contains("this disk belongs to ensemble")) {
            return "its volume holds the data of another ensemble, which are not mixed with these: if the one that serves is the"
                    + " right one, `arkeeper member resync %s %s` puts them aside and has the leader fill it; if not, bring the"
                            .formatted(condition.pod(), snapshot.name())
                    + " volumes of the other one back";
        }
        if (reason.contains("the volume of")) {
            return "make the volume larger, or free space on it: the member goes on by itself as soon as there is some";
        }
        if (reason.contains("empty") || reason.contains("emptied")) {
            return "its disk holds nothing, so it has no vote until it is synced: bring back the members or volumes it waits for";
        }
        if (reason.contains("looking")) {
            return "it needs a majority to elect a leader: mend the members that do not answer, then it goes on by itself";
        }
        return "wait; if it stays like this, mend the members it waits for";
    }

    private static String unschedulable(Unschedulable condition) {
        if (condition.why().contains("anti-affinity")) {
            return "there are fewer usable nodes than members: add or uncordon a node, or set antiAffinity=soft";
        }
        if (condition.why().contains("Insufficient memory")) {
            return "no node has so much memory free: lower resources.requests.memory and heap, or add a node";
        }
        if (condition.why().contains("Insufficient cpu")) {
            return "no node has so much CPU free: lower resources.requests.cpu, or add a node";
        }
        if (condition.why().contains("volume node affinity")) {
            return "its volume belongs to a node or zone that cannot take it: bring that node back";
        }
        if (condition.why().contains("taint")) {
            return "every other node has a taint the pod does not tolerate: take it away, or set tolerations";
        }
        return "see what the scheduler says there, and make room";
    }

    private static String crashing(Crashing condition) {
        if (condition.last().reason().equals("OOMKilled")) {
            return "raise resources.limits.memory (heap plus 1 GiB is safe), or lower heap";
        }
        return MemberExit.ofCode(condition.last().exitCode())
                .map(exit -> switch (exit) {
                    case BAD_CONFIGURATION -> "its log's last line names the setting: mend the values and `upgrade`";
                    case FOREIGN_DISK ->
                        "the volume is another member's, or not as a member has it, its log says which: give each claim its own";
                    case DISK_FULL -> MORE_ROOM;
                    case DISK_NOT_WRITABLE ->
                        "the volume is read-only or belongs to another user: the pod runs as 1000";
                    case DATABASE_UNREADABLE ->
                        "its log names the damaged file; while the others have quorum, `arkeeper member resync` has the"
                                + " leader fill it again";
                    case PORT_IN_USE -> "its log names the port: choose another in the values";
                    case DISK_IN_USE -> "another process uses the volume: two pods must not share one";
                })
                .orElse("read the log of its last run: `kubectl logs --previous`");
    }
}
