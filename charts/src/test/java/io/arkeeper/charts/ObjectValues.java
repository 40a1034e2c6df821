package io.arkeeper.charts;

import static io.arkeeper.charts.Example.BUDGET;
import static io.arkeeper.charts.Example.CLIENT_SERVICE;
import static io.arkeeper.charts.Example.CONFIG;
import static io.arkeeper.charts.Example.CONTAINER;
import static io.arkeeper.charts.Example.HEADLESS_SERVICE;
import static io.arkeeper.charts.Example.POD;
import static io.arkeeper.charts.Example.STATEFUL_SET;
import static io.arkeeper.charts.Example.TEST;
import static io.arkeeper.charts.Example.added;
import static io.arkeeper.charts.Example.configuredToo;
import static io.arkeeper.charts.Example.example;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values that make objects of their own, and what is laid over finished ones. */
final class ObjectValues {

    private static final String TOKEN = POD + "automountServiceAccountToken: true -> false";
    private static final String POLICY = "NetworkPolicy/myzk-zookeeper spec.";

    private ObjectValues() {}

    static Stream<Example> examples() {
        return Stream.of(permissions(), monitors(), test(), merges()).flatMap(examples -> examples);
    }

    private static Stream<Example> permissions() {
        return Stream.of(
                example(
                                "serviceAccount.create",
                                "{rbac: {create: false}, serviceAccount: {create: false}}",
                                gone("serviceaccount.yaml"),
                                POD + "serviceAccountName: myzk-zookeeper -> absent")
                        .from("rbac: {create: false}"),
                example(
                        "serviceAccount.name",
                        "serviceAccount: {create: false, name: other}",
                        gone("serviceaccount.yaml"),
                        "RoleBinding/myzk-zookeeper subjects[0].name: myzk-zookeeper -> other",
                        POD + "serviceAccountName: myzk-zookeeper -> other"),
                example(
                        "serviceAccount.annotations",
                        "serviceAccount: {annotations: {a: b}}",
                        "ServiceAccount/myzk-zookeeper metadata.annotations: absent -> {\"a\":\"b\"}"),
                example("rbac.create", "rbac: {create: false}", gone("role.yaml"), gone("rolebinding.yaml"), TOKEN),
                example(
                        "rbac.events",
                        "rbac: {events: true}",
                        configuredToo("events=true"),
                        "Role/myzk-zookeeper rules[1]: absent -> {\"apiGroups\":[\"\"],\"resources\":[\"events\"],\"verbs\":[\"create\"]}"),
                example("networkPolicy.enabled", "networkPolicy: {enabled: true}", added("networkpolicy.yaml")),
                policy(
                        "clients",
                        "clients: [{podSelector: {}}]",
                        POLICY + "ingress[1].from: absent -> [{\"podSelector\":{\"matchLabels\":{"
                                + "\"app.kubernetes.io/name\":\"zookeeper\",\"app.kubernetes.io/instance\":\"myzk\","
                                + "\"app.kubernetes.io/component\":\"test\"}}},{\"podSelector\":{}}]"),
                policy(
                        "metrics",
                        "metrics: [{podSelector: {}}]",
                        POLICY + "ingress[2].from: absent -> [{\"podSelector\":{}}]"),
                policy(
                        "egress",
                        "egress: true",
                        POLICY + "policyTypes[1]: absent -> Egress",
                        POLICY + "egress: absent -> [{\"to\":[{\"podSelector\":{\"matchLabels\":{"
                                + "\"app.kubernetes.io/name\":\"zookeeper\",\"app.kubernetes.io/instance\":\"myzk\","
                                + "\"app\":\"zookeeper\"}}}],\"ports\":["
                                + ports("TCP", 2181, 2888, 3888, 8080, 8443) + "]},{\"ports\":["
                                + ports("UDP", 53) + "," + ports("TCP", 53) + "," + ports("UDP", 5353) + ","
                                + ports("TCP", 5353) + "]},{\"ports\":["
                                + ports("TCP", 443, 6443) + "]}]"),
                example(
                                "networkPolicy.egress",
                                "{networkPolicy: {enabled: true, egress: true}, rbac: {create: false}}",
                                gone("role.yaml"),
                                gone("rolebinding.yaml"),
                                TOKEN,
                                POLICY + "egress[2]: {\"ports\":[" + ports("TCP", 443, 6443) + "]} -> absent")
                        .from("networkPolicy: {enabled: true, egress: true}"));
    }

