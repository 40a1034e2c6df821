package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kubernetes drops a field it does not know in silence, so every rendered field is looked up in its API. */
class StrictFieldsTest {

    private static final Map<String, Kind> KINDS = Map.of(
            "StatefulSet", new Kind(V1StatefulSet.class, V1StatefulSet::validateJsonElement),
            "Service", new Kind(V1Service.class, V1Service::validateJsonElement),
            "PodDisruptionBudget", new Kind(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement),
            "ConfigMap", new Kind(V1ConfigMap.class, V1ConfigMap::validateJsonElement),
            "ServiceAccount", new Kind(V1ServiceAccount.class, V1ServiceAccount::validateJsonElement),
            "Role", new Kind(V1Role.class, V1Role::validateJsonElement),
            "RoleBinding", new Kind(V1RoleBinding.class, V1RoleBinding::validateJsonElement),
            "NetworkPolicy", new Kind(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement),
            "Pod", new Kind(V1Pod.class, V1Pod::validateJsonElement));

    static final String EVERYTHING = """
            servers: 5
            observers: 2
            minAvailable: 3
            heap: 1G
            resources:
              requests: {cpu: 2, memory: 4000000001, ephemeral-storage: 100Mi}
              limits: {cpu: 2500m, memory: 4Gi, ephemeral-storage: 1000000001}
            storageClass: fast
            txnLog: {storage: 1Gi, storageClass: fast}
            claimRetention: {whenDeleted: Delete, whenScaled: Delete}
            extraConfig: {snapCount: 50000}
            chroots: [{path: /a, acl: ['world:anyone:r']}]
            antiAffinity: soft
            zoneSpread: hard
            nodeSelector: {disk: nvme}
            tolerations: [{key: a, operator: Equal, value: b, effect: NoExecute, tolerationSeconds: 5}]
            affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a}]}}
            topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway}]
            priorityClassName: high
            imagePullSecrets: [{name: a}]
            image: {registry: r, repository: b}
            podLabels: {a: b}
            podAnnotations: {a: b}
            extraEnv: [{name: A, value: '1'}, {name: B, valueFrom: {secretKeyRef: {name: c, key: d}}}]
            extraVolumes: [{name: v, secret: {secretName: s}}]
            extraVolumeMounts: [{name: v, mountPath: /v, subPath: p, readOnly: true}]
            hostAliases: [{ip: 10.0.0.1, hostnames: [a.example]}]
            service:
              type: LoadBalancer
              nodePort: 30000
              loadBalancerClass: a/b
              loadBalancerSourceRanges: [10.0.0.0/8]
              externalTrafficPolicy: Local
              labels: {a: b}
              annotations: {a: b}
            headlessService: {labels: {a: b}, annotations: {a: b}}
            externalAccess:
              type: LoadBalancer
              nodePorts: [30001, 30002, 30003, 30004, 30005]
              loadBalancerClass: a/b
              loadBalancerSourceRanges: [10.0.0.0/8]
              externalTrafficPolicy: Cluster
              labels: {a: b}
              annotations: {a: b}
              memberAnnotations: [{c: d}]
            serviceAccount: {annotations: {a: b}}
            networkPolicy: {enabled: true, clients: [{podSelector: {}}], metrics: [{podSelector: {}}], egress: true}
            test: {resources: {limits: {cpu: 1, memory: 256Mi}}}
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"", EVERYTHING, "{antiAffinity: '', zoneSpread: ''}", "{ephemeral: true, test: {enabled: false}}"
            })
    void everyRenderedField_isOneThatKubernetesKnows(String values) throws Exception {
        for (JsonObject object : HELM.render(MYZK.with(values)).objects().values()) {
            assertThatCode(() -> kindOf(object).validator().validate(object)).doesNotThrowAnyException();
        }
    }

    /** A number where Kubernetes wants text, or the reverse, comes back from its types as something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", EVERYTHING, "{antiAffinity: '', zoneSpread: ''}", "{ephemeral: true, test: {enabled: false}}"
            })
    void everyRenderedField_hasTheTypeThatKubernetesWants(String values) throws Exception {
        for (JsonObject object : HELM.render(MYZK.with(values)).objects().values()) {
            assertThat(differencesAsTyped(object)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "statefulset.yaml, serviceName:, servicename:, V1StatefulSetSpec",
        "_pod.tpl, readOnlyRootFilesystem:, readonlyRootFilesystem:, V1SecurityContext",
        "_container.tpl, periodSeconds:, periodSecs:, V1Probe",
        "_pod.tpl, topologyKey:, topologykey:, V1PodAffinityTerm",
    })
    void aMisspeltField_isFound(String template, String right, String wrong, String type) throws Exception {
        Path chart = ChartCopy.withFile(directory, "templates/" + template, text -> text.replace(right, wrong));
        JsonObject object = HELM.render(MYZK.of(chart)).object("StatefulSet/myzk-zookeeper");

        assertThatThrownBy(() -> V1StatefulSet.validateJsonElement(object))
                .hasMessageStartingWith(
                        "The field `%s` in the JSON string is not defined in the `%s` properties.",
                        wrong.substring(0, wrong.length() - 1), type);
    }

    @Test
    void textInPlaceOfANumber_isFound() throws Exception {
        JsonObject object =
                HELM.render(MYZK).object("StatefulSet/myzk-zookeeper").deepCopy();
        object.getAsJsonObject("spec").addProperty("replicas", "3");

        assertThat(differencesAsTyped(object)).containsExactly("spec replicas: \"3\" -> 3");
    }

    @Test
    void allKinds_areLookedUp() throws Exception {
        List<String> kinds = HELM.render(MYZK.with(EVERYTHING)).objects().values().stream()
                .map(object -> object.get("kind").getAsString())
                .distinct()
                .toList();

        assertThat(KINDS).containsOnlyKeys(kinds);
    }

    /** What changes when Kubernetes' types read and write an object, apart from the empty lists that they add. */
    private static List<String> differencesAsTyped(JsonObject object) {
        Object typed = JSON.getGson().fromJson(object, kindOf(object).type());
        List<String> differences = new ArrayList<>();
        Difference.collect("", object, JsonParser.parseString(JSON.serialize(typed)), differences);
        differences.removeIf(
                difference -> difference.endsWith(": absent -> []") || difference.endsWith(": absent -> {}"));
        return differences;
    }

    private static Kind kindOf(JsonObject object) {
        return KINDS.get(object.get("kind").getAsString());
    }

    private record Kind(Class<?> type, Validator validator) {}

    private interface Validator {
        void validate(JsonElement element) throws IOException;
    }
}
