package io.arkeeper.cli.kube.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Quota;
import io.arkeeper.cli.kube.preflight.ClusterFacts.StorageClass;
import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.cli.testing.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PreflightTest {

    private static final String IMAGE = "docker.io/arkeeper/zookeeper:1";
    private static final String CHART = """
            kind: PodDisruptionBudget
            metadata: {name: myzk-zookeeper}
            ---
            kind: StatefulSet
            metadata: {name: myzk-zookeeper}
            spec:
              replicas: 3
              template:
                spec:
                  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                  affinity:
                    podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: host}]}
                  containers:
                  - name: zookeeper
                    image: arkeeper/zookeeper:1
                    imagePullPolicy: IfNotPresent
                    resources: {requests: {cpu: 500m, memory: 3Gi}}
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
              volumeClaimTemplates:
              - metadata: {name: datadir}
                spec: {resources: {requests: {storage: 50Gi}}}
            """;

    private static Requirements needs(String... replacements) {
        String chart = CHART;
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(chart).contains(replacements[i]);
            chart = chart.replace(replacements[i], replacements[i + 1]);
        }
        return Requirements.of("myzk", Manifest.of(chart));
    }

    /** A cluster that is as it should be; each test takes something away. */
    private static final class Facts {
        private String version = "v1.36.2";
        private boolean exists = true;
        private Map<String, String> labels = Map.of();
        private Optional<List<Node>> nodes = Optional.of(List.of(node(1), node(2), node(3)));
        private Optional<List<StorageClass>> classes = Optional.of(List.of(new StorageClass("standard", true, true)));
        private List<Quota> quotas = List.of();
        private List<ClaimView> claims = List.of();
        private List<String> missing = List.of();
        private Optional<Boolean> dns = Optional.of(true);
        private Set<String> secrets = Set.of();
        private Optional<HelmRelease> release = Optional.empty();

        ClusterFacts get() {
            return new ClusterFacts(
                    version, "prod", exists, labels, nodes, classes, quotas, claims, missing, dns, secrets, release);
        }
    }

    private static Node node(int number) {
        return node(number, true, false, List.of(), "0", "0");
    }

    private static Node node(
            int number, boolean ready, boolean cordoned, List<Tree> taints, String usedCpu, String usedMemory) {
        return new Node(
                "node" + number,
                ready,
                cordoned,
                taints,
                Map.of("disk", "ssd"),
                Quantity.of("2"),
                Quantity.of("8Gi"),
                Optional.of(Quantity.of(usedCpu)),
                Optional.of(Quantity.of(usedMemory)),
                Set.of(IMAGE));
    }

    private static Tree taint(String key) {
        return Tree.of("taint", Map.of("key", key, "effect", "NoSchedule"));
    }

    private static Check check(String subject, Facts facts, String... replacements) {
        return check(subject, facts, needs(replacements));
    }

    private static Check check(String subject, Facts facts, Requirements needs) {
        return Preflight.check(needs, facts.get(), false).stream()
                .filter(check -> check.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aClusterThatIsAsItShouldBe() {
        assertThat(Preflight.check(needs(), new Facts().get(), false))
                .containsExactly(
                        new Ok("version", "Kubernetes v1.36.2"),
                        new Ok("rights", "you may do everything an installation needs"),
                        new Ok("namespace", "prod"),
                        new Ok("release", "there is no myzk yet"),
                        new Ok("nodes", "3 of 3 nodes can take members"),
                        new Ok("cpu, memory", "each member requests 0.5 CPU and 3.0 GiB; there is room for 3"),
                        new Ok("storage", "3 × 50.0 GiB of class standard, bound where the pod is placed"),
                        new Ok("claims", "none is left of an earlier release; the ensemble starts empty"),
                        new Ok("quota", "none"),
                        new Ok("pod security", "the namespace enforces 'privileged', the pods comply"),
                        new Ok("image", "arkeeper/zookeeper:1 is on every node"),
                        new Ok("dns", "kube-system has the Service kube-dns"));
    }

    @Test
    void anOldCluster() {
        Facts facts = new Facts();
        facts.version = "v1.26.9-eks-1";

        assertThat(check("version", facts))
                .isEqualTo(new Fail(
                        "version", "Kubernetes is v1.26.9-eks-1, 1.27 or newer is needed; upgrade the cluster"));
    }

    @Test
    void missingRightsAreNamed() {
        Facts facts = new Facts();
        facts.missing = List.of("create pods/exec", "create secrets");

        assertThat(check("rights", facts))
                .isEqualTo(
                        new Fail(
                                "rights",
                                "you may not create pods/exec, create secrets in namespace prod; ask for a Role that allows it"));
    }

    @Test
    void aMissingNamespace() {
        Facts facts = new Facts();
        facts.exists = false;

        assertThat(check("namespace", facts))
                .isEqualTo(new Fail(
                        "namespace", "prod does not exist; add --create-namespace, or choose another with -n"));
        assertThat(Preflight.check(needs(), facts.get(), true))
                .contains(new Ok("namespace", "prod does not exist and will be created"));
    }

    @Test
    void tooFewNodesForHardAntiAffinity() {
        Facts facts = new Facts();
        facts.nodes = Optional.of(List.of(
                node(1),
                node(2, true, true, List.of(), "0", "0"),
                node(3, false, false, List.of(), "0", "0"),
                node(4, true, false, List.of(taint("dedicated")), "0", "0")));

        assertThat(check("nodes", facts))
                .isEqualTo(new Fail(
                        "nodes",
                        "1 of 4 nodes can take members (node2 is cordoned, node3 is not ready, node4 has the taint"
                                + " dedicated), servers=3 with antiAffinity=hard need 3; add nodes or set"
                                + " antiAffinity=soft"));
        assertThat(check("nodes", facts, "requiredDuring", "preferredDuring"))
                .isInstanceOf(Warn.class)
                .extracting(Check::sentence)
                .asString()
                .endsWith("so members share nodes; the loss of one node may be the loss of the majority");
    }

    @Test
    void tolerationsAndSelectorsCount() {
        Facts facts = new Facts();
        facts.nodes = Optional.of(IntStream.rangeClosed(1, 3)
                .mapToObj(i -> node(i, true, false, List.of(taint("dedicated")), "0", "0"))
                .toList());

        assertThat(check("nodes", facts)).isInstanceOf(Fail.class);
        assertThat(check(
                        "nodes",
                        facts,
                        "      containers:",
                        "      tolerations: [{key: dedicated, operator: Exists}]\n      containers:"))
                .isInstanceOf(Ok.class);
        assertThat(check(
                                "nodes",
                                new Facts(),
                                "      containers:",
                                "      nodeSelector: {disk: hdd}\n      containers:")
                        .sentence())
                .contains("node1 has no label disk=hdd");
    }

    @Test
    void tooLittleMemory() {
        Facts facts = new Facts();
        facts.nodes = Optional.of(List.of(node(1), node(2), node(3, true, false, List.of(), "0.1", "6Gi")));

        assertThat(check("cpu, memory", facts))
                .isEqualTo(new Fail(
                        "cpu, memory",
                        "each member requests 0.5 CPU and 3.0 GiB, there is room for 2 of 3 (node1 has 2 CPU and 8.0 GiB"
                                + " free, node2 has 2 CPU and 8.0 GiB free, node3 has 1.9 CPU and 2.0 GiB free); lower"
                                + " resources.requests and heap, or add nodes"));
    }

    @Test
    void noDefaultStorageClass() {
        Facts facts = new Facts();
        facts.classes = Optional.of(List.of(new StorageClass("fast", false, false)));

        assertThat(check("storage", facts))
                .isEqualTo(new Fail(
                        "storage", "the cluster has no default storage class; set storageClass, there is fast"));
        assertThat(check("storage", facts, "spec: {resources", "spec: {storageClassName: slow, resources"))
                .isEqualTo(new Fail("storage", "there is no storage class 'slow'; there is fast"));
        assertThat(check("storage", facts, "spec: {resources", "spec: {storageClassName: fast, resources"))
                .isEqualTo(new Ok("storage", "3 × 50.0 GiB of class fast, bound before the pod is placed"));
    }

    @Test
    void claimsOfAnEarlierRelease() {
        Facts facts = new Facts();
        facts.claims = claims("50Gi", 0, 1, 2);
        assertThat(check("claims", facts))
                .isEqualTo(new Warn(
                        "claims",
                        "datadir-myzk-zookeeper-0, datadir-myzk-zookeeper-1, datadir-myzk-zookeeper-2 are left of an"
                                + " earlier release: its data comes back; delete them first for an empty ensemble"));

        facts.claims = claims("10Gi", 0, 1, 2);
        assertThat(check("claims", facts).sentence()).endsWith("its data comes back; they keep their size of 10.0 GiB");

        facts.claims = claims("50Gi", 1);
        assertThat(check("claims", facts).sentence())
                .isEqualTo(
                        "datadir-myzk-zookeeper-1 are left of an earlier release, for 1 of 3 members: no majority, so"
                                + " nobody may be elected; restore the others, or delete these");

        facts.release = Optional.of(Snapshots.release("deployed", 1, ""));
        assertThat(check("claims", facts)).isEqualTo(new Ok("claims", "datadir-myzk-zookeeper-1"));
    }

    private static List<ClaimView> claims(String size, int... ordinals) {
        Stream<ClaimView> own = IntStream.of(ordinals).mapToObj(i -> Snapshots.claim(i, "Bound", size));
        ClaimView ofAnother = new ClaimView(
                "datadir-other-zookeeper-0", "Bound", Optional.empty(), Quantity.of("1Gi"), Snapshots.NOW, false);
        return Stream.concat(own, Stream.of(ofAnother)).toList();
    }

    @Test
    void aQuotaThatIsUsedUp() {
        Facts facts = new Facts();
        facts.quotas = List.of(new Quota(
                "small",
                Map.of("requests.memory", "10Gi", "pods", "10", "requests.storage", "200Gi"),
                Map.of("requests.memory", "4Gi", "pods", "8")));

        assertThat(check("quota", facts))
                .isEqualTo(new Fail(
                        "quota",
                        "small leaves 2 of pods, 3 are needed; small leaves 6.0 GiB of requests.memory, 9.0 GiB are"
                                + " needed; raise the quota or ask for less"));
    }

    @Test
    void aRestrictedNamespace() {
        Facts facts = new Facts();
        facts.labels = Map.of("pod-security.kubernetes.io/enforce", "restricted");

        assertThat(check("pod security", facts))
                .isEqualTo(new Ok("pod security", "the namespace enforces 'restricted', the pods comply"));
        assertThat(check("pod security", facts, "runAsNonRoot: true", "runAsUser: 0"))
                .isEqualTo(new Fail(
                        "pod security",
                        "the namespace enforces 'restricted', and runAsNonRoot is not true; take these values away"));
    }

    @Test
    void anImageThatIsOnNoNode() {
        Facts facts = new Facts();

        assertThat(check("image", facts, "zookeeper:1\n", "zookeeper:2\n"))
                .isEqualTo(new Warn(
                        "image",
                        "arkeeper/zookeeper:2 will be pulled on node1, node2, node3 from docker.io, which cannot be checked"
                                + " from here; or load it onto the nodes first"));
        assertThat(check("image", facts, "zookeeper:1\n", "zookeeper:2\n", "IfNotPresent", "Never"))
                .isEqualTo(
                        new Fail(
                                "image",
                                "arkeeper/zookeeper:2 is not on node1, node2, node3 and imagePullPolicy is Never; load it there"));
    }

    @Test
    void aPullSecretThatIsMissing() {
        assertThat(check(
                        "image",
                        new Facts(),
                        "      containers:",
                        "      imagePullSecrets: [{name: harbor}]\n      containers:"))
                .isEqualTo(new Fail("image", "the pull secret harbor is not in namespace prod; create it"));
    }

    @Test
    void namesOfImagesAsTheRuntimeWritesThem() {
        assertThat(Preflight.fullName("zookeeper")).isEqualTo("docker.io/library/zookeeper");
        assertThat(Preflight.fullName("a/b:1")).isEqualTo("docker.io/a/b:1");
        assertThat(Preflight.fullName("localhost:5000/a/b:1")).isEqualTo("localhost:5000/a/b:1");
        assertThat(Preflight.fullName("registry.example/a/b@sha256:00")).isEqualTo("registry.example/a/b@sha256:00");
    }

    @Test
    void whatMayNotBeSeenIsAWarning() {
        Facts facts = new Facts();
        facts.nodes = Optional.empty();
        facts.classes = Optional.empty();
        facts.dns = Optional.empty();

        assertThat(Preflight.check(needs(), facts.get(), false))
                .filteredOn(Warn.class::isInstance)
                .extracting(Check::subject)
                .containsExactly("nodes", "cpu, memory", "storage", "image", "dns");
    }

    @Test
    void observersNeedRoomAndMayShareNodesWithVoters() {
        String observers = CHART.substring(CHART.indexOf("---"))
                .replace(
                        "metadata: {name: myzk-zookeeper}",
                        "metadata: {name: myzk-zookeeper-observer, labels: {app.kubernetes.io/component: observer}}");
        Requirements six = Requirements.of("myzk", Manifest.of(CHART + observers));
        Requirements seven =
                Requirements.of("myzk", Manifest.of(CHART + observers.replace("replicas: 3", "replicas: 4")));

        assertThat(six.pods())
                .contains("myzk-zookeeper-2", "myzk-zookeeper-observer-2")
                .hasSize(6);
        assertThat(check("nodes", new Facts(), six)).isInstanceOf(Ok.class);
        assertThat(check("cpu, memory", new Facts(), six).sentence()).endsWith("there is room for 6");
        assertThat(check("nodes", new Facts(), seven))
                .isEqualTo(new Fail(
                        "nodes",
                        "3 of 3 nodes can take members, observers=4 with antiAffinity=hard need 4; add nodes or set"
                                + " antiAffinity=soft"));
    }

    @Test
    void anInterruptedInstallationIsTold() {
        Facts facts = new Facts();
        facts.release = Optional.of(Snapshots.release("pending-install", 1, ""));

        assertThat(check("release", facts))
                .isEqualTo(new Warn(
                        "release",
                        "myzk is there. Its installation was begun at 2026-11-23T11:58:00Z and has not ended. `install`"
                                + " cleans up and goes on"));
    }
}
