package io.arkeeper.bundle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.oci.JsonObject;
import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.testing.SampleImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartPackageTest {

    @TempDir
    Path directory;

    private Path chart;

    @BeforeEach
    void aChart() throws IOException {
        chart = SampleBundle.in(directory).chart();
    }

    @Test
    void itsFilesLieBelowItsNameAndChartYamlComesFirst() throws IOException {
        assertThat(names(ChartPackage.read(chart).packed(SampleImage.BUILT)))
                .containsExactly(
                        "zookeeper/Chart.yaml",
                        "zookeeper/.helmignore",
                        "zookeeper/templates/configmap.yaml",
                        "zookeeper/values.yaml");
    }

    @Test
    void whatHelmIgnoresIsLeftOut() throws IOException {
        byte[] before = ChartPackage.read(chart).packed(SampleImage.BUILT);
        Files.writeString(chart.resolve("values.yaml.bak"), "old");
        Files.createDirectories(chart.resolve("templates/.idea"));
        Files.writeString(chart.resolve("templates/.idea/workspace.xml"), "mine");

        assertThat(ChartPackage.read(chart).packed(SampleImage.BUILT)).isEqualTo(before);
    }

    @Test
    void patternsItDoesNotKnowAreRefused() throws IOException {
        Files.writeString(chart.resolve(".helmignore"), "!keep.me\n");

        assertThatThrownBy(() -> ChartPackage.read(chart))
                .hasMessage(
                        "%s has the pattern '!keep.me', expected names and globs of names only",
                        chart.resolve(".helmignore"));
    }

    @Test
    void itsConfigurationIsChartYaml() throws IOException {
        JsonObject config = JsonObject.read("config", ChartPackage.read(chart).config());

        assertThat(config.text("name")).isEqualTo("zookeeper");
        assertThat(config.text("version")).isEqualTo("0.1.0");
        assertThat(config.text("appVersion")).isEqualTo("3.9.5-0.1.0");
    }

    @Test
    void itHasTheAnnotationsHelmWrites() throws IOException {
        assertThat(ChartPackage.read(chart).annotations(SampleImage.BUILT))
                .containsEntry("org.opencontainers.image.title", "zookeeper")
                .containsEntry("org.opencontainers.image.version", "0.1.0")
                .containsEntry("org.opencontainers.image.description", "a sample")
                .containsEntry("org.opencontainers.image.created", "2026-11-23T00:00:00Z")
                .containsEntry("images", "- arkeeper/zookeeper:3.9.5-0.1.0");
    }

    @Test
    void aFolderWithoutChartYamlIsNone() {
        assertThatThrownBy(() -> ChartPackage.read(directory))
                .hasMessage("%s is no chart: it has no Chart.yaml", directory);
    }

    @Test
    void notesAreTheVersionsSection() throws IOException {
        Path changelog = Files.write(
                directory.resolve("CHANGELOG.md"),
                "# Changelog\n\n## 0.2.0\n\n- new\n\n## Unreleased (0.1.0)\n\n### Added\n\n- old\n\n## 0.0.9\n"
                        .getBytes(UTF_8));

        assertThat(ReleaseNotes.read(changelog, "0.2.0")).isEqualTo("# Arkeeper 0.2.0\n\n- new\n");
        assertThat(ReleaseNotes.read(changelog, "0.1.0")).isEqualTo("# Arkeeper 0.1.0\n\n### Added\n\n- old\n");
        assertThatThrownBy(() -> ReleaseNotes.read(changelog, "0.3.0"))
                .hasMessage("%s has no section for version 0.3.0, expected a line '## 0.3.0'", changelog);
    }

    private static List<String> names(byte[] tgz) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(tgz)), UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
