package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.CHART;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chart.yaml: its versions are those of the build, its annotation names the image that is rendered. */
class ChartYamlTest {

    @Test
    void versions_areThoseOfTheBuild() throws IOException {
        String arkeeper = System.getProperty("arkeeper.version");
        String zookeeper = System.getProperty("zookeeper.version");

        assertThat(chart().get("version").getAsString()).isEqualTo(arkeeper);
        assertThat(chart().get("appVersion").getAsString()).isEqualTo(zookeeper + "-" + arkeeper);
    }

    @Test
    void imagesAnnotation_namesTheRenderedImage() throws Exception {
        JsonObject image = Yaml.document(
                        chart().getAsJsonObject("annotations").get("images").getAsString())
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();

        assertThat(image.get("image"))
                .isEqualTo(HELM.render(MYZK)
                        .at("StatefulSet/myzk-zookeeper", "spec", "template", "spec", "containers", "0", "image"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.27.0", "v1.31.4-eks-1", "v1.36.0"})
    void kubernetesOfToday_isAccepted(String kubernetes) {
        assertThatCode(() -> HELM.templateFor(kubernetes, MYZK)).doesNotThrowAnyException();
    }

    @Test
    void kubernetesTooOld_isRefused() {
        assertThatCode(() -> HELM.templateFor("v1.26.15", MYZK))
                .hasMessageContaining(
                        "chart requires kubeVersion: >=1.27.0-0 which is incompatible with Kubernetes v1.26.15");
    }

    private static JsonObject chart() throws IOException {
        return Yaml.document(Files.readString(CHART.resolve("Chart.yaml"))).getAsJsonObject();
    }
}
