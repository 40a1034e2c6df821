package io.arkeeper.cli.kube;

import io.arkeeper.cli.kube.PodView.Ended;
import io.arkeeper.cli.kube.PodView.Waiting;
import io.arkeeper.cli.local.Counted;
import io.arkeeper.cli.local.MemberExit;
import io.arkeeper.cli.local.MemberView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a member's pod is up to, and why it does not serve: from the pod, its events, its claim and the member itself. */
public sealed interface PodCondition {

    String pod();

    /** One sentence for people, without a full stop. */
    String sentence();

    /** It serves clients. */
    record Serves(String pod, String sentence) implements PodCondition {}

    /** The member runs and says why it does not serve yet. */
    record NotServing(String pod, String sentence) implements PodCondition {}

    /** Its container runs and the member does not answer. */
    record Silent(String pod) implements PodCondition {
        @Override
        public String sentence() {
            return "runs, the member does not answer yet";
        }
    }

    /** On its way: volumes are attached, the image is pulled, the container is made. */
    record Starting(String pod, String sentence) implements PodCondition {}

    /** It was told to end. */
    record Ending(String pod) implements PodCondition {
        @Override
        public String sentence() {
            return "ending";
        }
    }

    /** The StatefulSet has not made the pod, or could not. */
    record Absent(String pod, Optional<String> why) implements PodCondition {
        @Override
        public String sentence() {
            return why.map(text -> "no pod: " + text).orElse("no pod yet");
        }
    }

    /** No node takes it. */
    record Unschedulable(String pod, String why) implements PodCondition {
        @Override
        public String sentence() {
            return "no node takes it: " + why;
        }
    }

    /** Its claim has no volume. */
    record WithoutVolume(String pod, ClaimView claim, Optional<String> why) implements PodCondition {
        @Override
        public String sentence() {
            return "its volume claim %s is %s%s"
                    .formatted(
                            claim.name(),
                            claim.phase().toLowerCase(Locale.ROOT),
                            why.map(text -> ": " + text).orElse(""));
        }
    }

    /** The node cannot get the image. */
    record WithoutImage(String pod, String image, String why) implements PodCondition {
        @Override
        public String sentence() {
            return "the image %s cannot be pulled: %s".formatted(image, why);
        }
    }

    /** The container cannot be made: a Secret or ConfigMap is missing, a volume cannot be attached. */
    record CannotStart(String pod, String why) implements PodCondition {
        @Override
        public String sentence() {
            return "its container cannot start: " + why;
        }
    }

    /** It ends again and again. */
    record Crashing(String pod, Ended last, int restarts) implements PodCondition {
        @Override
        public String sentence() {
            return "ended %s, last with exit code %d (%s)"
                    .formatted(Counted.of(restarts + 1L, "time"), last.exitCode(), meaning(last));
        }
    }

    List<String> NOT_SCHEDULED = List.of("FailedScheduling");
    List<String> CLAIM_TROUBLE = List.of("ProvisioningFailed", "FailedBinding", "WaitForFirstConsumer");
    List<String> START_TROUBLE =
            List.of("FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox", "FailedMapVolume", "Failed");
    List<String> ON_THE_WAY = List.of("Pulling", "Pulled", "Created", "Scheduled", "SuccessfulAttachVolume");

    static PodCondition of(String name, Snapshot snapshot) {
        Optional<PodView> found = snapshot.pod(name);
        if (found.isEmpty()) {
            return new Absent(name, whyAbsent(name, snapshot));
        }
        PodView pod = found.get();
        if (pod.deleting()) {
            return new Ending(name);
        }
        if (pod.node().isEmpty() && pod.unschedulable().isPresent()) {
            return unscheduled(pod, snapshot);
        }
        if (pod.waiting().isPresent()) {
            return waiting(pod, pod.waiting().get(), snapshot);
        }
        if (pod.startedAt().isEmpty()) {
            return pod.last()
                    .<PodCondition>map(last -> new Crashing(name, last, pod.restarts()))
                    .orElseGet(() -> starting(pod, snapshot));
        }
        Optional<MemberView> member = snapshot.member(name);
        if (member.isEmpty()) {
            return new Silent(name);
        }
        if (!member.get().ready()) {
            return new NotServing(name, member.get().reason());
        }
        return pod.ready()
                ? new Serves(name, member.get().reason())
                : new NotServing(name, member.get().reason() + "; the kubelet has not seen it yet");
    }

