package io.arkeeper.bundle.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.MediaType;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.testing.SampleImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomTest {

    private static final Instant BUILT = Instant.parse("2026-11-23T00:00:00Z");
    private static final Digest DEB = Digest.of("the package".getBytes(UTF_8));

    @TempDir
    Path directory;

    private Sbom sample() throws IOException {
        BlobDirectory blobs = new BlobDirectory(directory.resolve("blobs"));
        SampleImage image = SampleImage.in(directory.resolve("blobs"), 10);
        Descriptor command = blobs.put(
                MediaType.LAYER_GZIP,
                layer(new TreeMap<>(Map.of(
                        "arkeeper-1/lib/picocli-4.7.7.jar", "a jar".getBytes(UTF_8),
                        "arkeeper-1/lib/jline.jar", jar("jline", "3.25.1"),
                        "arkeeper-1/lib/unheard-of-1.jar", "another".getBytes(UTF_8),
                        "arkeeper-1/java/release", "JAVA_VERSION=\"25\"\n".getBytes(UTF_8),
                        "arkeeper-1/java/lib/jrt-fs.jar", "a part of Java".getBytes(UTF_8)))));
        return Sbom.scan(
                blobs,
                image.index(),
                command,
                Map.of("libc6 2.36-9+deb12u13 amd64", DEB),
                Map.of(Platform.LINUX_AMD64, "Temurin-25.0.3+9"),
                "Temurin-25.0.3+9");
    }

    @Test
    void whatShipsIsFound() throws IOException {
        assertThat(sample().components())
                .containsExactlyInAnyOrder(
                        new Component(
                                Optional.empty(),
                                "libc6",
                                "2.36-9+deb12u13",
                                "pkg:deb/debian/libc6@2.36-9%2Bdeb12u13?arch=amd64&distro=debian-12&upstream=glibc",
                                List.of("LGPL-2.1-or-later"),
                                Optional.of(DEB),
                                new TreeSet<>(Set.of("image linux/amd64", "image linux/arm64"))),
                        inCommand(
                                Optional.of("info.picocli"),
                                "picocli",
                                "4.7.7",
                                "pkg:maven/info.picocli/picocli@4.7.7",
                                "Apache-2.0",
                                "a jar".getBytes(UTF_8)),
                        inCommand(
                                Optional.of("org.jline"),
                                "jline",
                                "3.25.1",
                                "pkg:maven/org.jline/jline@3.25.1",
                                "BSD-3-Clause",
                                jar("jline", "3.25.1")),
                        new Component(
                                Optional.empty(),
                                "unheard-of",
                                "1",
                                "pkg:generic/unheard-of@1",
                                List.of(),
                                Optional.of(Digest.of("another".getBytes(UTF_8))),
                                new TreeSet<>(Set.of("cli"))),
                        new Component(
                                Optional.empty(),
                                "temurin",
                                "25.0.3+9",
                                "pkg:generic/temurin@25.0.3%2B9",
                                List.of("GPL-2.0-only WITH Classpath-exception-2.0"),
                                Optional.empty(),
                                new TreeSet<>(Set.of("cli"))));
    }

    @Test
    void theDocumentKeepsToTheFormatAndIsReadBack() throws Exception {
        Sbom sbom = sample();
        byte[] json = sbom.json("0.1.0", BUILT).getBytes(UTF_8);
        Path file = Files.write(directory.resolve("sbom.cdx.json"), json);

        assertThat(new JsonParser().validate(file.toFile(), Version.VERSION_16)).isEmpty();
        assertThat(Sbom.read("sbom", json)).isEqualTo(sbom);
        assertThat(sample().json("0.1.0", BUILT).getBytes(UTF_8)).isEqualTo(json);
    }

    @Test
    void theJudgeWouldHaveNoticed() throws Exception {
        String json = sample().json("0.1.0", BUILT).replace("\"SHA-256\"", "\"SHA-0\"");
        Path file = Files.writeString(directory.resolve("bad.json"), json);

        assertThat(new JsonParser().validate(file.toFile(), Version.VERSION_16)).isNotEmpty();
    }

    @Test
    void everyJarTheMemberShipsHasALicence() throws IOException {
        JarCatalog catalog = JarCatalog.read();
        Path member = Path.of("../member/target/dist/lib");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(member), "the member is not built");
        try (Stream<Path> jars = Files.list(member)) {
            assertThat(jars.map(jar -> jar.getFileName().toString()).filter(jar -> !catalog.knows(jar)))
                    .as("jars that jars.txt does not list")
                    .isEmpty();
        }
    }

    private static Component inCommand(
            Optional<String> group, String name, String version, String purl, String licence, byte[] bytes) {
        return new Component(
                group,
                name,
                version,
                purl,
                List.of(licence),
                Optional.of(Digest.of(bytes)),
                new TreeSet<>(Set.of("cli")));
    }

    private static byte[] jar(String name, String version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("META-INF/maven/%1$s/%1$s/pom.properties".formatted(name));
            entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            zip.write("version=%s\n".formatted(version).getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] layer(SortedMap<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), UTF_8.name())) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
