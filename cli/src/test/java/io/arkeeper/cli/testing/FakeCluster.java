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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Objects by their paths, no rules. Pods that are deleted or evicted come back as others at once, as if a StatefulSet
 * made them; claims stay away.
 */
public final class FakeCluster implements Cluster {

    /** By the clocks of all members. */
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static final String PODS = "/api/v1/namespaces/prod/pods/";
    private static final String SETS = "/apis/apps/v1/namespaces/prod/statefulsets/";
    private static final String CLAIMS = "/api/v1/namespaces/prod/persistentvolumeclaims/";
    private static final String SECRETS = "/api/v1/namespaces/prod/secrets/";

    private final Map<String, Map<String, Object>> objects = new TreeMap<>();
    private final List<String> done = new ArrayList<>();
    private final List<String> doomed = new ArrayList<>();
    private final Set<String> asked = new ConcurrentSkipListSet<>();
    private final Map<String, HttpGet.Answer> answers = new ConcurrentHashMap<>();
    private Optional<ClusterFailure> failure = Optional.empty();
    private Optional<Meanwhile> meanwhile = Optional.empty();
    private String failsAt = "";
    private int voters = 3;
    private int pods;
    private int looksUntilDeleted;
    private OptionalInt programEnd = OptionalInt.of(0);
    private String typed = "";

