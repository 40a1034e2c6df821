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
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
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
            "ConfigMap", new Kind(V1ConfigMap.class, V1ConfigMap::validateJsonElement));

    private static final String EVERYTHING = """
            servers: 5
            minAvailable: 3
            heap: 1G
            resources: {requests: {cpu: 2, memory: 4000000001}, limits: {cpu: 2500m, memory: 4Gi}}
            storageClass: fast
            antiAffinity: soft
            imagePullSecrets: [{name: a}]
            image: {registry: r, repository: b}
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", EVERYTHING, "antiAffinity: ''"})
    void everyRenderedField_isOneThatKubernetesKnows(String values) throws Exception {
        for (JsonObject object : HELM.render(MYZK.with(values)).objects().values()) {
            assertThatCode(() -> kindOf(object).validator().validate(object)).doesNotThrowAnyException();
        }
    }

    /** A number where Kubernetes wants text, or the reverse, comes back from its types as something else. */
    @ParameterizedTest
    @ValueSource(strings = {"", EVERYTHING, "antiAffinity: ''"})
    void everyRenderedField_hasTheTypeThatKubernetesWants(String values) throws Exception {
        for (JsonObject object : HELM.render(MYZK.with(values)).objects().values()) {
            assertThat(differencesAsTyped(object)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "statefulset.yaml, serviceName:, servicename:, V1StatefulSetSpec",
        "statefulset.yaml, readOnlyRootFilesystem:, readonlyRootFilesystem:, V1SecurityContext",
        "statefulset.yaml, periodSeconds:, periodSecs:, V1Probe",
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
        List<String> kinds = HELM.render(MYZK).objects().values().stream()
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
