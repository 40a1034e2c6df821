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
import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.MembershipChange;
import io.arkeeper.cli.local.MembershipView;
import io.arkeeper.cli.local.Unheard;
import io.arkeeper.cli.local.WantedMembers;
import io.arkeeper.core.EnsembleConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything a decision about an ensemble may rest on, as it was at one moment.
 *
 * @param name the release
 * @param set the StatefulSet of its voters; empty where there is none
 * @param observers that of its observers, where it has any
 * @param events about what does not run or is missing
 * @param claims also those of an earlier release of this name
 * @param release what Helm knows; empty where Helm did not install it, or its Secrets may not be read
 * @param edits where objects are not as Helm made them, as far as they may be read
 * @param membership what the leader does about the membership; only looked for while that is not as it should be
 * @param members what members said, by pod; those that did not answer are absent
 */
public record Snapshot(
        String context,
        String namespace,
        String name,
        Instant at,
        Optional<EnsembleSet> set,
        Optional<EnsembleSet> observers,
        List<PodView> pods,
        List<ClaimView> claims,
        List<EventView> events,
        Optional<Budget> budget,
        Optional<HelmRelease> release,
        Map<String, MemberView> members,
        List<Edit> edits,
        Optional<MembershipView> membership) {

    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(5); // more than an answer may take

    /** The PodDisruptionBudget. */
    public record Budget(int minAvailable, int disruptionsAllowed) {}

    Snapshot with(Optional<Budget> its, Optional<HelmRelease> known, List<Edit> made, Optional<MembershipView> told) {
        return new Snapshot(
                context, namespace, name, at, set, observers, pods, claims, events, its, known, members, made, told);
    }

    public boolean isInstalled() {
        return set.isPresent();
    }

    /** That of the voters, then that of the observers. */
    public List<EnsembleSet> sets() {
        return Stream.of(set, observers).flatMap(Optional::stream).toList();
    }

    /** The StatefulSet that a pod belongs to. */
    Optional<EnsembleSet> setOf(String pod) {
        return sets().stream().filter(found -> found.owns(pod)).findFirst();
    }

    /** The pods there should be. */
    public List<String> podNames() {
        return sets().stream().flatMap(found -> found.podNames().stream()).toList();
    }

    public boolean isObserver(String pod) {
        return observers.filter(found -> found.owns(pod)).isPresent();
    }

    /** The volume claims, and with them the data, that Kubernetes deletes once what is installed is taken away. */
    public List<ClaimView> claimsThatGoWithIt() {
        return claims.stream()
                .filter(claim ->
                        sets().stream().anyMatch(found -> found.deletesItsClaims() && found.hasClaim(claim.name())))
                .toList();
    }

    /** How many voters there should be. */
    public int servers() {
        return set.map(EnsembleSet::replicas).orElse(0);
    }

    public Optional<PodView> pod(String pod) {
        return pods.stream().filter(found -> found.name().equals(pod)).findFirst();
    }

    public Optional<MemberView> member(String pod) {
        return Optional.ofNullable(members.get(pod));
    }

    public EnsembleHealth health() {
        return EnsembleHealth.of(members.values(), servers());
    }

    /** Voters that gave no answer, although the kubelet says that they are ready. */
    public Unheard unheard() {
        List<String> silent = set.stream()
                .flatMap(found -> found.podNames().stream())
                .filter(pod -> member(pod).isEmpty()
                        && pod(pod).filter(found -> found.runs() && found.ready())
                                .isPresent())
                .toList();
        return new Unheard(silent, podNames().size(), SnapshotReader.PATIENCE_WITH_A_MEMBER);
    }

    /** Whether there is a quorum and what can be lost, or what is known of it. */
    public String sentence() {
        return unheard().leaveOpen(health()) ? unheard().sentence(health()) : health().sentence();
    }

    /** The pods there should be, each with what it is up to. */
    public List<PodCondition> conditions() {
        return podNames().stream().map(pod -> PodCondition.of(pod, this)).toList();
    }

    /** The pods that go for good, and are not gone yet. */
    public List<PodCondition> leaving() {
        List<String> staying = podNames();
        return pods.stream()
                .map(PodView::name)
                .filter(pod -> !staying.contains(pod) && isMember(pod))
                .map(pod -> PodCondition.of(pod, this))
                .toList();
    }

    /** Whether a pod is, or was made as, a member's: observers' StatefulSet goes with the last of them. */
    private boolean isMember(String pod) {
        return set.filter(found -> pod.matches(Pattern.quote(found.name()) + "(-observer)?-[0-9]+"))
                .isPresent();
    }

    /** The newest event about this pod, not an earlier one of its name, whose reason is one of these. */
    Optional<EventView> newest(PodView pod, List<String> reasons) {
        return newest(
                event -> event.kind().equals("Pod")
                        && event.object().equals(pod.name())
                        && event.uid().equals(pod.uid()),
                reasons);
    }

    /** The newest event about an object whose reason is one of these. */
    Optional<EventView> newest(String kind, String object, List<String> reasons) {
        return newest(event -> event.kind().equals(kind) && event.object().equals(object), reasons);
    }

    private Optional<EventView> newest(Predicate<EventView> about, List<String> reasons) {
        return events.stream()
                .filter(about)
                .filter(event -> reasons.contains(event.reason()))
                .max(Comparator.comparing(EventView::at));
    }

    /** Pods that Kubernetes has still to replace by ones of the newest revision; empty where there are none. */
    public Optional<List<String>> updating() {
        List<String> old = sets().stream()
                .filter(found -> !found.updateRevision().isEmpty())
                .flatMap(found -> pods.stream()
                        .filter(pod -> found.owns(pod.name()) && !pod.revision().equals(found.updateRevision())))
                .map(PodView::name)
                .toList();
        return Optional.of(old).filter(names -> !names.isEmpty());
    }

    /**
     * Pods of an earlier revision that cannot come up. Kubernetes waits for each to become ready before it replaces the
     * next, so one that never will blocks the update that would mend it.
     */
    public List<PodView> stuck() {
        List<String> old = updating().orElse(List.of());
        return conditions().stream()
                .filter(condition -> old.contains(condition.pod()) && cannotComeUp(condition))
                .flatMap(condition -> pod(condition.pod()).stream())
                .toList();
    }

    static boolean cannotComeUp(PodCondition condition) {
        return switch (condition) {
            case Unschedulable c -> true;
            case WithoutImage c -> true;
            case CannotStart c -> true;
            case Crashing c -> true;
            case Serves c -> false;
            case NotServing c -> false;
            case Silent c -> false;
            case Starting c -> false;
            case Ending c -> false;
            case Absent c -> false;
            case WithoutVolume c -> false; // a new pod would wait for the same volume
        };
    }

    /** Every pod ready and of the newest revision, every member serving, and nothing under way. */
    public boolean isSettled() {
        return isNoticed() && updating().isEmpty() && pods.size() == podNames().size() && hasItsMembers() && allServe();
    }

    /** How many members there should be. */
    public WantedMembers wanted() {
        return new WantedMembers(servers(), observers.map(EnsembleSet::replicas).orElse(0));
    }

    /** Whether those vote, and those observe, who are to. */
    public boolean hasItsMembers() {
        return config().filter(wanted()::areThoseOf).isPresent();
    }

    /** That others belong to the ensemble than are wanted; empty where it is as it should be, or nobody knows. */
    public Optional<MembershipChange> change() {
        return MembershipChange.of(wanted(), config(), membership);
    }

    /** The newest configuration that any member knows. */
    public Optional<EnsembleConfig> config() {
        return EnsembleHealth.config(members.values());
    }

    /** How far the members' clocks are apart; asked at the same moment they answer within two seconds. */
    private Duration clockSkew() {
        List<Instant> times = members.values().stream()
                .flatMap(member -> member.time().stream())
                .sorted()
                .toList();
        return times.isEmpty() ? Duration.ZERO : Duration.between(times.getFirst(), times.getLast());
    }

    /** By how much the members' clocks differ, as a sentence; empty where they agree. */
    public Optional<String> clocksApart() {
        Duration skew = clockSkew();
        return Optional.of("The members' clocks are %d s apart".formatted(skew.toSeconds()))
                .filter(sentence -> skew.compareTo(CLOCKS_AGREE) > 0);
    }

    /** Whether Kubernetes has seen the last change. */
    public boolean isNoticed() {
        return isInstalled() && sets().stream().allMatch(EnsembleSet::noticed);
    }

    /** Every pod ready, and every member serving. */
    public boolean allServe() {
        return isInstalled() && health().hasQuorum() && conditions().stream().allMatch(Serves.class::isInstance);
    }
}