    private static Stream<Example> monitors() {
        return Stream.of("podMonitor", "serviceMonitor").flatMap(key -> {
            String kind = key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
            String object = kind + "/myzk-zookeeper ";
            String endpoint =
                    object + "spec." + (key.equals("podMonitor") ? "podMetricsEndpoints" : "endpoints") + "[0].";
            String enabled = key + ": {enabled: true%s}";
            return Stream.of(
                    example(key + ".enabled", enabled.formatted(""), added(kind.toLowerCase(Locale.ROOT) + ".yaml")),
                    example(
                                    key + ".interval",
                                    enabled.formatted(", interval: 15s"),
                                    endpoint + "interval: absent -> 15s")
                            .from(enabled.formatted("")),
                    example(
                                    key + ".scrapeTimeout",
                                    enabled.formatted(", scrapeTimeout: 5s"),
                                    endpoint + "scrapeTimeout: absent -> 5s")
                            .from(enabled.formatted("")),
                    example(
                                    key + ".labels",
                                    enabled.formatted(", labels: {release: prometheus}"),
                                    object + "metadata.labels.release: absent -> prometheus")
                            .from(enabled.formatted("")));
        });
    }

    private static Stream<Example> test() {
        String container = TEST + "spec.containers[0].";
        return Stream.of(
                example("test.enabled", "test: {enabled: false}", gone("pod-test.yaml")),
                example("test.timeoutSeconds", "test: {timeoutSeconds: 5}", container + "args[3]: \"60\" -> \"5\""),
                example(
                        "test.resources.requests.cpu",
                        "test: {resources: {requests: {cpu: 1}}}",
                        container + "resources.requests.cpu: 50m -> \"1\""),
                example(
                        "test.resources.requests.memory",
                        "test: {resources: {requests: {memory: 1Gi}}}",
                        container + "resources.requests.memory: 128Mi -> 1Gi"),
                example(
                        "test.resources.limits.cpu",
                        "test: {resources: {limits: {cpu: 1}}}",
                        container + "resources.limits: absent -> {\"cpu\":\"1\"}"),
                example(
                        "test.resources.limits.memory",
                        "test: {resources: {limits: {memory: 256Mi}}}",
                        container + "resources.limits: absent -> {\"memory\":\"256Mi\"}"));
    }

