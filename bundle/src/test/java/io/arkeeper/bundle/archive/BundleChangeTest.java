package io.arkeeper.bundle.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.testing.SampleBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleChangeTest {

    @TempDir
    Path directory;

    @Test
    void whatIsDifferentIsSaidInOneLineEach() throws IOException {
        SampleBundle sample = SampleBundle.in(directory);
        Path before = write(sample, sbom("1.2.3", "2.41-12"), "before.ark");
        Path values = sample.chart().resolve("values.yaml");
        Files.writeString(values, Files.readString(values).replace("servers: 3", "servers: 5") + "  digest: x\n");
        Path after = write(sample, sbom("1.2.4", "2.41-13"), "after.ark");

        assertThat(changes(before, after))
                .containsExactly(
                        "~ package libc6 in image linux/amd64: 2.41-12 → 2.41-13",
                        "~ jar org.example:x in cli: 1.2.3 → 1.2.4",
                        "+ value image.digest: x",
                        "~ value servers: 3 → 5");
        assertThat(changes(after, before)).contains("- value image.digest: x");
        assertThat(changes(before, before)).isEmpty();
    }

    @Test
    void aSummaryIsTheSameForProgramsAndPeople() throws IOException {
        Path file = write(SampleBundle.in(directory), sbom("1.2.3", "2.41-12"), "a.ark");
        try (BundleFile bundle = BundleFile.open(file)) {
            BundleSummary summary = BundleSummary.of(bundle);

            assertThat(summary.parts())
                    .extracting(part -> part.kind() + " " + part.name())
                    .containsExactly(
                            "image arkeeper/zookeeper:3.9.5-0.1.0",
                            "chart arkeeper/charts/zookeeper:0.1.0",
                            "cli application/vnd.arkeeper.cli.v1",
                            "sbom application/vnd.cyclonedx+json",
                            "notes application/vnd.arkeeper.notes.v1",
                            "lock application/vnd.arkeeper.lock.v1+json");
            assertThat(summary.images()).hasSize(2);
            assertThat(summary.signed()).isEmpty();
            assertThat(summary.chartValues()).containsEntry("image.repository", "arkeeper/zookeeper");
            assertThat(summary.toJson()).containsKeys("parts", "images", "components", "signed");
        }
    }

    private static List<String> changes(Path one, Path two) throws IOException {
        try (BundleFile before = BundleFile.open(one);
                BundleFile after = BundleFile.open(two)) {
            return BundleChange.between(BundleSummary.of(before), BundleSummary.of(after)).stream()
                    .map(BundleChange::toString)
                    .toList();
        }
    }

    private static Path write(SampleBundle sample, String sbom, String name) throws IOException {
        BundleContent plain = sample.content();
        BundleContent content = new BundleContent(
                plain.blobs(),
                plain.name(),
                plain.index(),
                plain.arkeeperVersion(),
                plain.zooKeeperVersion(),
                plain.created(),
                plain.chart(),
                plain.command(),
                plain.commandFolder(),
                sbom,
                plain.notes());
        return sample.write(content, Optional.empty(), Optional.empty(), name);
    }

    private static String sbom(String jar, String libc) {
        return """
                {"bomFormat":"CycloneDX","specVersion":"1.6","components":[
                {"type":"library","name":"libc6","version":"%s","purl":"pkg:deb/debian/libc6@x",
                 "properties":[{"name":"io.arkeeper.bundle.place","value":"image linux/amd64"}]},
                {"type":"library","group":"org.example","name":"x","version":"%s","purl":"pkg:maven/org.example/x@1",
                 "properties":[{"name":"io.arkeeper.bundle.place","value":"cli"}]}]}
                """.formatted(libc, jar);
    }
}
