package io.arkeeper.cli.testing;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.Edit;
import io.arkeeper.cli.kube.EnsembleSet;
import io.arkeeper.cli.kube.EventView;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.PodView;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.kube.Snapshot.Budget;
import io.arkeeper.cli.kube.TreeDiff.Change;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.MembershipView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Snapshots of {@code myzk} in namespace {@code prod}, to begin with of a healthy ensemble whose last member leads. */
public final class Snapshots {

    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    public static final Instant STARTED = Instant.parse("2026-11-23T11:58:00Z");

    private int servers;
    private int observers;
    private boolean installed = true;
    private boolean noticed = true;
    private boolean deletesItsClaims;
    private Set<String> rolling = new TreeSet<>();
    private final Map<String, PodView> pods = new LinkedHashMap<>();
    private final Map<String, MemberView> members = new LinkedHashMap<>();
    private final Map<String, ClaimView> claims = new LinkedHashMap<>();
    private final List<EventView> events = new ArrayList<>();
    private final List<Edit> edits = new ArrayList<>();
    private Optional<Budget> budget;
    private Optional<MembershipView> membership = Optional.empty();
    private Optional<HelmRelease> release = Optional.of(release("deployed", 1, "Install complete"));

    private Snapshots(int servers) {
        this.servers = servers;
        this.budget = Optional.of(new Budget(Math.max(0, servers - 1), 1));
        for (int ordinal = 0; ordinal < servers; ordinal++) {
            String name = pod(ordinal);
            pods.put(name, running(ordinal));
            claims.put("datadir-" + name, claim(ordinal, "Bound", "1Gi"));
            members.put(
                    name,
                    ordinal == servers - 1 ? Views.leads(ordinal + 1, servers) : Views.follows(ordinal + 1, servers));
        }
    }

    /** With healthy observers besides. */
    public Snapshots observed(int count) {
        observers = count;
        for (int ordinal = 0; ordinal < count; ordinal++) {
            String name = observer(ordinal);
            pods.put(name, PodCopy.of(running(100 + ordinal), pod -> {
                pod.name = name;
                pod.node = Optional.of("node1");
            }));
            members.put(name, Views.observes(ordinal, servers, count));
        }
        members.replaceAll((name, view) -> Views.observed(view, servers, count));
        return this;
    }

    /** The StatefulSet wants another number of voters. */
    public Snapshots votersAsked(int count) {
        servers = count;
        return this;
    }

    /** What the leader does about the membership. */
    public Snapshots leaderSays(String step, String reason, String target) {
        membership = Optional.of(new MembershipView(step, reason, target));
        return this;
    }

    /** The StatefulSet wants another number of them. */
    public Snapshots observersAsked(int count) {
        observers = count;
        return this;
    }

    public static String observer(int ordinal) {
        return "myzk-zookeeper-observer-" + ordinal;
    }

    private EnsembleSet observerSet() {
        return new EnsembleSet(
                "myzk-zookeeper-observer",
                observers,
                Map.of("app.kubernetes.io/component", "observer"),
                Map.of("client", 2181, "http", 8080),
                "arkeeper/zookeeper:3.9.5-0.1.0",
                "rev-1",
                noticed,
                new TreeSet<>(),
                false);
    }

    public static Snapshots of(int servers) {
        return new Snapshots(servers);
    }

    public static String pod(int ordinal) {
        return "myzk-zookeeper-" + ordinal;
    }

    public static PodView running(int ordinal) {
        return new PodView(
                pod(ordinal),
                "uid-" + ordinal,
                Optional.of("node" + (ordinal + 1)),
                "rev-1",
                STARTED,
                false,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(STARTED),
                0,
                Optional.empty());
    }

    /** The pod that took the place of the one at an ordinal just now. */
    public static PodView successor(int ordinal) {
        return PodCopy.of(running(ordinal), copy -> {
            copy.uid = "new-" + ordinal;
            copy.createdAt = NOW;
            copy.startedAt = Optional.of(NOW);
        });
    }

    public static ClaimView claim(int ordinal, String phase, String size) {
        return new ClaimView(
                "datadir-" + pod(ordinal), phase, Optional.of("standard"), Quantity.of(size), STARTED, false);
    }

    public static HelmRelease release(String status, int revision, String description) {
        return new HelmRelease(revision, status, "zookeeper-0.1.0", STARTED, description, Map.of(), "");
    }

    public Snapshots pod(int ordinal, UnaryOperator<PodView> change) {
        pods.computeIfPresent(pod(ordinal), (name, pod) -> change.apply(pod));
        return this;
    }