    private record Meanwhile(String readOf, int reads, Runnable change) {}

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
        FakeCluster cluster = new FakeCluster();
        Tree rendered = Manifest.of(release.manifest()).statefulSet().orElseThrow();
        Map<String, Object> set = new LinkedHashMap<>(rendered.asMap());
        set.put("status", Map.of("updateRevision", "rev-1"));
        cluster.objects.put(SETS + "myzk-zookeeper", set);
        cluster.voters = rendered.tree("spec").number("replicas", 0);
        for (int ordinal = 0; ordinal < cluster.voters; ordinal++) {
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

    @SuppressWarnings("unchecked") // the texts are mappings
    public void put(String path, String yaml) {
        objects.put(path, (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /** From now on every request to a path that contains this fails so. */
    public FakeCluster failing(String at, ClusterFailure with) {
        failsAt = at;
        failure = Optional.of(with);
        return this;
    }

    /** From now on what is deleted is there until this many more lists were read, as with finalizers. */
    public FakeCluster deletingAfter(int looks) {
        looksUntilDeleted = looks;
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

    /** A member that gives no answer. */
    public FakeCluster silent(String pod) {
        return saying(pod, "", new HttpGet.Answer(0, "no answer"));
    }

    /** A member that looks for a leader. */
    public FakeCluster looking(String pod) {
        return saying(pod, "/api/v1/member", new HttpGet.Answer(200, member(pod, "looking", NOW)));
    }

    /** A member that looks for a leader, with data on its disk up to a zxid of an epoch. */
    public FakeCluster holding(String pod, int epoch, String zxid) {
        String config = "\"configVersion\":\"0x100000000\",\"config\":[%s]".formatted(servers());
        saying(pod, "/api/v1/member", new HttpGet.Answer(200, """
                {"name":"%s","id":%d,"ready":false,"reason":"looking for a leader","disk":{"content":"DATA"},%s}
                """.formatted(pod, id(pod), config)));
        return saying(pod, "/disk", new HttpGet.Answer(200, """
                {"starts":true,"acceptedEpoch":%1$d,"currentEpoch":%1$d,"restorable":"%2$s","seen":"%2$s",
                 "lastAt":"2026-11-23T11:59:00Z","findings":[],%3$s}
                """.formatted(epoch, zxid, config)));
    }

    /** A member whose disk holds nothing. */
    public FakeCluster emptied(String pod) {
        return saying(
                pod,
                "/api/v1/member",
                new HttpGet.Answer(
                        200, "{\"name\":\"%s\",\"id\":%d,\"disk\":{\"content\":\"EMPTY\"}}".formatted(pod, id(pod))));
    }

    /** A member with another clock. */
    public FakeCluster withClock(String pod, Instant time) {
        return saying(pod, "/api/v1/member", new HttpGet.Answer(200, member(pod, role(pod), time)));
    }

    /** What a member answers at a path; at every path that nothing else was said of where that is empty. */
    public FakeCluster saying(String pod, String path, HttpGet.Answer answer) {
        answers.put(pod + path, answer);
        return this;
    }

    /** Somebody else makes a change once something was read so often. */
    public FakeCluster meanwhile(String readOf, int reads, Runnable change) {
        meanwhile = Optional.of(new Meanwhile(readOf, reads, change));
        return this;
    }

    /** Tells a pod to end; it takes its time. */
    public FakeCluster ending(String pod) {
        set(PODS + pod, "metadata", "deletionTimestamp", "2026-11-23T12:00:00Z");
        return this;
    }

    /** Changes the StatefulSet; its pods stay as they are. */
    public FakeCluster scaledTo(int replicas) {
        set(SETS + "myzk-zookeeper", "spec", "replicas", replicas);
        return this;
    }

    private void set(String path, String part, String field, Object value) {
        Map<String, Object> changed =
                new LinkedHashMap<>(Tree.of(path, objects.get(path)).tree(part).asMap());
        changed.put(field, value);
        objects.get(path).put(part, changed);
    }

    private void fail(String path) {
        if (failure.isPresent() && path.contains(failsAt)) {
            throw failure.get();
        }
    }

    @Override
    public synchronized Optional<Tree> get(String path) {
        asked.add(path);
        changeMeanwhile(path);
        String plain = path.replaceFirst("\\?.*", "");
        fail(plain);
        if (objects.containsKey(plain)) {
            return Optional.of(Tree.of(plain, objects.get(plain)));
        }
        if (plain.contains("/secrets/")) {
            return Optional.empty();
        }
        if (plain.concat("/").equals(CLAIMS)) {
            deleteDoomed();
        }
        List<Map<String, Object>> items = objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(plain + "/"))
                .map(Map.Entry::getValue)
                .toList();
        return Optional.of(Tree.of(plain, Map.of("items", items)));
    }

    @Override
    public Tree post(String path, Map<String, ?> body) {
        fail(path);
        if (path.endsWith("/selfsubjectreviews")) {
            return Tree.of(path, Map.of("status", Map.of("userInfo", Map.of("username", "jane\n@example.com"))));
        }
        if (path.endsWith("/eviction")) {
            replace(path.substring(0, path.length() - "/eviction".length()));
            done.add("EVICT " + path.split("/")[6]);
        }
        return Tree.of(path, Map.of());
    }

    @Override
    public Tree patch(String path, Map<String, ?> body) {
        fail(path);
        Map<String, Object> metadata = new LinkedHashMap<>(
                Tree.of(path, objects.get(path)).tree("metadata").asMap());
        Map<String, Object> annotations =
                Tree.of(path, body).tree("metadata").tree("annotations").asMap();
        metadata.put("annotations", annotations);
        objects.get(path).put("metadata", metadata);
        annotations.forEach((key, value) -> done.add("NOTE " + key + "=" + value));
        return Tree.of(path, objects.get(path));
    }

    @Override
    public boolean delete(String path) {
        fail(path);
        done.add("DELETE " + path.substring(path.lastIndexOf('/') + 1));
        if (path.startsWith(PODS)) {
            replace(path);
            return true;
        }
        if (looksUntilDeleted > 0) {
            doomed.add(path);
            return true;
        }
        return objects.remove(path) != null;
    }

    private void deleteDoomed() {
        if (!doomed.isEmpty() && --looksUntilDeleted == 0) {
            doomed.forEach(objects::remove);
            doomed.clear();
        }
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
        return Optional.ofNullable(answers.get(pod.name() + path))
                .or(() -> Optional.ofNullable(answers.get(pod.name())))
                .orElseGet(() -> new HttpGet.Answer(200, member(pod.name(), role(pod.name()), NOW)));
    }

    private static int id(String pod) {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1)) + 1;
    }

    private String role(String pod) {
        return id(pod) == voters ? "leader" : "follower";
    }

    private String servers() {
        return IntStream.range(0, voters)
                .mapToObj(ordinal -> "\"server.%d=myzk-zookeeper-%d.b:2888:3888:participant;0.0.0.0:2181\""
                        .formatted(ordinal + 1, ordinal))
                .collect(Collectors.joining(","));
    }

    private String member(String pod, String role, Instant time) {
        boolean ready = !role.equals("looking");
        return """
                {"name":"%s","id":%d,"state":"RUNNING","ready":%s,"reason":"%s","role":"%s","leader":%d,"epoch":1,
                 "zxid":"0x100000003","configVersion":"0x100000000","config":[%s],"time":"%s"}
                """.formatted(
                        pod,
                        id(pod),
                        ready,
                        role.equals("leader") ? "leads" : ready ? "follows" : "looking for a leader",
                        role,
                        voters,
                        servers(),
                        time);
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
