package io.arkeeper.bundle.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.advisory.BundleScan.Finding;
import io.arkeeper.bundle.sbom.Component;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleScanTest {

    private static final Component NETTY =
            component("io.netty", "netty-handler", "pkg:maven/io.netty/netty-handler@4.1.118.Final");
    private static final Component LIBC =
            component("", "libc6", "pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-13&upstream=glibc");
    private static final Component STDLIB = component("", "stdlib", "pkg:golang/stdlib@1.24.3");
    private static final Component JAVA = component("", "temurin", "pkg:generic/temurin@25.0.3%2B9");

    @TempDir
    private Path directory;

    private static Component component(String group, String name, String purl) {
        String version = purl.replaceFirst(".*@", "").replaceFirst("[?].*", "").replace("%2B", "+");
        Optional<String> named = Optional.of(group).filter(text -> !text.isEmpty());
        return new Component(named, name, version, purl, List.of(), Optional.empty(), new TreeSet<>());
    }

    private static String advisory(String id, String ecosystem, String name, String affected) {
        return """
                {"id": "%s", "modified": "2026-10-01T00:00:00Z", "aliases": ["CVE-2026-1"],
                 "affected": [{"package": {"ecosystem": "%s", "name": "%s"}, %s}],
                 "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
                 "database_specific": {"severity": "HIGH"}}
                """.formatted(id, ecosystem, name, affected);
    }

    private static String range(String... events) {
        return "\"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [%s]}]".formatted(String.join(", ", events));
    }

    private static String event(String kind, String version) {
        return "{\"%s\": \"%s\"}".formatted(kind, version);
    }

    private static BundleScan.Report scan(List<Component> components, String... advisories) {
        BundleScan scan = new BundleScan(components);
        for (String advisory : advisories) {
            scan.consider(Advisory.read("an advisory", advisory.getBytes(UTF_8)));
        }
        return scan.report();
    }

    @Test
    void whatIsAffectedIsNamed_withTheVersionThatIsNoMore() {
        BundleScan.Report report = scan(
                List.of(NETTY),
                advisory(
                        "GHSA-1",
                        "Maven",
                        "io.netty:netty-handler",
                        range(event("introduced", "4.1.91.Final"), event("fixed", "4.1.119.Final"))));

        assertThat(report)
                .isEqualTo(new BundleScan.Report(
                        1,
                        "2026-10-01T00:00:00Z",
                        List.of(new Finding(
                                "GHSA-1",
                                List.of("CVE-2026-1"),
                                "io.netty:netty-handler",
                                "4.1.118.Final",
                                Optional.of("4.1.119.Final"),
                                "HIGH")),
                        List.of(),
                        1,
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    introduced 0, fixed 4.1.119.Final                                          | true
                    introduced 0, fixed 4.1.118.Final                                          | false
                    introduced 4.1.119.Final                                                   | false
                    introduced 4.1.118.Final                                                   | true
                    introduced 0, last_affected 4.1.118.Final                                  | true
                    introduced 0, last_affected 4.1.117.Final                                  | false
                    fixed 4.1.120.Final, introduced 4.1.100.Final, fixed 4.1.99.Final, introduced 0 | true
                    fixed 4.1.120.Final, introduced 4.1.119.Final, fixed 4.1.99.Final, introduced 0 | false
                    """)
    void rangesAreReadInTheOrderOfTheirVersions(String events, boolean affected) {
        String[] all = events.split(", ");
        for (int i = 0; i < all.length; i++) {
            String[] words = all[i].split(" ");
            all[i] = event(words[0], words[1]);
        }

        assertThat(scan(List.of(NETTY), advisory("A", "Maven", "io.netty:netty-handler", range(all)))
                        .findings())
                .hasSize(affected ? 1 : 0);
    }

    @Test
    void versionsThatAreListed() {
        assertThat(scan(
                                List.of(NETTY),
                                advisory("A", "Maven", "io.netty:netty-handler", "\"versions\": [\"4.1.118.Final\"]"))
                        .findings())
                .hasSize(1);
        assertThat(scan(
                                List.of(NETTY),
                                advisory("A", "Maven", "io.netty:netty-handler", "\"versions\": [\"4.1.117.Final\"]"))
                        .findings())
                .isEmpty();
    }

    @Test
    void ofDebianTheSourceAndTheReleaseCount() {
        String fixed = range(event("introduced", "0"), event("fixed", "2.41-13"));

        assertThat(scan(List.of(LIBC), advisory("A", "Debian:13", "glibc", fixed))
                        .findings())
                .extracting(Finding::component)
                .containsExactly("libc6");
        assertThat(scan(List.of(LIBC), advisory("A", "Debian:12", "glibc", fixed))
                        .findings())
                .isEmpty();
        assertThat(scan(List.of(LIBC), advisory("A", "Debian:13", "libc6", fixed))
                        .findings())
                .isEmpty();
        Component withoutRelease = component("", "glibc", "pkg:deb/debian/glibc@2.41-12?arch=amd64");
        assertThat(scan(List.of(withoutRelease), advisory("A", "Debian:12", "glibc", fixed))
                        .findings())
                .as("a release that is not known may be any")
                .hasSize(1);
    }

    @Test
    void goModulesAreThere() {
        assertThat(scan(
                                List.of(STDLIB),
                                advisory(
                                        "GO-1",
                                        "Go",
                                        "stdlib",
                                        range(event("introduced", "1.24.0-0"), event("fixed", "1.24.4"))))
                        .findings())
                .extracting(Finding::fixed)
                .containsExactly(Optional.of("1.24.4"));
    }

    @Test
    void whatCannotBeJudgedIsNotClean() {
        BundleScan.Report report = scan(
                List.of(NETTY, LIBC, STDLIB, JAVA),
                advisory("A", "Maven", "org.example:other", range(event("introduced", "0"))),
                advisory(
                        "B",
                        "Maven",
                        "io.netty:netty-handler",
                        "\"ranges\": [{\"type\": \"GIT\", \"events\": [{\"introduced\": \"0\"}]}]"));

        assertThat(report.findings()).isEmpty();
        assertThat(report.judged()).isEqualTo(1);
        assertThat(report.withoutData()).containsExactly(LIBC, STDLIB, JAVA);
        assertThat(report.undecided()).extracting(Finding::id).containsExactly("B");
    }

    @Test
    void whatWasWithdrawnCountsForNothing() {
        String withdrawn = advisory("A", "Maven", "io.netty:netty-handler", range(event("introduced", "0")))
                .replaceFirst("\\{", "{\"withdrawn\": \"2026-10-02T00:00:00Z\", ");

        assertThat(scan(List.of(NETTY), withdrawn).findings()).isEmpty();
    }

    @Test
    void filesAndZipsBelowADirectoryAreRead() throws IOException {
        Path below = Files.createDirectories(directory.resolve("Maven/more"));
        Files.writeString(
                below.resolve("GHSA-1.json"),
                advisory("GHSA-1", "Maven", "io.netty:netty-handler", range(event("introduced", "0"))));
        Files.writeString(below.resolve("README.md"), "no advisory");
        zip(
                directory.resolve("Maven/all.zip"),
                Map.of(
                        "GHSA-2.json",
                        advisory("GHSA-2", "Maven", "io.netty:netty-handler", range(event("introduced", "0")))));

        assertThat(AdvisoryFiles.scan(List.of(NETTY), directory).findings())
                .extracting(Finding::id)
                .containsExactly("GHSA-1", "GHSA-2");
        assertThat(AdvisoryFiles.scan(List.of(NETTY), directory.resolve("Maven/all.zip"))
                        .findings())
                .extracting(Finding::id)
                .containsExactly("GHSA-2");
    }

    private static void zip(Path file, Map<String, String> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(UTF_8));
                zip.closeEntry();
            }
        }
    }

    @Test
    void nothingToReadIsNoCleanBillOfHealth() throws IOException {
        assertThatThrownBy(() -> AdvisoryFiles.scan(List.of(NETTY), directory))
                .isInstanceOf(BundleFailure.class)
                .hasMessageStartingWith(directory + " holds no advisory, expected files of JSON in the OSV format");
        assertThatThrownBy(() -> AdvisoryFiles.scan(List.of(NETTY), directory.resolve("none")))
                .isInstanceOf(BundleFailure.class)
                .hasMessage(directory.resolve("none")
                        + " is not there; give a directory or a ZIP of advisories in the OSV format");
        Files.writeString(directory.resolve("bad.json"), "{\"id\": \"A\", \"affected\": 1}");
        assertThatThrownBy(() -> AdvisoryFiles.scan(List.of(NETTY), directory))
                .isInstanceOf(BundleFailure.class)
                .hasMessageContaining("bad.json: affected is '1', expected a list");
    }
}
