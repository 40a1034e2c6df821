package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.archive.BundleContent;
import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.ImageName;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.MediaType;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.registry.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The smallest bundle there is, for rehearsals and for commands that do not care what is in it. */
public final class TinyBundle {

    private TinyBundle() {}

    /** @param version of the one jar in it */
    static Path write(Path directory, String name, String version) throws IOException {
        return write(directory, name, version, Optional.empty());
    }

    static Path write(Path directory, String name, String version, Optional<Path> base) throws IOException {
        return write(directory, name, version, base, "a layer".getBytes(UTF_8));
    }

    /** One with a layer of its image that is too large for one request. */
    public static Path large(Path directory, String name) throws IOException {
        return write(directory, name, "1.0", Optional.empty(), new byte[Push.PIECE + 1]);
    }

    private static Path write(Path directory, String name, String version, Optional<Path> base, byte[] layer)
            throws IOException {
        Path chart = Files.createDirectories(directory.resolve("chart"));
        Files.writeString(chart.resolve("Chart.yaml"), """
                apiVersion: v2
                name: zookeeper
                version: 0.1.0
                appVersion: 3.9.5-0.1.0
                """);
        Files.writeString(chart.resolve("values.yaml"), """
                image:
                  repository: arkeeper/zookeeper
                """);
        BlobDirectory blobs = new BlobDirectory(directory.resolve("blobs"));
        BundleContent content = new BundleContent(
                blobs,
                ImageName.parse("arkeeper/zookeeper:3.9.5-0.1.0"),
                image(blobs, layer),
                "0.1.0",
                "3.9.5",
                Instant.parse("2026-11-23T00:00:00Z"),
                chart,
                blobs.put(MediaType.LAYER_GZIP, ("the command " + version).getBytes(UTF_8)),
                "arkeeper-0.1.0",
                sbom(version),
                "# Arkeeper 0.1.0\n");
        Path file = directory.resolve(name);
        BundleWriter writer = new BundleWriter(BundleWriter.Space.OF_THE_FILE_SYSTEM);
        if (base.isEmpty()) {
            writer.create(content, Optional.empty(), Optional.empty(), file);
            return file;
        }
        try (BundleFile old = BundleFile.open(base.get())) {
            writer.create(content, Optional.empty(), Optional.of(old), file);
        }
        return file;
    }

    private static String sbom(String version) {
        return """
                {"bomFormat":"CycloneDX","specVersion":"1.6","components":[
                {"type":"library","group":"org.example","name":"x","version":"%s","purl":"pkg:maven/org.example/x@1",
                 "licenses":[{"expression":"MIT"}],"properties":[{"name":"io.arkeeper.bundle.place","value":"cli"}]}]}""".formatted(version);
    }

    private static Descriptor image(BlobDirectory blobs, byte[] layer) throws IOException {
        Descriptor config = blobs.put(
                MediaType.IMAGE_CONFIG, """
                {"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]},
                 "history":[{"created_by":"arkeeper image build: base"}]}""".formatted(Digest.of(layer)).getBytes(UTF_8));
        Manifest manifest = Manifest.image(config, List.of(blobs.put(MediaType.LAYER_GZIP, layer)), new TreeMap<>());
        Descriptor described = blobs.put(MediaType.IMAGE_MANIFEST, manifest.bytes());
        return blobs.put(MediaType.IMAGE_INDEX, new Index(List.of(described.on(Platform.LINUX_AMD64))).bytes());
    }
}
