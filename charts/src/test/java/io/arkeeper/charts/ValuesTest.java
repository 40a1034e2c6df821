package io.arkeeper.charts;

import static io.arkeeper.charts.Example.BUDGET;
import static io.arkeeper.charts.Example.CLAIM;
import static io.arkeeper.charts.Example.CLIENT_SERVICE;
import static io.arkeeper.charts.Example.CONFIG;
import static io.arkeeper.charts.Example.CONTAINER;
import static io.arkeeper.charts.Example.HEADLESS_SERVICE;
import static io.arkeeper.charts.Example.POD;
import static io.arkeeper.charts.Example.STATEFUL_SET;
import static io.arkeeper.charts.Example.TEST;
import static io.arkeeper.charts.Example.added;
import static io.arkeeper.charts.Example.configured;
import static io.arkeeper.charts.Example.configuredToo;
import static io.arkeeper.charts.Example.example;
import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where each value ends up, in the order of values.yaml: these differences to the defaults, and no other. */
class ValuesTest {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    static Stream<Example> examples() {
        return Stream.of(
                        classic(),
                        PodValues.examples(),
                        ServiceValues.examples(),
                        TlsValues.examples(),
                        AuthValues.examples(),
                        ObjectValues.examples())
                .flatMap(examples -> examples);
    }

