package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is meant by a label: people by {@code -l app=zookeeper}, the objects by their selectors. */
class SelectorsTest {

    private Manifest rendered;

    @BeforeEach
    void render() throws Exception {
        rendered = HELM.render(MYZK);
    }

    @Test
    void everythingAndEveryPodAndVolume_isFoundByAppZookeeper() {
        List<JsonElement> labels = new ArrayList<>();
        rendered.objects().keySet().forEach(object -> labels.add(rendered.at(object, "metadata", "labels")));
        labels.add(podLabels());
        labels.add(
                rendered.at("StatefulSet/myzk-zookeeper", "spec", "volumeClaimTemplates", "0", "metadata", "labels"));

        assertThat(labels)
                .hasSize(11)
                .allMatch(found -> found.getAsJsonObject().get("app").equals(new JsonPrimitive("zookeeper")));
    }

    @Test
    void selectors_meanThePods() {
        assertThat(selectors()).hasSize(5).allMatch(selector -> matches(selector, podLabels()));
    }

    @Test
    void selectors_doNotMeanObserversNorOtherReleasesNorOtherNames() {
        for (String label : List.of("component", "instance", "name")) {
            JsonObject others = podLabels().deepCopy();
            others.addProperty("app.kubernetes.io/" + label, "another");

            assertThat(selectors()).noneMatch(selector -> matches(selector, others));
        }
    }

    @Test
    void selectors_doNotDependOnTheChartsVersion() {
        assertThat(selectors()).allMatch(selector -> selector.keySet()
                .equals(Set.of("app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component")));
    }

    private JsonObject podLabels() {
        return rendered.at("StatefulSet/myzk-zookeeper", "spec", "template", "metadata", "labels")
                .getAsJsonObject();
    }

    private List<JsonObject> selectors() {
        return List.of(
                rendered.at("StatefulSet/myzk-zookeeper", "spec", "selector", "matchLabels")
                        .getAsJsonObject(),
                rendered.at("PodDisruptionBudget/myzk-zookeeper", "spec", "selector", "matchLabels")
                        .getAsJsonObject(),
                rendered.at("Service/myzk-zookeeper", "spec", "selector").getAsJsonObject(),
                rendered.at("Service/myzk-zookeeper-headless", "spec", "selector")
                        .getAsJsonObject(),
                rendered.at(
                                "StatefulSet/myzk-zookeeper",
                                "spec",
                                "template",
                                "spec",
                                "affinity",
                                "podAntiAffinity",
                                "requiredDuringSchedulingIgnoredDuringExecution",
                                "0",
                                "labelSelector",
                                "matchLabels")
                        .getAsJsonObject());
    }

    private static boolean matches(JsonObject selector, JsonObject labels) {
        return labels.entrySet().containsAll(selector.entrySet());
    }
}
