package io.arkeeper.charts;

import static io.arkeeper.charts.Example.CONFIG;
import static io.arkeeper.charts.Example.CONTAINER;
import static io.arkeeper.charts.Example.POD;
import static io.arkeeper.charts.Example.STATEFUL_SET;
import static io.arkeeper.charts.Example.TEST;
import static io.arkeeper.charts.Example.configuredToo;
import static io.arkeeper.charts.Example.example;

import java.util.stream.Stream;

/** Values that end up in the pods and what they mount. */
final class PodValues {

    private static final String LABELS = "{\"app\":\"zookeeper\",\"app.kubernetes.io/name\":\"zookeeper\","
            + "\"app.kubernetes.io/instance\":\"myzk\",\"app.kubernetes.io/component\":\"server\"}";

    private PodValues() {}

    static Stream<Example> examples() {
        return Stream.of(volumes(), placement(), life(), content()).flatMap(examples -> examples);
    }

    private static Stream<Example> volumes() {
        return Stream.of(
                example(
                        "txnLog.storage",
                        "txnLog: {storage: 10Gi}",
                        CONTAINER + "env[4].name: ARKEEPER_TLS -> ARKEEPER_TXN_LOG",
                        CONTAINER + "env[4].value: /etc/arkeeper-tls -> /var/lib/zookeeper-txn-log",
                        CONTAINER + "env[5].name: ARKEEPER_HTTPS_PORT -> ARKEEPER_TLS",
                        CONTAINER + "env[5].value: \"8443\" -> /etc/arkeeper-tls",
                        CONTAINER + "env[6]: absent -> {\"name\":\"ARKEEPER_HTTPS_PORT\",\"value\":\"8443\"}",
                        CONTAINER + "volumeMounts[1].name: config -> txnlog",
                        CONTAINER + "volumeMounts[1].mountPath: /etc/arkeeper -> /var/lib/zookeeper-txn-log",
                        CONTAINER + "volumeMounts[1].readOnly: true -> absent",
                        CONTAINER + "volumeMounts[2].name: tls -> config",
                        CONTAINER + "volumeMounts[2].mountPath: /etc/arkeeper-tls -> /etc/arkeeper",
                        CONTAINER + "volumeMounts[3].name: tmp -> tls",
                        CONTAINER + "volumeMounts[3].mountPath: /tmp -> /etc/arkeeper-tls",
                        CONTAINER + "volumeMounts[3].readOnly: absent -> true",
                        CONTAINER + "volumeMounts[4]: absent -> {\"name\":\"tmp\",\"mountPath\":\"/tmp\"}",
                        STATEFUL_SET + "spec.volumeClaimTemplates[1]: absent -> {\"apiVersion\":\"v1\","
                                + "\"kind\":\"PersistentVolumeClaim\",\"metadata\":{\"name\":\"txnlog\",\"labels\":"
                                + LABELS
                                + "},\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],"
                                + "\"resources\":{\"requests\":{\"storage\":\"10Gi\"}}}}"),
                example("txnLog.storageClass", "txnLog: {storageClass: fast}"),
                example(
                                "txnLog.storageClass",
                                "txnLog: {storage: 10Gi, storageClass: fast}",
                                STATEFUL_SET + "spec.volumeClaimTemplates[1].spec.storageClassName: absent -> fast")
                        .from("txnLog: {storage: 10Gi}"),
                example(
                        "claimRetention.whenDeleted",
                        "claimRetention: {whenDeleted: Delete}",
                        STATEFUL_SET + "spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Retain -> Delete"),
                example(
                        "claimRetention.whenScaled",
                        "claimRetention: {whenScaled: Delete}",
                        STATEFUL_SET + "spec.persistentVolumeClaimRetentionPolicy.whenScaled: Retain -> Delete"),
                example(
                        "ephemeral",
                        "ephemeral: true",
                        POD + "volumes[3]: absent -> {\"name\":\"datadir\",\"emptyDir\":{\"sizeLimit\":\"50Gi\"}}",
                        STATEFUL_SET + "spec.persistentVolumeClaimRetentionPolicy: "
                                + "{\"whenDeleted\":\"Retain\",\"whenScaled\":\"Retain\"} -> absent",
                        STATEFUL_SET + "spec.volumeClaimTemplates: [{\"apiVersion\":\"v1\","
                                + "\"kind\":\"PersistentVolumeClaim\",\"metadata\":{\"name\":\"datadir\",\"labels\":"
                                + LABELS
                                + "},\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],"
                                + "\"resources\":{\"requests\":{\"storage\":\"50Gi\"}}}}] -> absent"));
    }

