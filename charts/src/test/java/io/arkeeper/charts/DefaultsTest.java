package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart renders when nothing is set, whole; all other tests start from here and say only what differs. */
class DefaultsTest {

    private static final Path EXPECTED = Path.of("src/test/resources/expected");

    @Test
    void defaults_renderTheExpectedObjects() throws Exception {
        Manifest rendered = HELM.render(MYZK);

        assertThat(expected().differencesTo(rendered)).isEmpty();
    }

    @Test
    void defaults_renderTheseObjectsAndNoOther() throws Exception {
        assertThat(HELM.render(MYZK).objects())
                .containsOnlyKeys(
                        "StatefulSet/myzk-zookeeper",
                        "Service/myzk-zookeeper",
                        "Service/myzk-zookeeper-headless",
                        "PodDisruptionBudget/myzk-zookeeper",
                        "ConfigMap/myzk-zookeeper",
                        "ServiceAccount/myzk-zookeeper",
                        "Role/myzk-zookeeper",
                        "RoleBinding/myzk-zookeeper",
                        "Pod/myzk-zookeeper-test");
    }

    @Test
    void lint_findsNothing() {
        assertThat(HELM.lint(MYZK)).isEmpty();
    }

    private static Manifest expected() throws IOException {
        try (Stream<Path> files = Files.list(EXPECTED)) {
            return Manifest.parse(files.map(DefaultsTest::read).sorted().collect(Collectors.joining("\n---\n")));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