    /** Each takes away one field, changes one to a false value, and adds one. */
    private static Stream<Example> merges() {
        return Stream.of(
                example(
                        "merge.statefulSet",
                        "merge: {statefulSet: {spec: {podManagementPolicy: null, replicas: 0, minReadySeconds: 5}}}",
                        STATEFUL_SET + "spec.podManagementPolicy: Parallel -> absent",
                        STATEFUL_SET + "spec.replicas: 3 -> 0",
                        STATEFUL_SET + "spec.minReadySeconds: absent -> 5"),
                example(
                        "merge.pod",
                        "merge: {pod: {spec: {securityContext: {runAsUser: null}, priority: 0}}}",
                        POD + "securityContext.runAsUser: 1000 -> absent",
                        POD + "priority: absent -> 0"),
                example(
                        "merge.container",
                        "merge: {container: {args: [a], securityContext: {readOnlyRootFilesystem: false}}}",
                        CONTAINER + "args[0]: -Xms2G -> a",
                        CONTAINER + "args[1]: -Xmx2G -> absent",
                        CONTAINER + "args[2]: io.arkeeper.member.Main -> absent",
                        CONTAINER + "securityContext.readOnlyRootFilesystem: true -> false"),
                example(
                        "merge.configMap",
                        "merge: {configMap: {immutable: true}}",
                        CONFIG + "immutable: absent -> true"),
                example(
                        "merge.clientService",
                        "merge: {clientService: {spec: {sessionAffinity: ClientIP}}}",
                        CLIENT_SERVICE + "spec.sessionAffinity: absent -> ClientIP"),
                example(
                        "merge.headlessService",
                        "merge: {headlessService: {metadata: {labels: {app: null}}}}",
                        HEADLESS_SERVICE + "metadata.labels.app: zookeeper -> absent"),
                example(
                                "merge.externalService",
                                "{servers: 1, externalAccess: {type: NodePort}, merge: {externalService: {spec: {ports: []}}}}",
                                "Service/myzk-zookeeper-external-0 spec.ports[0]: "
                                        + "{\"name\":\"client\",\"port\":2181,\"targetPort\":\"client\"} -> absent")
                        .from("{servers: 1, externalAccess: {type: NodePort}}"),
                example(
                        "merge.podDisruptionBudget",
                        "merge: {podDisruptionBudget: {spec: {minAvailable: null, maxUnavailable: 1}}}",
                        BUDGET + "spec.minAvailable: 2 -> absent",
                        BUDGET + "spec.maxUnavailable: absent -> 1"),
                example(
                                "merge.observerStatefulSet",
                                "{observers: 1, merge: {observerStatefulSet: {spec: {podManagementPolicy: null}}}}",
                                "StatefulSet/myzk-zookeeper-observer spec.podManagementPolicy: Parallel -> absent")
                        .from("observers: 1"),
                example(
                                "merge.observerPodDisruptionBudget",
                                "{observers: 3, merge: {observerPodDisruptionBudget: {spec: {maxUnavailable: 2}}}}",
                                "PodDisruptionBudget/myzk-zookeeper-observer spec.maxUnavailable: 1 -> 2")
                        .from("observers: 3"),
                merge("serviceAccount", "ServiceAccount", ""),
                merge("role", "Role", ""),
                merge("roleBinding", "RoleBinding", ""),
                merge("networkPolicy", "NetworkPolicy", "networkPolicy: {enabled: true}"),
                merge("podMonitor", "PodMonitor", "podMonitor: {enabled: true}"),
                merge("serviceMonitor", "ServiceMonitor", "serviceMonitor: {enabled: true}"),
                example(
                        "merge.test",
                        "merge: {test: {spec: {activeDeadlineSeconds: 90}}}",
                        TEST + "spec.activeDeadlineSeconds: absent -> 90"));
    }

    private static Example merge(String key, String kind, String before) {
        String patch = "merge: {" + key + ": {metadata: {labels: {app: other}}}}";
        return example(
                        "merge." + key,
                        "{" + (before.isEmpty() ? "" : before + ", ") + patch + "}",
                        kind + "/myzk-zookeeper metadata.labels.app: zookeeper -> other")
                .from(before);
    }

    private static Example policy(String value, String setting, String... differences) {
        return example("networkPolicy." + value, "networkPolicy: {enabled: true, " + setting + "}", differences)
                .from("networkPolicy: {enabled: true}");
    }

    private static String ports(String protocol, int... ports) {
        return Arrays.stream(ports)
                .mapToObj("{\"port\":%%d,\"protocol\":\"%s\"}".formatted(protocol)::formatted)
                .collect(Collectors.joining(","));
    }

    /** An object that is there by default and no longer. */
    private static String gone(String file) {
        String[] parts = added("../expected/" + file).split(": absent -> ", 2);
        return parts[0] + ": " + parts[1] + " -> absent";
    }
}