    private static Stream<Example> placement() {
        return Stream.of(
                example(
                        "zoneSpread",
                        "zoneSpread: hard",
                        POD + "topologySpreadConstraints[0].whenUnsatisfiable: ScheduleAnyway -> DoNotSchedule"),
                example(
                        "zoneSpread",
                        "zoneSpread: ''",
                        POD + "topologySpreadConstraints: [" + zoneConstraint() + "] -> absent"),
                example(
                        "nodeSelector",
                        "nodeSelector: {disk: nvme}",
                        POD + "nodeSelector: absent -> {\"disk\":\"nvme\"}",
                        TEST + "spec.nodeSelector: absent -> {\"disk\":\"nvme\"}"),
                example(
                        "tolerations",
                        "tolerations: [{key: dedicated, operator: Exists}]",
                        POD + "tolerations: absent -> [{\"key\":\"dedicated\",\"operator\":\"Exists\"}]",
                        TEST + "spec.tolerations: absent -> [{\"key\":\"dedicated\",\"operator\":\"Exists\"}]"),
                example(
                        "affinity",
                        "affinity: {podAffinity: {a: []}}",
                        POD + "affinity.podAffinity: absent -> {\"a\":[]}"),
                example(
                                "affinity",
                                "{antiAffinity: '', affinity: {podAntiAffinity: {a: []}}}",
                                POD + "affinity: absent -> {\"podAntiAffinity\":{\"a\":[]}}")
                        .from("antiAffinity: ''"),
                example(
                        "topologySpreadConstraints",
                        "topologySpreadConstraints: [{maxSkew: 2}]",
                        POD + "topologySpreadConstraints[1]: absent -> {\"maxSkew\":2}"),
                example(
                        "topologySpreadConstraints",
                        "{zoneSpread: '', topologySpreadConstraints: [" + zoneConstraint() + "]}"),
                example("priorityClassName", "priorityClassName: high", POD + "priorityClassName: absent -> high"));
    }

    private static Stream<Example> life() {
        return Stream.of(
                example(
                        "startupProbe.enabled",
                        "startupProbe: {enabled: true}",
                        CONTAINER
                                + "startupProbe: absent -> {\"httpGet\":{\"path\":\"/startupz\",\"port\":\"http\"},"
                                + "\"periodSeconds\":1,\"failureThreshold\":600,\"timeoutSeconds\":5}"),
                example("startupProbe.periodSeconds", "startupProbe: {periodSeconds: 2}"),
                example(
                                "startupProbe.periodSeconds",
                                "startupProbe: {enabled: true, periodSeconds: 2}",
                                CONTAINER + "startupProbe.periodSeconds: 1 -> 2")
                        .from("startupProbe: {enabled: true}"),
                example("startupProbe.failureThreshold", "startupProbe: {failureThreshold: 3600}"),
                example(
                                "startupProbe.failureThreshold",
                                "startupProbe: {enabled: true, failureThreshold: 3600}",
                                CONTAINER + "startupProbe.failureThreshold: 600 -> 3600")
                        .from("startupProbe: {enabled: true}"),
                example(
                        "livenessProbe.periodSeconds",
                        "livenessProbe: {periodSeconds: 20}",
                        CONTAINER + "livenessProbe.periodSeconds: 10 -> 20"),
                example(
                        "livenessProbe.failureThreshold",
                        "livenessProbe: {failureThreshold: 6}",
                        CONTAINER + "livenessProbe.failureThreshold: 3 -> 6"),
                example(
                        "readinessProbe.periodSeconds",
                        "readinessProbe: {periodSeconds: 5}",
                        CONTAINER + "readinessProbe.periodSeconds: 1 -> 5",
                        CONTAINER + "readinessProbe.httpGet.path: /readyz?wait=900ms -> /readyz?wait=4900ms"),
                example(
                        "readinessProbe.failureThreshold",
                        "readinessProbe: {failureThreshold: 1}",
                        CONTAINER + "readinessProbe.failureThreshold: 2 -> 1"),
                example(
                        "terminationGracePeriodSeconds",
                        "terminationGracePeriodSeconds: 120",
                        POD + "terminationGracePeriodSeconds: 60 -> 120",
                        CONTAINER + "env[6]: absent -> {\"name\":\"ARKEEPER_GRACE_SECONDS\",\"value\":\"120\"}"));
    }

