package io.arkeeper.cli.kube;

import static io.arkeeper.cli.kube.Questions.answer;
import static io.arkeeper.cli.kube.Questions.ask;

import io.arkeeper.cli.kube.Cluster.PodName;
import io.arkeeper.cli.kube.Snapshot.Budget;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.MembershipView;
import io.arkeeper.cli.local.release.Tree;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Takes snapshots of one release: all questions at once, because each is a journey to the API server. */
public final class SnapshotReader {

    static final Duration PATIENCE_WITH_A_MEMBER = Duration.ofSeconds(2);
    private static final String MEMBER = "/api/v1/member";

    private final Cluster cluster;
    private final String context;
    private final String namespace;
    private final String name;
    private final InstantSource clock;

    public SnapshotReader(Cluster cluster, String context, String namespace, String name, InstantSource clock) {
        this.cluster = cluster;
        this.context = context;
        this.namespace = namespace;
        this.name = name;
        this.clock = clock;
    }

    /** Labels of everything that belongs to a release. */
    static String selector(String name) {
        return "labelSelector=app%3Dzookeeper,app.kubernetes.io/instance%3D" + name;
    }

    /** Everything there is to know. */
    public Snapshot read() {
        CompletableFuture<List<Tree>> objects = ask(this::objects);
        CompletableFuture<Optional<Budget>> budget =
                ask(() -> cluster.list(of("/apis/policy/v1/namespaces/%s/poddisruptionbudgets")).stream()
                        .filter(found -> !EnsembleSet.isForObservers(found))
                        .findFirst()
                        .map(SnapshotReader::budget));
        CompletableFuture<Optional<HelmRelease>> release = ask(this::release);
        Snapshot members = members(objects);
        return members.with(
                answer(budget), answer(release), edits(answer(objects), answer(release)), membership(members));
    }

    /** What the leader does about the membership, while that is not as it should be. */
    public Optional<MembershipView> membership(Snapshot now) {
        return now.change().isEmpty()
                ? Optional.empty()
                : now.health().leader().flatMap(leader -> {
                    PodName pod = new PodName(namespace, leader.name());
                    int port = now.set().orElseThrow().httpPort();
                    return MembershipView.read(cluster.ask(pod, port, MembershipView.PATH, PATIENCE_WITH_A_MEMBER)
                            .orInside(inside -> cluster.ask(pod, inside, MembershipView.PATH, PATIENCE_WITH_A_MEMBER)));
                });
    }

    /** How the members get on, for who looks again and again: without what Helm knows, its size, and the budget. */
    public Snapshot progress() {
        return members(ask(this::objects));
    }

    private List<Tree> objects() {
        return cluster.list(of(EnsembleSet.PATH));
    }

    private Snapshot members(CompletableFuture<List<Tree>> objects) {
        CompletableFuture<List<PodView>> pods = ask(() -> cluster.list(of("/api/v1/namespaces/%s/pods")).stream()
                .map(PodView::of)
                .toList());
        CompletableFuture<List<ClaimView>> claims =
                ask(() -> cluster.list(of("/api/v1/namespaces/%s/persistentvolumeclaims")).stream()
                        .map(ClaimView::of)
                        .sorted(Comparator.comparingInt(ClaimView::ordinal).thenComparing(ClaimView::name))
                        .toList());
        List<EnsembleSet> sets = answer(objects).stream().map(EnsembleSet::of).toList();
        CompletableFuture<List<EventView>> events = ask(() -> events(sets, answer(pods), answer(claims)));
        return new Snapshot(
                context,
                namespace,
                name,
                clock.instant(),
                sets.stream().filter(set -> !set.isOfObservers()).findFirst(),
                sets.stream().filter(EnsembleSet::isOfObservers).findFirst(),
                answer(pods),
                answer(claims),
                answer(events),
                Optional.empty(),
                Optional.empty(),
                answers(sets, answer(pods)),
                List.of(),
                Optional.empty());
    }