    private static Stream<Example> classic() {
        return Stream.of(
                example(
                        "servers",
                        "servers: 5",
                        BUDGET + "spec.minAvailable: 2 -> 4",
                        CONFIG + "data[ensemble.properties].servers: 3 -> 5",
                        STATEFUL_SET + "spec.replicas: 3 -> 5"),
                example(
                        "servers",
                        "servers: 1",
                        BUDGET + "spec.minAvailable: 2 -> 0",
                        CONFIG + "data[ensemble.properties].servers: 3 -> 1",
                        STATEFUL_SET + "spec.replicas: 3 -> 1"),
                example(
                        "observers",
                        "observers: 2",
                        CONFIG + "data[ensemble.properties].observers: absent -> 2",
                        added("observers.yaml")),
                example(
                        "minAvailable",
                        "{servers: 7, minAvailable: 4}",
                        BUDGET + "spec.minAvailable: 2 -> 4",
                        CONFIG + "data[ensemble.properties].servers: 3 -> 7",
                        STATEFUL_SET + "spec.replicas: 3 -> 7"),
                example("minAvailable", "minAvailable: null"),
                example(
                        "heap",
                        "heap: 512m",
                        CONTAINER + "args[0]: -Xms2G -> -Xms512m",
                        CONTAINER + "args[1]: -Xmx2G -> -Xmx512m"),
                example(
                        "resources.requests.cpu",
                        "resources: {requests: {cpu: 1.5}}",
                        CONTAINER + "resources.requests.cpu: 500m -> \"1.5\""),
                example(
                        "resources.requests.cpu",
                        "resources: {requests: {cpu: null}}",
                        CONTAINER + "resources.requests.cpu: 500m -> absent"),
                example(
                        "resources.requests.memory",
                        "resources: {requests: {memory: 4Gi}}",
                        CONTAINER + "resources.requests.memory: 3Gi -> 4Gi"),
                example(
                        "resources.requests.memory",
                        "resources: {requests: {memory: 3221225472}}",
                        CONTAINER + "resources.requests.memory: 3Gi -> \"3221225472\""),
                example(
                        "resources.limits.cpu",
                        "resources: {limits: {cpu: 2}}",
                        CONTAINER + "resources.limits: absent -> {\"cpu\":\"2\"}"),
                example(
                        "resources.limits.memory",
                        "resources: {limits: {memory: 4Gi}}",
                        CONTAINER + "resources.limits: absent -> {\"memory\":\"4Gi\"}"),
                example(
                        "resources.requests.ephemeral-storage",
                        "resources: {requests: {ephemeral-storage: 100Mi}}",
                        CONTAINER + "resources.requests.ephemeral-storage: absent -> 100Mi"),
                example(
                        "resources.limits.ephemeral-storage",
                        "resources: {limits: {ephemeral-storage: 1000000}}",
                        CONTAINER + "resources.limits: absent -> {\"ephemeral-storage\":\"1000000\"}"),
                example("storage", "storage: 10Gi", CLAIM + "resources.requests.storage: 50Gi -> 10Gi"),
                example("storageClass", "storageClass: fast", CLAIM + "storageClassName: absent -> fast"),
                example(
                        "clientPort",
                        "clientPort: 12181",
                        CLIENT_SERVICE + "spec.ports[0].port: 2181 -> 12181",
                        HEADLESS_SERVICE + "spec.ports[0].port: 2181 -> 12181",
                        CONTAINER + "ports[0].containerPort: 2181 -> 12181",
                        testOf("myzk-zookeeper.default.svc.cluster.local:12181"),
                        configured("clientPort", "2181", "12181")),
                example(
                        "serverPort",
                        "serverPort: 12888",
                        HEADLESS_SERVICE + "spec.ports[1].port: 2888 -> 12888",
                        CONTAINER + "ports[1].containerPort: 2888 -> 12888",
                        configured("serverPort", "2888", "12888")),
                example(
                        "leaderElectionPort",
                        "leaderElectionPort: 13888",
                        HEADLESS_SERVICE + "spec.ports[2].port: 3888 -> 13888",
                        CONTAINER + "ports[2].containerPort: 3888 -> 13888",
                        configured("leaderElectionPort", "3888", "13888")),
                example(
                        "httpPort",
                        "httpPort: 18080",
                        HEADLESS_SERVICE + "spec.ports[3].port: 8080 -> 18080",
                        CONTAINER + "ports[3].containerPort: 8080 -> 18080",
                        configured("httpPort", "8080", "18080")),
                example("controlPort", "controlPort: 18081", configured("controlPort", "8081", "18081")),
                example("tickTimeMs", "tickTimeMs: 500", configured("tickTimeMs", "2000", "500")),
                example("initTicks", "initTicks: 30", configured("initTicks", "10", "30")),
                example("syncTicks", "syncTicks: 7", configured("syncTicks", "5", "7")),
                example("clientCnxns", "clientCnxns: 0", configured("clientCnxns", "60", "0")),
                example("clientCnxns", "clientCnxns: 2000000", configured("clientCnxns", "60", "2000000")),
                example(
                        "limits.connections",
                        "limits: {connections: 0}",
                        configured("limits.connections", "2000", "0")),
                example(
                        "limits.requestBytes",
                        "limits: {requestBytes: 4194304}",
                        configured("limits.requestBytes", "1048575", "4194304")),
                example(
                        "limits.outstandingRequests",
                        "limits: {outstandingRequests: 20000000}",
                        configured("limits.outstandingRequests", "1000", "20000000")),
                example(
                        "limits.largeRequestBytes",
                        "limits: {largeRequestBytes: 8388608}",
                        configured("limits.largeRequestBytes", "104857600", "8388608")),
                example(
                        "limits.sessionsPerSecond",
                        "limits: {sessionsPerSecond: 0}",
                        configured("limits.sessionsPerSecond", "1000", "0")),
                example(
                        "limits.malformedPerSecond",
                        "limits: {malformedPerSecond: 0}",
                        configured("limits.malformedPerSecond", "20", "0")),
                example(
                        "limits.words",
                        "limits: {words: [mntr, conf]}",
                        configured("limits.words", "srvr,mntr,ruok", "mntr,conf")),
                example("limits.words", "limits: {words: ['*']}", configured("limits.words", "srvr,mntr,ruok", "*")),
                example("auditLog", "auditLog: true", configuredToo("auditLog=true")),
                example("snapRetain", "snapRetain: 5", configured("snapRetain", "3", "5")),
                example("purgeHours", "purgeHours: 0", configured("purgeHours", "1", "0")),
                example(
                        "antiAffinity",
                        "antiAffinity: soft",
                        POD + "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution: ["
                                + affinityTerm()
                                + "] -> absent",
                        POD + "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution: absent -> "
                                + "[{\"weight\":100,\"podAffinityTerm\":"
                                + affinityTerm()
                                + "}]"),
                example(
                        "antiAffinity",
                        "antiAffinity: ''",
                        POD + "affinity: {\"podAntiAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":["
                                + affinityTerm()
                                + "]}} -> absent"),
                example("logLevel", "logLevel: DEBUG", configured("logLevel", "INFO", "DEBUG")),
                example("logFormat", "logFormat: json", configured("logFormat", "text", "json")),
                example(
                        "probeInitialDelaySeconds",
                        "probeInitialDelaySeconds: 15",
                        CONTAINER + "livenessProbe.initialDelaySeconds: 60 -> 15"),
                example(
                        "probeTimeoutSeconds",
                        "probeTimeoutSeconds: 9",
                        CONTAINER + "livenessProbe.timeoutSeconds: 5 -> 9",
                        CONTAINER + "readinessProbe.timeoutSeconds: 5 -> 9"),
                example(
                        "image.registry",
                        "image: {registry: 'registry.internal:5000/mirror'}",
                        image("registry.internal:5000/mirror/arkeeper/zookeeper:3.9.5-0.1.0")),
                example("image.repository", "image: {repository: zoo}", image("zoo:3.9.5-0.1.0")),
                example("image.tag", "image: {tag: '4'}", image("arkeeper/zookeeper:4")),
                example("image.digest", "image: {digest: '" + DIGEST + "'}", image("arkeeper/zookeeper@" + DIGEST)),
                example(
                        "image.digest",
                        "image: {registry: r, repository: a/b, tag: '4', digest: '" + DIGEST + "'}",
                        image("r/a/b@" + DIGEST)),
                example(
                        "imagePullPolicy",
                        "imagePullPolicy: Always",
                        CONTAINER + "imagePullPolicy: IfNotPresent -> Always",
                        TEST + "spec.containers[0].imagePullPolicy: IfNotPresent -> Always"),
                example(
                        "imagePullSecrets",
                        "imagePullSecrets: [{name: one}, {name: two}]",
                        POD + "imagePullSecrets: absent -> [{\"name\":\"one\"},{\"name\":\"two\"}]",
                        TEST + "spec.imagePullSecrets: absent -> [{\"name\":\"one\"},{\"name\":\"two\"}]"),
                example(
                        "clusterDomain",
                        "clusterDomain: k8s.internal",
                        testOf("myzk-zookeeper.default.svc.k8s.internal:2181"),
                        configured("clusterDomain", "cluster.local", "k8s.internal")),
                example("global", "global: {whatever: {a: parent}, likes: 1}"),
                example("enabled", "enabled: true"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void value_changesThisAndNothingElse(Example example) throws Exception {
        List<String> differences =
                HELM.render(MYZK.with(example.before())).differencesTo(HELM.render(MYZK.with(example.values())));

        assertThat(differences).containsExactlyInAnyOrderElementsOf(example.differences());
    }

    @Test
    void everyValueOfTheSchema_hasAnExample() {
        Set<String> shown = new TreeSet<>(Set.of("nameOverride", "fullnameOverride")); // NamesTest shows these
        examples().forEach(example -> shown.add(example.value()));

        assertThat(shown).containsExactlyElementsOf(new TreeSet<>(Schema.read().leaves()));
    }

    private static String image(String name) {
        String change = "image: arkeeper/zookeeper:3.9.5-0.1.0 -> " + name;
        return CONTAINER + change + "\n" + TEST + "spec.containers[0]." + change;
    }

    private static String testOf(String address) {
        return TEST + "spec.containers[0].args[2]: myzk-zookeeper.default.svc.cluster.local:2181 -> " + address;
    }

    private static String affinityTerm() {
        return "{\"topologyKey\":\"kubernetes.io/hostname\",\"labelSelector\":{\"matchLabels\":{"
                + "\"app.kubernetes.io/name\":\"zookeeper\",\"app.kubernetes.io/instance\":\"myzk\","
                + "\"app.kubernetes.io/component\":\"server\"}}}";
    }
}