    private static Stream<Example> content() {
        return Stream.of(
                example("extraConfig", "extraConfig: {snapCount: 2000000}", configuredToo("zooCfg.snapCount=2000000")),
                example(
                        "extraConfig",
                        "extraConfig: {request_throttle_max_requests: 5000}",
                        configuredToo("zooCfg.request_throttle_max_requests=5000")),
                example(
                        "extraConfig",
                        "extraConfig: {learner.asyncSending: true}",
                        configuredToo("zooCfg.learner.asyncSending=true")),
                example(
                        "chroots",
                        "chroots: [{path: /solr}]",
                        CONFIG + "data[chroots.properties]: absent -> {\"/solr\":\"world:anyone:cdrwa\"}"),
                example(
                        "chroots",
                        "chroots: [{path: /a/b-c, acl: ['digest:a:BvJYJfpQUrJ1UW+HYAqbHnZFFHQ=:cdrwa', 'world:anyone:r']}]",
                        CONFIG + "data[chroots.properties]: absent -> "
                                + "{\"/a/b-c\":\"digest:a:BvJYJfpQUrJ1UW+HYAqbHnZFFHQ=:cdrwa; world:anyone:r\"}"),
                example(
                        "podLabels",
                        "podLabels: {team: search}",
                        STATEFUL_SET + "spec.template.metadata.labels.team: absent -> search"),
                example(
                        "podAnnotations",
                        "podAnnotations: {example.com/owner: search}",
                        STATEFUL_SET + "spec.template.metadata.annotations[example.com/owner]: absent -> search"),
                example(
                        "extraEnv",
                        "extraEnv: [{name: JDK_JAVA_OPTIONS, value: -Xlog:gc}]",
                        CONTAINER + "env[6]: absent -> {\"name\":\"JDK_JAVA_OPTIONS\",\"value\":\"-Xlog:gc\"}"),
                example(
                        "extraVolumes",
                        "extraVolumes: [{name: keys, secret: {secretName: a}}]",
                        POD + "volumes[3]: absent -> {\"name\":\"keys\",\"secret\":{\"secretName\":\"a\"}}"),
                example(
                        "extraVolumeMounts",
                        "extraVolumeMounts: [{name: keys, mountPath: /keys, readOnly: true}]",
                        CONTAINER + "volumeMounts[4]: absent -> "
                                + "{\"mountPath\":\"/keys\",\"name\":\"keys\",\"readOnly\":true}"),
                example(
                        "hostAliases",
                        "hostAliases: [{ip: 10.0.0.1, hostnames: [a.example]}]",
                        POD + "hostAliases: absent -> [{\"hostnames\":[\"a.example\"],\"ip\":\"10.0.0.1\"}]",
                        TEST + "spec.hostAliases: absent -> [{\"hostnames\":[\"a.example\"],\"ip\":\"10.0.0.1\"}]"));
    }

    private static String zoneConstraint() {
        return "{\"maxSkew\":1,\"topologyKey\":\"topology.kubernetes.io/zone\","
                + "\"whenUnsatisfiable\":\"ScheduleAnyway\",\"labelSelector\":{\"matchLabels\":{"
                + "\"app.kubernetes.io/name\":\"zookeeper\",\"app.kubernetes.io/instance\":\"myzk\","
                + "\"app.kubernetes.io/component\":\"server\"}}}";
    }
}