    private static Optional<String> whyAbsent(String name, Snapshot snapshot) {
        return snapshot.setOf(name)
                .flatMap(set -> snapshot.newest("StatefulSet", set.name(), List.of("FailedCreate")))
                .map(EventView::message)
                .filter(message -> message.contains(name + " ")
                        || message.contains("\"" + name + "\"")
                        || !message.contains("Pod "));
    }

    private static PodCondition unscheduled(PodView pod, Snapshot snapshot) {
        Optional<ClaimView> pending = snapshot.claims().stream()
                .filter(claim -> claim.belongsTo(pod.name()) && !claim.isBound())
                .findFirst();
        if (pending.isPresent()) {
            Optional<String> why = snapshot.newest(
                            "PersistentVolumeClaim", pending.get().name(), CLAIM_TROUBLE)
                    .filter(event -> !event.reason().equals("WaitForFirstConsumer"))
                    .map(EventView::message);
            if (why.isPresent() || pod.unschedulable().orElse("").contains("PersistentVolumeClaim")) {
                return new WithoutVolume(pod.name(), pending.get(), why);
            }
        }
        return new Unschedulable(pod.name(), pod.unschedulable().orElse("no reason given"));
    }

    private static PodCondition waiting(PodView pod, Waiting waiting, Snapshot snapshot) {
        return switch (waiting.reason()) {
            case "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "RegistryUnavailable" ->
                new WithoutImage(
                        pod.name(),
                        snapshot.set().map(EnsembleSet::image).orElse("?"),
                        whyNoImage(pod, waiting, snapshot));
            case "CrashLoopBackOff" ->
                new Crashing(pod.name(), pod.last().orElse(new Ended(-1, "unknown", Optional.empty())), pod.restarts());
            case "ContainerCreating", "PodInitializing" -> starting(pod, snapshot);
            default ->
                new CannotStart(
                        pod.name(), waiting.reason() + (waiting.message().isEmpty() ? "" : ", " + waiting.message()));
        };
    }

    /** The back-off's own message says only that there is one. */
    private static String whyNoImage(PodView pod, Waiting waiting, Snapshot snapshot) {
        return snapshot.newest(pod, List.of("Failed"))
                .map(EventView::message)
                .filter(message -> message.contains("pull") && !message.equals("Error: ImagePullBackOff"))
                .orElse(waiting.message().isEmpty() ? waiting.reason() : waiting.message());
    }

    private static PodCondition starting(PodView pod, Snapshot snapshot) {
        Optional<EventView> trouble = snapshot.newest(pod, START_TROUBLE);
        Optional<EventView> progress = snapshot.newest(pod, ON_THE_WAY);
        boolean isNewest = trouble.isPresent()
                && progress.map(event -> !event.at().isAfter(trouble.get().at()))
                        .orElse(true);
        if (isNewest) {
            return new CannotStart(pod.name(), trouble.get().message());
        }
        if (pod.node().isEmpty()) {
            return new Starting(pod.name(), "waits for the scheduler");
        }
        boolean pulls =
                progress.filter(event -> event.reason().equals("Pulling")).isPresent();
        return new Starting(
                pod.name(),
                (pulls ? "pulling the image on " : "starting on ") + pod.node().get());
    }

    /** What an exit code means: the member's own, or a signal's. */
    static String meaning(Ended ended) {
        if (ended.reason().equals("OOMKilled")) {
            return "killed for its memory";
        }
        return MemberExit.ofCode(ended.exitCode()).map(MemberExit::meaning).orElseGet(() -> switch (ended.exitCode()) {
            case 0 -> "an orderly stop";
            case 1 -> "an unexpected failure; its log has a stack trace";
            case 137 -> "killed";
            case 143 -> "terminated";
            default -> ended.reason().isEmpty() ? "unknown" : ended.reason();
        });
    }
}
