package io.arkeeper.cli.testing;

import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.PodProcess;
import io.arkeeper.cli.kube.Streams;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.release.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Objects by their paths, no rules. Pods that are deleted or evicted come back as others at once, as if a StatefulSet
 * made them; claims stay away.
 */
public final class FakeCluster implements Cluster {

    /** By the clocks of all members. */
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static final String OBJECT = ".*/namespaces/[^/]+/[^/]+/[^/]+";
    private static final String PODS = "/api/v1/namespaces/prod/pods/";
    private static final String SETS = "/apis/apps/v1/namespaces/prod/statefulsets/";
    private static final String CLAIMS = "/api/v1/namespaces/prod/persistentvolumeclaims/";
    private static final String SECRETS = "/api/v1/namespaces/prod/secrets/";

    private final FakeObjects objects = new FakeObjects();
    private final FakeRights rights = new FakeRights();
    private final FakeMembers members;
    private final List<String> done = new ArrayList<>();
    private final Set<String> asked = new ConcurrentSkipListSet<>();
    private Optional<ClusterFailure> failure = Optional.empty();
    private Optional<Meanwhile> meanwhile = Optional.empty();
    private String failsAt = "";
    private String missing = "";
    private String failsOnly = "";
    private int pods;
    private OptionalInt programEnd = OptionalInt.of(0);
    private String typed = "";

    private record Meanwhile(String readOf, int reads, Runnable change) {}

    /** One in which nothing is installed. */
    public FakeCluster() {
        this(3);
    }

    private FakeCluster(int voters) {
        this.members = new FakeMembers(voters);
    }

