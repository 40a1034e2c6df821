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
        rendered = HELM.render(MYZK.with("""
                {networkPolicy: {enabled: true, egress: true}, podMonitor: {enabled: true}}
                """));
    }

    @Test
    void everythingAndEveryPodAndVolume_isFoundByAppZookeeper() {
        List<JsonElement> labels = new ArrayList<>();
        rendered.objects().keySet().stream()
                .filter(object -> !object.startsWith("Pod/"))
                .forEach(object -> labels.add(rendered.at(object, "metadata", "labels")));
        labels.add(podLabels());
        labels.add(
                rendered.at("StatefulSet/myzk-zookeeper", "spec", "volumeClaimTemplates", "0", "metadata", "labels"));

        assertThat(labels)
                .hasSize(12)
                .allMatch(found -> found.getAsJsonObject().get("app").equals(new JsonPrimitive("zookeeper")));
    }

    @Test
    void thePodOfHelmTest_isNoMember() {
        List<String> pods = rendered.objects().keySet().stream()
                .filter(object -> object.startsWith("Pod/"))
                .toList();

        assertThat(pods).hasSize(1);
        assertThat(selectors())
                .noneMatch(selector -> matches(
                        selector,
                        rendered.at(pods.getFirst(), "metadata", "labels").getAsJsonObject()));
    }

    @Test
    void selectors_meanThePods() {
        assertThat(selectors()).hasSize(10).allMatch(selector -> matches(selector, podLabels()));
    }

    @Test
    void selectors_doNotMeanOtherReleasesNorOtherNames() {
        for (String label : List.of("instance", "name")) {
            JsonObject others = podLabels().deepCopy();
            others.addProperty("app.kubernetes.io/" + label, "another");

            assertThat(selectors()).noneMatch(selector -> matches(selector, others));
        }
    }

    /** What counts voters means only these; whoever connects to members may connect to all. */
    @Test
    void observers_areMeantByTheServicesAndPoliciesAndNotByWhatCountsVoters() throws Exception {
        JsonObject observers = HELM.render(MYZK.with("observers: 2"))
                .at("StatefulSet/myzk-zookeeper-observer", "spec", "template", "metadata", "labels")
                .getAsJsonObject();

        assertThat(votersSelectors()).noneMatch(selector -> matches(selector, observers));
        assertThat(membersSelectors()).allMatch(selector -> matches(selector, observers));
    }

    @Test
    void observersOwnSelectors_meanOnlyThem() throws Exception {
        Manifest both = HELM.render(MYZK.with("observers: 2"));

        for (String object :
                List.of("StatefulSet/myzk-zookeeper-observer", "PodDisruptionBudget/myzk-zookeeper-observer")) {
            JsonObject selector =
                    both.at(object, "spec", "selector", "matchLabels").getAsJsonObject();
            assertThat(matches(selector, podLabels())).isFalse();
        }
    }

    @Test
    void selectors_doNotMeanThePodOfHelmTest() {
        JsonObject test =
                rendered.at("Pod/myzk-zookeeper-test", "metadata", "labels").getAsJsonObject();

        assertThat(selectors()).noneMatch(selector -> matches(selector, test));
    }

    /** The Services have the members' labels, so that a monitor finds the one with an http port. */
    @Test
    void serviceMonitor_meansTheHeadlessService() throws Exception {
        Manifest monitored = HELM.render(MYZK.with("serviceMonitor: {enabled: true}"));
        JsonObject selector = monitored
                .at("ServiceMonitor/myzk-zookeeper", "spec", "selector", "matchLabels")
                .getAsJsonObject();

        assertThat(matches(
                        selector,
                        monitored
                                .at("Service/myzk-zookeeper-headless", "metadata", "labels")
                                .getAsJsonObject()))
                .isTrue();
    }

    @Test
    void selectors_doNotDependOnTheChartsVersion() {
        assertThat(votersSelectors()).allMatch(selector -> selector.keySet()
                .equals(Set.of("app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component")));
        assertThat(membersSelectors()).allMatch(selector -> selector.keySet()
                .equals(Set.of("app.kubernetes.io/name", "app.kubernetes.io/instance", "app")));
    }

    private JsonObject podLabels() {
        return rendered.at("StatefulSet/myzk-zookeeper", "spec", "template", "metadata", "labels")
                .getAsJsonObject();
    }

    private List<JsonObject> selectors() {
        List<JsonObject> all = new ArrayList<>(votersSelectors());
        all.addAll(membersSelectors());
        return all;
    }

    private List<JsonObject> votersSelectors() {
        return List.of(
                rendered.at("StatefulSet/myzk-zookeeper", "spec", "selector", "matchLabels")
                        .getAsJsonObject(),
                rendered.at("PodDisruptionBudget/myzk-zookeeper", "spec", "selector", "matchLabels")
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
                        .getAsJsonObject(),
                rendered.at(
                                "StatefulSet/myzk-zookeeper",
                                "spec",
                                "template",
                                "spec",
                                "topologySpreadConstraints",
                                "0",
                                "labelSelector",
                                "matchLabels")
                        .getAsJsonObject());
    }

    private List<JsonObject> membersSelectors() {
        return List.of(
                rendered.at("Service/myzk-zookeeper", "spec", "selector").getAsJsonObject(),
                rendered.at("Service/myzk-zookeeper-headless", "spec", "selector")
                        .getAsJsonObject(),
                rendered.at("NetworkPolicy/myzk-zookeeper", "spec", "podSelector", "matchLabels")
                        .getAsJsonObject(),
                rendered.at(
                                "NetworkPolicy/myzk-zookeeper",
                                "spec",
                                "ingress",
                                "0",
                                "from",
                                "0",
                                "podSelector",
                                "matchLabels")
                        .getAsJsonObject(),
                rendered.at(
                                "NetworkPolicy/myzk-zookeeper",
                                "spec",
                                "egress",
                                "0",
                                "to",
                                "0",
                                "podSelector",
                                "matchLabels")
                        .getAsJsonObject(),
                rendered.at("PodMonitor/myzk-zookeeper", "spec", "selector", "matchLabels")
                        .getAsJsonObject());
    }

    private static boolean matches(JsonObject selector, JsonObject labels) {
        return labels.entrySet().containsAll(selector.entrySet());
    }
}
