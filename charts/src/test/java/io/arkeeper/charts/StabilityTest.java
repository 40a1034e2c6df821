package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.CHART;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must stay the same: from one rendering to the next, when the ensemble grows, and when only the chart changes. */
class StabilityTest {

    private static final String STATEFUL_SET = "StatefulSet/myzk-zookeeper";

    @TempDir
    Path directory;

    @Test
    void renderingTwice_givesTheSameBytes() throws Exception {
        String once = HELM.template(MYZK);
        String again = HELM.template(MYZK);

        assertThat(again).isEqualTo(once);
    }

    /** Versions 1.1 and 1.2 of YAML read a leading zero differently. */
    @Test
    void numbersMeanTheSameToEveryReaderOfYaml() throws Exception {
        assertThat(
                        HELM.template(
                                MYZK.with(
                                        "{tls: {enabled: true}, auth: {users: {existingSecret: people}, quorum: {existingSecret: members}}}")))
                .contains("defaultMode: 288")
                .doesNotContainPattern(": 0[0-9]+\\s");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7})
    void anotherNumberOfServers_leavesThePodsAlone(int servers) throws Exception {
        assertThat(podTemplate(HELM.render(MYZK.with("servers: " + servers))))
                .isEqualTo(podTemplate(HELM.render(MYZK)));
    }

    @Test
    void observers_leaveTheVotersAloneAndTheOtherWayRound() throws Exception {
        Manifest before = HELM.render(MYZK.with("observers: 1"));
        Manifest after = HELM.render(MYZK.with("{servers: 5, observers: 3}"));

        assertThat(podTemplate(before)).isEqualTo(podTemplate(HELM.render(MYZK)));
        assertThat(before.differencesTo(after))
                .containsExactlyInAnyOrder(
                        "StatefulSet/myzk-zookeeper spec.replicas: 3 -> 5",
                        "StatefulSet/myzk-zookeeper-observer spec.replicas: 1 -> 3",
                        "PodDisruptionBudget/myzk-zookeeper spec.minAvailable: 2 -> 4",
                        "ConfigMap/myzk-zookeeper data[ensemble.properties].servers: 3 -> 5",
                        "ConfigMap/myzk-zookeeper data[ensemble.properties].observers: 1 -> 3");
    }

    @Test
    void anotherMinAvailable_leavesThePodsAlone() throws Exception {
        assertThat(podTemplate(HELM.render(MYZK.with("{servers: 5, minAvailable: 3}"))))
                .isEqualTo(podTemplate(HELM.render(MYZK)));
    }

    @Test
    void aNewVersionOfTheChartWithTheSameImage_changesOnlyLabelsOfTheObjectsThemselves() throws Exception {
        Path next =
                ChartCopy.withFile(directory, "Chart.yaml", chart -> chart.replace("version: 0.1.0", "version: 0.2.0+b")
                        .replace("appVersion: 3.9.5", "appVersion: 3.9.9"));

        List<String> differences =
                HELM.render(MYZK).differencesTo(HELM.render(MYZK.of(next).with("image: {tag: 3.9.5-0.1.0}")));

        List<String> expected = new ArrayList<>();
        for (String object : HELM.render(MYZK).objects().keySet()) {
            if (object.equals("Pod/myzk-zookeeper-test")) {
                continue; // made anew by each helm test
            }
            expected.add(object + " metadata.labels[app.kubernetes.io/version]: 3.9.5-0.1.0 -> 3.9.9-0.1.0");
            expected.add(object + " metadata.labels[helm.sh/chart]: zookeeper-0.1.0 -> zookeeper-0.2.0_b");
        }
        assertThat(differences).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void chroots_leaveThePodsAlone() throws Exception {
        assertThat(podTemplate(HELM.render(MYZK.with("chroots: [{path: /solr}]"))))
                .isEqualTo(podTemplate(HELM.render(MYZK)));
    }

    @Test
    void renderingEverythingTwice_givesTheSameBytes() throws Exception {
        assertThat(HELM.template(MYZK.with(StrictFieldsTest.EVERYTHING)))
                .isEqualTo(HELM.template(MYZK.with(StrictFieldsTest.EVERYTHING)));
    }

    /** Each of these makes a rendering depend on something else than the values, or act on its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lookup",
                "helm.sh/hook",
                ".Capabilities",
                "randAlpha",
                "randNumeric",
                "randBytes",
                "genCA",
                "genSelfSigned",
                "genSigned",
                "genPrivateKey",
                "uuidv4",
                "htpasswd",
                "now",
                "getHostByName",
                ".Release.IsInstall",
                ".Release.IsUpgrade",
                ".Release.Revision",
                "tpl"
            })
    void templates_areFunctionsOfTheValues(String forbidden) throws IOException {
        assertThat(actionsOfAllTemplates())
                .noneMatch(action -> action.matches("(?s).*(?<![a-zA-Z.])\\Q" + forbidden + "\\E\\b.*"));
    }

    @Test
    void helpers_doNotChangeValues() throws IOException {
        assertThat(actionsOfAllTemplates())
                .noneMatch(
                        action -> action.matches(
                                "(?s).*\\b(set|unset|merge|mergeOverwrite|mustMerge|mustMergeOverwrite)\\s+\\(?\\$?\\.Values.*"));
    }

    /** Makes certificates, and takes those that are in the cluster; TlsSecretsTest shows what it is good for. */
    private static final Path KEPT = Path.of("secret-tls.yaml");

    private static JsonElement podTemplate(Manifest manifest) {
        return manifest.at(STATEFUL_SET, "spec", "template");
    }

    private static List<String> actionsOfAllTemplates() throws IOException {
        List<String> actions = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CHART.resolve("templates"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(KEPT))
                    .toList()) {
                String withoutComments = Files.readString(file).replaceAll("(?s)\\{\\{-? ?/\\*.*?\\*/ ?-?}}", "");
                Pattern.compile("(?s)\\{\\{.*?}}")
                        .matcher(withoutComments)
                        .results()
                        .forEach(action -> actions.add(action.group()));
            }
        }
        assertThat(actions).hasSizeGreaterThan(100);
        return actions;
    }
}
