package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static io.arkeeper.systemtest.kube.Namespace.SMALL_SET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart's promises that only a real cluster can break. */
final class ChartIT {

    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int TOO_LATE = 10;
    private static final int CLUSTER_UNFIT = 16;
    private static final String BALANCER =
            "{type: LoadBalancer, loadBalancerClass: arkeeper.io/test, loadBalancerSourceRanges: [0.0.0.0/0]}";

    private static Cluster cluster;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    static Stream<Cluster> helms() {
        return Cluster.requireEachHelm().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("helms")
    void defaultsServeInARestrictedNamespace_andAnUpgradeWithoutAChangeRestartsNobody(Cluster byHelm) {
        try (Namespace namespace = byHelm.namespace("defaults", "pod-security.kubernetes.io/enforce=restricted")) {
            namespace.install("myzk");
            namespace.test("myzk");

            Map<String, String> pods = namespace.pods("myzk");
            String budget = namespace.field("pdb/myzk-zookeeper", ".metadata.uid");
            String statefulSet = namespace.field("statefulset/myzk-zookeeper", ".metadata.generation");
            namespace.upgrade("myzk");

            assertThat(pods).hasSize(3);
            assertThat(namespace.pods("myzk")).isEqualTo(pods);
            assertThat(namespace.field("pdb/myzk-zookeeper", ".metadata.uid")).isEqualTo(budget);
            assertThat(namespace.field("statefulset/myzk-zookeeper", ".metadata.generation"))
                    .isEqualTo(statefulSet);
            System.out.println("defaults, an upgrade without a change and `helm test`: " + byHelm);
        }
    }

    @Test
    void aChangeOfASettingRestartsOneAfterAnother_andChrootsRestartNobody() {
        try (Namespace namespace = cluster.namespace("changes")) {
            namespace.install("myzk", SMALL);
            namespace.zkCli("myzk-zookeeper-0", "create", "/foo", "bar");
            Map<String, String> first = namespace.pods("myzk");

            namespace.upgrade("myzk", SMALL, "chroots: [{path: /teams/search}]");
            await().atMost(DEADLINE).pollInterval(POLL).untilAsserted(() -> assertThat(
                            namespace.zkCli("myzk-zookeeper-1", "ls", "/teams"))
                    .contains("[search]"));
            assertThat(namespace.pods("myzk")).isEqualTo(first);

            try (Writer writer = Writer.start(namespace, "myzk", "");
                    Readiness readiness = Readiness.of(namespace, "myzk", 3)) {
                namespace.upgrade("myzk", SMALL, "extraConfig: {maxSessionTimeout: 90000}");
                assertThat(readiness.fewest()).as("ready at any moment, of 3").isEqualTo(2);
                writer.assertNothingLost("a change of a setting");
            }
            Map<String, String> second = namespace.pods("myzk");
            assertThat(second).hasSize(3);
            assertThat(second.values()).doesNotContainAnyElementsOf(first.values());
            assertThat(namespace.zkCli("myzk-zookeeper-2", "get", "/foo")).contains("bar");
            namespace.test("myzk");
        }
    }

    @Test
    void everyValueChanged_serves() {
        try (Namespace namespace = cluster.namespace("everything")) {
            String priority = namespace.name();
            cluster.apply("""
                    apiVersion: scheduling.k8s.io/v1
                    kind: PriorityClass
                    metadata: {name: %s}
                    value: 1
                    """.formatted(priority));
            try {
                String values = Everything.VALUES.replace("PRIORITY", priority);
                namespace.install("myzk", values);

                namespace.test("myzk");
                assertThat(namespace.zkCli("coordination-0", "-server", "127.0.0.1:12181", "ls", "/"))
                        .contains("solr");
                assertThat(namespace.kubectl(
                                "exec",
                                "coordination-0",
                                "--",
                                "/opt/zookeeper/bin/zkCli.sh",
                                "-server",
                                "coordination-external-1:12181",
                                "get",
                                "/zookeeper/config"))
                        .contains("server.3=");
                assertThat(namespace.http("coordination-0", 18080, "/metrics")).contains("znode_count");
                assertThat(namespace.field("pod/coordination-0", ".spec.containers[0].tty"))
                        .isEqualTo("true");
                assertThat(claims(namespace))
                        .hasSize(8)
                        .contains("datadir-coordination-0", "txnlog-coordination-2", "txnlog-coordination-observer-0");
                assertThat(namespace.field("networkpolicy/coordination", ".spec.policyTypes[*]"))
                        .isEqualTo("Ingress Egress");
                assertThat(namespace.field("service/coordination", ".spec.ports[?(@.name==\"client\")].nodePort"))
                        .isEqualTo("31718");
                for (String object :
                        List.of("role/coordination", "rolebinding/coordination", "statefulset/coordination-observer")) {
                    assertThat(namespace.field(object, ".metadata.annotations.merged"))
                            .as(object)
                            .isEqualTo("yes");
                }
                namespace.zkCli("coordination-0", "-server", "127.0.0.1:12181", "create", "/audited", "1");
                assertThat(namespace.kubectl("logs", "coordination-0"))
                        .containsPattern("\\{\"audit\":true,.*\"/audited\"");

                namespace.kubectl("delete", "pod", "coordination-0", "coordination-1", "coordination-2");
                namespace.kubectl("rollout", "status", "statefulset/coordination", "--timeout=8m");
                namespace.test("myzk");

                namespace.upgrade(
                        "myzk", values.replace("servers: 3", "servers: 1").replace("Available: 2", "Available: 0"));
                await().atMost(DEADLINE).pollInterval(POLL).untilAsserted(() -> assertThat(claims(namespace))
                        .containsExactlyInAnyOrder( // claimRetention.whenScaled
                                "datadir-coordination-0",
                                "txnlog-coordination-0",
                                "datadir-coordination-observer-0",
                                "txnlog-coordination-observer-0"));
                namespace.test("myzk");

                cluster.helm("", "uninstall", "myzk", "-n", namespace.name(), "--wait", "--timeout", "8m");
                await().atMost(DEADLINE)
                        .pollInterval(POLL)
                        .untilAsserted(() -> assertThat(claims(namespace)).isEmpty()); // claimRetention.whenDeleted
            } finally {
                cluster.kubectl("delete", "priorityclass", priority);
            }
        }
    }

    private static List<String> claims(Namespace namespace) {
        return namespace
                .kubectl("get", "pvc", "-o", "jsonpath={range .items[*]}{.metadata.name}{\"\\n\"}{end}")
                .lines()
                .toList();
    }

    @Test
    void withoutVolumesAMemberThatIsDeletedIsFilledAgain() {
        try (Namespace namespace = cluster.namespace("ephemeral")) {
            namespace.kubectl("create", "serviceaccount", Everything.ACCOUNT);
            namespace.install("myzk", Everything.EPHEMERAL);
            namespace.zkCli("myzk-zookeeper-0", "create", "/foo", "bar");
            assertThat(claims(namespace)).isEmpty();
            assertThat(namespace.field("pods", ".items[*].spec.serviceAccountName"))
                    .isEqualTo("somebody somebody somebody");
            assertThat(namespace.kubectl("get", "role,rolebinding,serviceaccount", "-o", "name"))
                    .doesNotContain("myzk");

            namespace.kubectl("delete", "pod", "myzk-zookeeper-0");
            namespace.kubectl("rollout", "status", "statefulset/myzk-zookeeper", "--timeout=8m");
            assertThat(namespace.zkCli("myzk-zookeeper-0", "get", "/foo")).contains("bar");
        }
    }

    @Test
    void aNamespaceWithAQuotaAndLimits_isEnough() {
        try (Namespace namespace = cluster.namespace("quota")) {
            cluster.apply("""
                    apiVersion: v1
                    kind: ResourceQuota
                    metadata: {name: tight, namespace: %1$s}
                    spec:
                      hard:
                        requests.cpu: 300m
                        limits.cpu: "4"
                        requests.memory: 1200Mi
                        limits.memory: 1800Mi
                        requests.ephemeral-storage: 300Mi
                        limits.ephemeral-storage: 600Mi
                        requests.storage: 3Gi
                        persistentvolumeclaims: "3"
                        services.nodeports: "0"
                        services.loadbalancers: "0"
                    ---
                    apiVersion: v1
                    kind: LimitRange
                    metadata: {name: bounds, namespace: %1$s}
                    spec:
                      limits:
                        - type: Container
                          min: {cpu: 10m, memory: 64Mi}
                          max: {cpu: "2", memory: 512Mi}
                          default: {ephemeral-storage: 100Mi}
                          defaultRequest: {ephemeral-storage: 50Mi}
                        - {type: PersistentVolumeClaim, max: {storage: 2Gi}}
                    """.formatted(namespace.name()));
            namespace.install("myzk", """
                    heap: 192m
                    storage: 1Gi
                    resources:
                      requests: {cpu: 50m, memory: 320Mi, ephemeral-storage: 50Mi}
                      limits: {cpu: "1", memory: 512Mi, ephemeral-storage: 100Mi}
                    test: {resources: {limits: {cpu: 500m, memory: 192Mi}}}
                    """);

            namespace.test("myzk");
            assertThat(namespace.pods("myzk")).hasSize(3);
        }
    }

    @Test
    void aQuotaForTwoMembersSaysWhatIsMissing_andTheSameCommandGoesOnOnceItIsRaised() {
        try (Namespace namespace = cluster.namespace("quota")) {
            quota(namespace, "832Mi"); // 1.3 times what two members need, and less than three do
            Arkeeper arkeeper = new Arkeeper(namespace, "myzk");
            String[] preflight = {"preflight", "--set", SMALL_SET};
            String[] install = {"install", "--skip-preflight", "--timeout", "30", "--set", SMALL_SET};

            Program.Ended refused = arkeeper.run(preflight);
            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(CLUSTER_UNFIT);
            assertThat(refused.output())
                    .containsPattern("fail +quota +tight leaves 832.0 MiB of requests.memory, 960.0 MiB are needed");

            Program.Ended stuck = arkeeper.run(install);
            assertThat(stuck.exitCode()).as(stuck.output()).isEqualTo(TOO_LATE);
            assertThat(stuck.output())
                    .containsPattern("myzk-zookeeper-[012]  no pod: .*exceeded quota: tight")
                    .contains("the same command goes on");
            assertThat(arkeeper.run("doctor").output())
                    .contains("exceeded quota: tight", "raise the quota of the namespace");

            quota(namespace, "1200Mi");
            install[3] = "480"; // Kubernetes tries again after a while, which has grown meanwhile
            Program.Ended installed = arkeeper.run(install);
            assertThat(installed.exitCode()).as(installed.output()).isZero();
            assertThat(installed.output()).contains("3 of 3 voters serve");
        }
    }

    private static void quota(Namespace namespace, String memory) {
        cluster.apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: tight, namespace: %s}
                spec: {hard: {requests.memory: %s}}
                """.formatted(namespace.name(), memory));
    }

    @Test
    void twoReleasesInANamespace_andTheSameNameInAnother_areStrangers() {
        try (Namespace one = cluster.namespace("two");
                Namespace other = cluster.namespace("other")) {
            one.install("myzk", SMALL, "servers: 1");
            one.install("yourzk", SMALL, "servers: 1");
            other.install("myzk", SMALL, "servers: 1");

            one.zkCli("myzk-zookeeper-0", "create", "/mine", "1");
            for (Map.Entry<Namespace, String> stranger : List.of(Map.entry(one, "yourzk"), Map.entry(other, "myzk"))) {
                assertThat(stranger.getKey().zkCli(stranger.getValue() + "-zookeeper-0", "ls", "/"))
                        .doesNotContain("mine");
                stranger.getKey().test(stranger.getValue());
            }
            cluster.helm("", "uninstall", "yourzk", "-n", one.name(), "--wait", "--timeout", "8m");
            assertThat(one.zkCli("myzk-zookeeper-0", "get", "/mine")).contains("1");
        }
    }

    @Test
    void aRenderedManifestThatIsAppliedTwice_changesNothingTheSecondTime() {
        try (Namespace namespace = cluster.namespace("gitops")) {
            String manifest = namespace.template("myzk", SMALL, "servers: 1");
            assertThat(namespace.template("myzk", SMALL, "servers: 1")).isEqualTo(manifest);
            cluster.apply(manifest);
            namespace.kubectl("rollout", "status", "statefulset/myzk-zookeeper", "--timeout=8m");

            List<String> kinds = List.of(
                    "statefulset/myzk-zookeeper", "service/myzk-zookeeper", "pdb/myzk-zookeeper", "cm/myzk-zookeeper");
            List<String> before = kinds.stream()
                    .map(object -> namespace.field(object, ".metadata.resourceVersion"))
                    .toList();
            cluster.apply(manifest);
            List<String> after = kinds.stream()
                    .map(object -> namespace.field(object, ".metadata.resourceVersion"))
                    .toList();

            IntStream.range(1, kinds.size()) // the StatefulSet's status has a version of its own
                    .forEach(i -> assertThat(after.get(i)).as(kinds.get(i)).isEqualTo(before.get(i)));
            assertThat(namespace.field("statefulset/myzk-zookeeper", ".metadata.generation"))
                    .isEqualTo("1");
            assertThat(namespace.field("pods", ".items[*].metadata.name")).isEqualTo("myzk-zookeeper-0");
        }
    }

    /** Needs a name server that knows the cluster under another domain as well. */
    @Test
    void anotherClusterDomain_isTheOneMembersKnowEachOtherBy() {
        String domain = Cluster.variable("ARKEEPER_TEST_CLUSTER_DOMAIN")
                .orElseThrow(
                        () -> Cluster.skip("ARKEEPER_TEST_CLUSTER_DOMAIN and ARKEEPER_TEST_NAMESERVER are not set"));
        String nameServer = Cluster.variable("ARKEEPER_TEST_NAMESERVER")
                .orElseThrow(() -> Cluster.skip("ARKEEPER_TEST_NAMESERVER is not set"));
        try (Namespace namespace = cluster.namespace("domain")) {
            String dns = "dnsPolicy: None, dnsConfig: {nameservers: [%s]}".formatted(nameServer);
            namespace.install(
                    "myzk",
                    SMALL,
                    "clusterDomain: " + domain,
                    "merge: {pod: {spec: {%1$s}}, test: {spec: {%1$s}}}".formatted(dns));

            namespace.test("myzk");
            assertThat(namespace.zkCli("myzk-zookeeper-0", "get", "/zookeeper/config"))
                    .contains("svc." + domain + ":2888")
                    .doesNotContain("cluster.local");
        }
    }

    /** Takes the default from the StorageClasses for a moment, so only where nobody else minds. */
    @Test
    void withoutADefaultStorageClass_aClassByNameWorks_andOthersWaitForOne() {
        if (Cluster.variable("ARKEEPER_TEST_CHANGES_CLUSTER").isEmpty()) {
            throw Cluster.skip("ARKEEPER_TEST_CHANGES_CLUSTER is not set, and this test changes a StorageClass");
        }
        String annotation = "storageclass.kubernetes.io/is-default-class";
        String standard = cluster.kubectl(
                        "get",
                        "storageclass",
                        "-o",
                        "jsonpath={.items[?(@.metadata.annotations.storageclass\\.kubernetes\\.io/is-default-class==\"true\")].metadata.name}")
                .strip();
        assertThat(standard).as("the default StorageClass").isNotEmpty().doesNotContain(" ");
        try (Namespace namespace = cluster.namespace("class")) {
            cluster.kubectl("annotate", "--overwrite", "storageclass", standard, annotation + "=false");
            try {
                namespace.install("named", SMALL, "servers: 1", "storageClass: " + standard);
                namespace.begin("unnamed", SMALL, "servers: 1");
                await().atMost(DEADLINE).pollInterval(POLL).untilAsserted(() -> assertThat(
                                namespace.kubectl("get", "events"))
                        .contains("no storage class is set"));
            } finally {
                cluster.kubectl("annotate", "--overwrite", "storageclass", standard, annotation + "=true");
            }
            namespace.kubectl("rollout", "status", "statefulset/unnamed-zookeeper", "--timeout=8m");
            namespace.test("named");
            namespace.test("unnamed");
        }
    }

    /** Needs a chart of an earlier version, in a folder or a file. */
    @Test
    void anUpgradeFromAnEarlierChart_keepsTheDataAndTheBudget() {
        String earlier = Cluster.variable("ARKEEPER_TEST_EARLIER_CHART")
                .orElseThrow(() -> Cluster.skip("ARKEEPER_TEST_EARLIER_CHART is not set"));
        try (Namespace namespace = cluster.namespace("earlier")) {
            namespace.installChart(earlier, "myzk", SMALL);
            namespace.zkCli("myzk-zookeeper-0", "create", "/foo", "bar");
            String budget = namespace.field("pdb/myzk-zookeeper", ".metadata.uid");

            try (Writer writer = Writer.start(namespace, "myzk", "")) {
                namespace.upgrade("myzk", SMALL);
                writer.assertNothingLost("an upgrade from chart " + version(earlier));
            }

            assertThat(namespace.zkCli("myzk-zookeeper-1", "get", "/foo")).contains("bar");
            assertThat(namespace.field("pdb/myzk-zookeeper", ".metadata.uid")).isEqualTo(budget);
            namespace.test("myzk");
        }
    }

    private static String version(String chart) {
        return cluster.helm("", "show", "chart", chart)
                .lines()
                .filter(line -> line.startsWith("version: "))
                .map(line -> line.substring("version: ".length()))
                .findFirst()
                .orElseThrow();
    }

    /** Plays the cloud's part, which gives each Service of the class an address; the rest is kube-proxy's. */
    @Test
    void behindALoadBalancerEachMemberAnswers() {
        try (Namespace namespace = cluster.namespace("balancers")) {
            namespace.begin( // to wait is to wait for the addresses, too
                    "myzk", SMALL, "externalAccess: " + BALANCER, "service: " + BALANCER, "antiAffinity: soft");
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                balance(namespace, "service/myzk-zookeeper-external-" + ordinal, address(ordinal));
            }
            balance(namespace, "service/myzk-zookeeper", address(3));
            namespace.kubectl("rollout", "status", "statefulset/myzk-zookeeper", "--timeout=8m");
            for (int ordinal = 0; ordinal <= 3; ordinal++) {
                String server = address(ordinal) + ":2181";
                await().atMost(DEADLINE)
                        .pollInterval(POLL)
                        .ignoreExceptionsInstanceOf(AssertionError.class)
                        .until(() -> namespace
                                .zkCli("myzk-zookeeper-0", "-server", server, "get", "/zookeeper/config")
                                .contains("server.3="));
            }
        }
    }

    private static void balance(Namespace namespace, String service, String address) {
        assertThat(namespace.field(service, ".spec.loadBalancerSourceRanges[*]"))
                .isEqualTo("0.0.0.0/0");
        namespace.kubectl(
                "patch",
                service,
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"%s\"}]}}}".formatted(address));
    }

    /** One of those that are for examples. */
    private static String address(int ordinal) {
        return "203.0.113.%d".formatted(10 + ordinal);
    }

    /** With the operator's own definitions where it is installed, otherwise with ones that admit everything. */
    @Test
    void monitorsAreWhatThePrometheusOperatorKnows() {
        boolean isThere = cluster.tryKubectl("get", "crd", "podmonitors.monitoring.coreos.com")
                        .exitCode()
                == 0;
        if (!isThere && Cluster.variable("ARKEEPER_TEST_CHANGES_CLUSTER").isEmpty()) {
            throw Cluster.skip("there is no Prometheus operator, and ARKEEPER_TEST_CHANGES_CLUSTER is not set");
        }
        if (!isThere) {
            define("PodMonitor");
            define("ServiceMonitor");
        }
        try (Namespace namespace = cluster.namespace("monitors")) {
            String enabled = "{enabled: true, interval: 15s, scrapeTimeout: 10s, labels: {team: search}}";
            String merge = "merge: {podMonitor: %1$s, serviceMonitor: %1$s}".formatted("{spec: {sampleLimit: 9000}}");
            await().atMost(DEADLINE).pollInterval(POLL).until(() -> cluster.kubectl("api-resources")
                    .contains("servicemonitors"));
            namespace.install("pods", SMALL, "servers: 1", "podMonitor: " + enabled, merge);
            namespace.install("services", SMALL, "servers: 1", "serviceMonitor: " + enabled, merge);

            assertThat(namespace.field("podmonitor/pods-zookeeper", ".spec.podMetricsEndpoints[*]"))
                    .contains(
                            "\"port\":\"http\"",
                            "\"path\":\"/metrics\"",
                            "\"interval\":\"15s\"",
                            "\"scrapeTimeout\":\"10s\"");
            for (String monitor : List.of("podmonitor/pods-zookeeper", "servicemonitor/services-zookeeper")) {
                assertThat(namespace.field(monitor, ".spec.sampleLimit")).isEqualTo("9000");
                assertThat(namespace.field(monitor, ".metadata.labels.team")).isEqualTo("search");
            }
            String labels = namespace.field("servicemonitor/services-zookeeper", ".spec.selector.matchLabels");
            String selector = labels.replaceAll("[{}\"]", "").replace(':', '=');
            String services = namespace.kubectl(
                    "get",
                    "services",
                    "-l",
                    selector,
                    "-o",
                    "jsonpath={range .items[*]}{.metadata.name} {.spec.ports[*].name}{\"\\n\"}{end}");
            assertThat(services.lines().filter(line -> line.contains(" http") || line.contains("http ")))
                    .singleElement()
                    .asString()
                    .startsWith("services-zookeeper-headless ");
        } finally {
            if (!isThere) {
                cluster.kubectl(
                        "delete", "crd", "podmonitors.monitoring.coreos.com", "servicemonitors.monitoring.coreos.com");
            }
        }
    }

    private static void define(String kind) {
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        cluster.apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %2$s.monitoring.coreos.com}
                spec:
                  group: monitoring.coreos.com
                  names: {kind: %1$s, plural: %2$s, singular: %3$s}
                  scope: Namespaced
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(kind, plural, plural.substring(0, plural.length() - 1)));
    }
}