    /** A pod that is there and no more than that: no node, no container. */
    public static PodView pending(PodView pod) {
        return PodCopy.of(pod, copy -> {
            copy.node = Optional.empty();
            copy.deleting = false;
            copy.ready = false;
            copy.unschedulable = Optional.empty();
            copy.waiting = Optional.empty();
            copy.startedAt = Optional.empty();
            copy.restarts = 0;
            copy.last = Optional.empty();
        });
    }

    public static PodView unschedulable(PodView pod, String why) {
        return PodCopy.of(pending(pod), copy -> copy.unschedulable = Optional.of(why));
    }

    public static PodView waiting(PodView pod, String reason, String message) {
        return PodCopy.of(pod, copy -> {
            copy.deleting = false;
            copy.ready = false;
            copy.unschedulable = Optional.empty();
            copy.waiting = Optional.of(new PodView.Waiting(reason, message));
            copy.startedAt = Optional.empty();
        });
    }

    public static PodView ended(PodView pod, int exitCode, String reason, int restarts) {
        return PodCopy.of(pod, copy -> {
            copy.restarts = restarts;
            copy.last = Optional.of(new PodView.Ended(exitCode, reason, Optional.of(STARTED)));
        });
    }

    public static PodView deleting(PodView pod) {
        return PodCopy.of(pod, copy -> copy.deleting = true);
    }

    public static PodView ofRevision(PodView pod, String revision) {
        return PodCopy.of(pod, copy -> copy.revision = revision);
    }

    public static PodView onNode(PodView pod, String node) {
        return PodCopy.of(pod, copy -> copy.node = Optional.of(node));
    }

    public Snapshots silent(int ordinal) {
        members.remove(pod(ordinal));
        return this;
    }

    public Snapshots withoutPod(int ordinal) {
        pods.remove(pod(ordinal));
        return silent(ordinal);
    }

    public Snapshots member(int ordinal, MemberView view) {
        members.put(pod(ordinal), view);
        return this;
    }

    public Snapshots claim(ClaimView claim) {
        claims.put(claim.name(), claim);
        return this;
    }

    public Snapshots event(String kind, String object, String reason, String message) {
        String uid = kind.equals("Pod") ? "uid-" + object.substring(object.lastIndexOf('-') + 1) : "";
        return event(new EventView(kind, object, uid, reason, message, true, NOW));
    }

    public Snapshots event(EventView event) {
        events.add(event);
        return this;
    }

    public Snapshots release(HelmRelease other) {
        release = Optional.of(other);
        return this;
    }

    public Snapshots rolling(String... uids) {
        rolling = new TreeSet<>(Set.of(uids));
        return this;
    }

    /** Its claims go with its StatefulSet. */
    public Snapshots deletingItsClaims() {
        deletesItsClaims = true;
        return this;
    }

    public Snapshots unnoticed() {
        noticed = false;
        return this;
    }

    public Snapshots edit(String path, String before, String after) {
        return edit("StatefulSet/myzk-zookeeper", path, before, after);
    }

    public Snapshots edit(String object, String path, String before, String after) {
        edits.add(new Edit(object, Optional.of(new Change(path, Optional.of(before), Optional.of(after)))));
        return this;
    }

    /** Somebody has deleted it. */
    public Snapshots withoutObject(String object) {
        edits.add(new Edit(object, Optional.empty()));
        return this;
    }

    public Snapshots budget(int minAvailable, int allowed) {
        budget = Optional.of(new Budget(minAvailable, allowed));
        return this;
    }

    /** Everything is gone but the claims. */
    public Snapshots uninstalled() {
        installed = false;
        pods.clear();
        members.clear();
        release = Optional.empty();
        budget = Optional.empty();
        return this;
    }

    public Snapshots withoutClaims() {
        claims.clear();
        return this;
    }

    public Snapshot take() {
        Optional<EnsembleSet> set = Optional.of(new EnsembleSet(
                        "myzk-zookeeper",
                        servers,
                        Map.of("app", "zookeeper"),
                        Map.of("http", 8080, "client", 2181),
                        "arkeeper/zookeeper:3.9.5-0.1.0",
                        "rev-1",
                        noticed,
                        rolling,
                        deletesItsClaims))
                .filter(there -> installed);
        return new Snapshot(
                "admin",
                "prod",
                "myzk",
                NOW,
                set,
                observers == 0 ? Optional.empty() : Optional.of(observerSet()),
                List.copyOf(pods.values()),
                List.copyOf(claims.values()),
                events,
                budget,
                release,
                members,
                edits,
                membership);
    }
}