    /** Only about what may need explaining: all of a busy namespace's events are many megabytes. */
    private List<EventView> events(List<EnsembleSet> sets, List<PodView> pods, List<ClaimView> claims) {
        boolean isOneMissing =
                pods.size() < sets.stream().mapToInt(EnsembleSet::replicas).sum();
        Stream<String> makers = sets.stream().filter(set -> isOneMissing).map(EnsembleSet::name);
        Stream<String> waiting = pods.stream().filter(pod -> !pod.runs()).map(PodView::name);
        Stream<String> unbound =
                claims.stream().filter(claim -> !claim.isBound()).map(ClaimView::name);
        return Stream.of(makers, waiting, unbound)
                .flatMap(names -> names)
                .map(object ->
                        ask(() -> cluster.list("/api/v1/namespaces/%s/events?fieldSelector=involvedObject.name%%3D%s"
                                .formatted(namespace, object))))
                .toList()
                .stream()
                .flatMap(asked -> answer(asked).stream())
                .map(EventView::of)
                .toList();
    }

    /** Everything the release consists of but Secrets, whose contents are nobody's to read. */
    private List<Edit> edits(List<Tree> sets, Optional<HelmRelease> release) {
        return release.filter(HelmRelease::isDeployed).map(known -> Manifest.of(known.manifest())).stream()
                .flatMap(manifest -> manifest.objects().values().stream())
                .filter(made -> !made.requiredText("kind").equals("Secret"))
                .map(made -> ask(() -> edits(made, sets)))
                .toList()
                .stream()
                .flatMap(asked -> answer(asked).stream())
                .toList();
    }

    private List<Edit> edits(Tree made, List<Tree> sets) {
        try {
            Optional<Tree> known = sets.stream()
                    .filter(set -> made.requiredText("kind").equals("StatefulSet")
                            && name(set).equals(name(made)))
                    .findFirst();
            return Edit.between(
                    made, known.or(() -> cluster.get(ApiResource.of(made).path(namespace, name(made)))));
        } catch (ClusterFailure e) {
            if (e.kind() == ClusterFailure.Kind.FORBIDDEN) {
                return List.of(); // who may not look cannot say that it is otherwise
            }
            throw e;
        }
    }

    private static String name(Tree object) {
        return object.tree("metadata").requiredText("name");
    }

    /** What Helm knows of it; empty also where the user may not read Secrets. */
    public Optional<HelmRelease> release() {
        return HelmRelease.newestOf(revisions());
    }

    /** The same without a change that is under way, or was interrupted. */
    public Optional<HelmRelease> endedRelease() {
        return HelmRelease.newestEndedOf(revisions());
    }

    private List<Tree> revisions() {
        try {
            return cluster.list(HelmRelease.path(namespace, name));
        } catch (ClusterFailure e) {
            if (e.kind() == ClusterFailure.Kind.FORBIDDEN) {
                return List.of();
            }
            throw e;
        }
    }

    private String of(String path) {
        return path.formatted(namespace) + "?" + selector(name);
    }

    private static Budget budget(Tree budget) {
        return new Budget(
                budget.tree("spec").number("minAvailable", 0),
                budget.tree("status").number("disruptionsAllowed", 0));
    }

    private Map<String, MemberView> answers(List<EnsembleSet> sets, List<PodView> pods) {
        if (sets.isEmpty()) {
            return Map.of();
        }
        Map<String, CompletableFuture<Optional<MemberView>>> asked = new LinkedHashMap<>();
        pods.stream()
                .filter(pod -> pod.runs() || leaves(pod, sets))
                .forEach(pod -> asked.put(
                        pod.name(), ask(() -> member(pod.name(), sets.getFirst().httpPort()))));
        Map<String, MemberView> answers = new LinkedHashMap<>();
        asked.forEach((pod, view) -> answer(view).ifPresent(member -> answers.put(pod, member)));
        return answers;
    }

    /** Whether it goes for good. Then it serves, and has its vote, until the leader has removed it. */
    private static boolean leaves(PodView pod, List<EnsembleSet> sets) {
        return pod.deleting()
                && pod.startedAt().isPresent()
                && sets.stream().noneMatch(set -> set.podNames().contains(pod.name()));
    }

    private Optional<MemberView> member(String pod, int port) {
        PodName name = new PodName(namespace, pod);
        HttpGet.Answer answer = cluster.ask(name, port, MEMBER, PATIENCE_WITH_A_MEMBER)
                .orInside(inside -> cluster.ask(name, inside, MEMBER, PATIENCE_WITH_A_MEMBER));
        return answer.isSuccess() ? MemberView.read(answer.body()) : Optional.empty();
    }
}