    /** A healthy {@code myzk} of three, whose last member leads, applied by something else than Helm. */
    public static FakeCluster withEnsemble() {
        FakeCluster cluster = new FakeCluster();
        cluster.put(SETS + "myzk-zookeeper", """
                metadata: {name: myzk-zookeeper, generation: 1}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: zookeeper}}
                  template:
                    spec:
                      containers:
                      - image: arkeeper/zookeeper:1
                        ports: [{name: client, containerPort: 2181}, {name: http, containerPort: 8080}]
                status: {updateRevision: rev-1, observedGeneration: 1}
                """);
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            cluster.newPod("myzk-zookeeper-" + ordinal);
            cluster.claim(ordinal);
        }
        return cluster;
    }

    /** A healthy {@code myzk} whose last member leads, as Helm has installed it. */
    public static FakeCluster installed(HelmSecret release) {
        Manifest manifest = Manifest.of(release.manifest());
        Tree rendered = manifest.statefulSet().orElseThrow();
        int voters = rendered.tree("spec").number("replicas", 0);
        FakeCluster cluster = new FakeCluster(voters);
        cluster.objects.putAllBut("StatefulSet", manifest);
        Map<String, Object> set = new LinkedHashMap<>(rendered.asMap());
        set.put("status", Map.of("updateRevision", "rev-1"));
        cluster.objects.put(SETS + "myzk-zookeeper", set);
        for (int ordinal = 0; ordinal < voters; ordinal++) {
            cluster.newPod("myzk-zookeeper-" + ordinal);
            cluster.claim(ordinal);
        }
        return cluster.keeping(release);
    }

    /** Only the claims of one that was uninstalled. */
    public static FakeCluster withClaims() {
        FakeCluster cluster = new FakeCluster();
        cluster.claim(0);
        cluster.claim(1);
        return cluster;
    }

    private void claim(int ordinal) {
        put(CLAIMS + "datadir-myzk-zookeeper-" + ordinal, """
                metadata: {name: datadir-myzk-zookeeper-%d}
                spec: {resources: {requests: {storage: 1Gi}}}
                status: {phase: Bound}
                """.formatted(ordinal));
    }

    private void newPod(String name) {
        put(PODS + name, """
                metadata:
                  name: %s
                  uid: uid-%d
                  creationTimestamp: "2026-11-23T12:00:00Z"
                  labels: {controller-revision-hash: rev-1}
                spec: {nodeName: node%s}
                status:
                  conditions: [{type: Ready, status: "True"}]
                  containerStatuses: [{state: {running: {startedAt: "2026-11-23T12:00:01Z"}}}]
                """.formatted(name, pods++, name.substring(name.length() - 1)));
    }

    public void put(String path, String yaml) {
        objects.put(path, yaml);
    }

    /** From now on every request to a path that contains this fails so. */
    public FakeCluster failing(String at, ClusterFailure with) {
        failsAt = at;
        failure = Optional.of(with);
        return this;
    }

    /** From now on every request to this very path fails so. */
    public FakeCluster failingExactly(String path, ClusterFailure with) {
        failsOnly = path;
        failure = Optional.of(with);
        return this;
    }

    /** From now on what is deleted is there until this many more lists were read, as with finalizers. */
    public FakeCluster deletingAfter(int looks) {
        objects.deleteAfter(looks);
        return this;
    }

    /** What was changed, in order, as in {@code DELETE datadir-myzk-zookeeper-0}. */
    public List<String> done() {
        return done;
    }

    /** Every path that was read, with its selectors. */
    public Set<String> asked() {
        return asked;
    }

    /** The user may do this with these resources of this group. */
    public FakeCluster allowing(String group, List<String> resources, List<String> verbs) {
        rights.allow(group, resources, verbs);
        return this;
    }

    /** And has this right by something that the API server cannot list. */
    public FakeCluster allowingAlso(String right) {
        rights.allowAlso(right);
        return this;
    }

    /** Takes an object away. */
    public FakeCluster withoutObject(String path) {
        objects.remove(path);
        return this;
    }

    /** Takes a pod away; it does not come back. */
    public FakeCluster without(String pod) {
        objects.remove(PODS + pod);
        return this;
    }

    /** Helm keeps this revision as well, or otherwise than before. */
    public FakeCluster keeping(HelmSecret revision) {
        objects.put(SECRETS + revision.name(), revision.object());
        return this;
    }

    /** Secrets are there as they were rendered. */
    public FakeCluster withSecretsOf(Manifest manifest) {
        manifest.ofKind("Secret")
                .forEach(secret -> objects.put(
                        SECRETS + secret.tree("metadata").requiredText("name"), new LinkedHashMap<>(secret.asMap())));
        return this;
    }

    public FakeCluster withoutSecret(String name) {
        objects.remove(SECRETS + name);
        return this;
    }

    /** Writes something else on a Secret. */
    public FakeCluster annotating(String secret, String annotation, String value) {
        Map<String, Object> annotations = new LinkedHashMap<>(objects.get(SECRETS + secret)
                .orElseThrow()
                .tree("metadata")
                .tree("annotations")
                .asMap());
        annotations.put(annotation, value);
        objects.set(SECRETS + secret, "metadata", "annotations", annotations);
        return this;
    }

    /** Kubernetes is to delete the claims when the StatefulSet is deleted. */
    public FakeCluster deletingItsClaims() {
        objects.set(
                SETS + "myzk-zookeeper",
                "spec",
                "persistentVolumeClaimRetentionPolicy",
                Map.of("whenDeleted", "Delete", "whenScaled", "Retain"));
        return this;
    }

    /** Nobody has made the namespace yet. */
    public FakeCluster withoutNamespace() {
        missing = "/api/v1/namespaces/prod";
        return this;
    }

    /** Kubernetes has begun to delete the claims. */
    public FakeCluster losingItsClaims() {
        objects.doom(CLAIMS);
        return this;
    }

    /** So many nodes that can take a member each, and these that are cordoned. */
    public FakeCluster withNodes(int count, String... cordoned) {
        for (int number = 0; number < count; number++) {
            put("/api/v1/nodes/node" + number, """
                    metadata: {name: node%d, labels: {}}
                    spec: {unschedulable: %s}
                    status:
                      conditions: [{type: Ready, status: "True"}]
                      allocatable: {cpu: "4", memory: 16Gi}
                    """.formatted(
                            number, List.of(cordoned).contains("node" + number)));
        }
        return this;
    }

    /** A member that gives no answer. */
    public FakeCluster silent(String pod) {
        return saying(pod, "", new HttpGet.Answer(0, "no answer"));
    }

    /** A member that looks for a leader. */
    public FakeCluster looking(String pod) {
        members.look(pod);
        return this;
    }

    /** A member that looks for a leader, with data on its disk up to a zxid of an epoch. */
    public FakeCluster holding(String pod, int epoch, String zxid) {
        members.hold(pod, epoch, zxid);
        return this;
    }

    /** A member whose disk holds nothing. */
    public FakeCluster emptied(String pod) {
        members.holdNothing(pod);
        return this;
    }

    /** A member with another clock. */
    public FakeCluster withClock(String pod, Instant time) {
        members.haveClock(pod, time);
        return this;
    }

    /** What a member answers at a path; at every path that nothing else was said of where that is empty. */
    public FakeCluster saying(String pod, String path, HttpGet.Answer answer) {
        members.say(pod, path, answer);
        return this;
    }

    /** Somebody else makes a change once something was read so often. */
    public FakeCluster meanwhile(String readOf, int reads, Runnable change) {
        meanwhile = Optional.of(new Meanwhile(readOf, reads, change));
        return this;
    }

    /** Tells a pod to end; it takes its time. */
    public FakeCluster ending(String pod) {
        objects.set(PODS + pod, "metadata", "deletionTimestamp", "2026-11-23T12:00:00Z");
        return this;
    }

    /** Changes the StatefulSet; its pods stay as they are. */
    public FakeCluster scaledTo(int replicas) {
        objects.set(SETS + "myzk-zookeeper", "spec", "replicas", replicas);
        return this;
    }

    /** Changes a field of an object, as somebody might by hand. */
    public FakeCluster edited(String path, String part, String field, Object value) {
        objects.set(path, part, field, value);
        return this;
    }

    private void fail(String path) {
        if (failure.isPresent() && (failsOnly.isEmpty() ? path.contains(failsAt) : path.equals(failsOnly))) {
            throw failure.get();
        }
    }

    @Override
    public synchronized Optional<Tree> get(String path) {
        asked.add(path);
        changeMeanwhile(path);
        String plain = path.replaceFirst("\\?.*", "");
        fail(plain);
        Optional<Tree> object = objects.get(plain);
        if (object.isPresent() || plain.matches(OBJECT) || plain.equals(missing)) {
            return object;
        }
        if (plain.concat("/").equals(CLAIMS)) {
            objects.look();
        }
        return Optional.of(objects.list(plain, path.contains("owner%3Dhelm")));
    }

    @Override
    public Tree post(String path, Map<String, ?> body) {
        fail(path);
        if (path.endsWith("/eviction")) {
            replace(path.substring(0, path.length() - "/eviction".length()));
            done.add("EVICT " + path.split("/")[6]);
        }
        return rights.review(path, body).orElseGet(() -> Tree.of(path, Map.of()));
    }

    @Override
    public Tree patch(String path, Map<String, ?> body) {
        fail(path);
        Map<String, Object> annotations =
                Tree.of(path, body).tree("metadata").tree("annotations").asMap();
        objects.set(path, "metadata", "annotations", annotations);
        annotations.forEach((key, value) -> done.add("NOTE " + key + "=" + value));
        return objects.get(path).orElseThrow();
    }

    @Override
    public boolean delete(String path) {
        fail(path);
        done.add("DELETE " + path.substring(path.lastIndexOf('/') + 1));
        if (path.startsWith(PODS)) {
            replace(path);
            return true;
        }
        return objects.delete(path);
    }

    private void replace(String podPath) {
        newPod(podPath.substring(podPath.lastIndexOf('/') + 1));
    }

    private void changeMeanwhile(String path) {
        Optional<Meanwhile> due = meanwhile.filter(change -> path.contains(change.readOf()));
        due.ifPresent(change -> {
            meanwhile = change.reads() > 1
                    ? Optional.of(new Meanwhile(change.readOf(), change.reads() - 1, change.change()))
                    : Optional.empty();
            if (meanwhile.isEmpty()) {
                change.change().run();
            }
        });
    }

    @Override
    public HttpGet.Answer ask(PodName pod, int port, String path, Duration timeout) {
        return members.answer(pod.name(), path);
    }

    @Override
    public HttpGet.Answer tell(PodName pod, int port, String path, String body, Duration timeout) {
        done.add("POST %s%s %s".formatted(pod.name(), path, body).strip());
        return new HttpGet.Answer(202, "done");
    }

    @Override
    public PodProcess exec(PodName pod, List<String> command) {
        throw new UnsupportedOperationException("no test without a cluster starts programs in pods");
    }

    @Override
    public OptionalInt run(PodName pod, List<String> command, Streams streams) {
        fail("exec");
        done.add("RUN %s %s".formatted(pod.name(), String.join(" ", command)));
        try {
            if (streams.input().isPresent()) {
                typed = new String(streams.input().get().readAllBytes(), StandardCharsets.UTF_8);
            }
            streams.output().write("of the pod\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return programEnd;
    }

    /** How programs in pods end; empty where the connection to them breaks. */
    public FakeCluster whereProgramsEnd(OptionalInt with) {
        programEnd = with;
        return this;
    }

    /** What the last program in a pod has read. */
    public String typed() {
        return typed;
    }

    @Override
    public void close() {}
}
