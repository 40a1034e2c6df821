package io.arkeeper.bundle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.archive.BundleContent;
import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.MediaType;
import io.arkeeper.bundle.trust.P256;
import io.arkeeper.bundle.trust.Signer;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import java.util.Random;

/** A small bundle with everything a real one has, except that its command is noise. */
public final class SampleBundle {

    public static final KeyPair KEYS = P256.generate(new SecureRandom());
    private static final int OWN_BYTES = 100_000; // more than a differential carries twice

    private final Path directory;
    private final SampleImage image;
    private final Path chart;

    private SampleBundle(Path directory, SampleImage image, Path chart) {
        this.directory = directory;
        this.image = image;
        this.chart = chart;
    }

    public static SampleBundle in(Path directory) throws IOException {
        SampleImage image = SampleImage.in(directory.resolve("blobs"), OWN_BYTES);
        return new SampleBundle(directory, image, chart(directory.resolve("chart")));
    }

    private static Path chart(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("templates"));
        Files.writeString(directory.resolve("Chart.yaml"), """
                apiVersion: v2
                name: zookeeper
                description: a sample
                type: application
                version: 0.1.0
                appVersion: 3.9.5-0.1.0
                annotations:
                  images: "- arkeeper/zookeeper:3.9.5-0.1.0"
                """);
        Files.writeString(directory.resolve("values.yaml"), """
                servers: 3
                image:
                  registry: ""
                  repository: arkeeper/zookeeper
                """);
        Files.writeString(directory.resolve("templates/configmap.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: {{ .Release.Name }}
                data:
                  servers: "{{ .Values.servers }}"
                """);
        Files.writeString(directory.resolve(".helmignore"), "# what editors leave\n*.bak\n.idea/\n");
        return directory;
    }

    public static Signer signer() {
        return new Signer((ECPrivateKey) KEYS.getPrivate());
    }

    public static Verifier verifier() {
        return Verifier.read("key.pub", Verifier.text(KEYS.getPublic()));
    }

    public static Verifier anotherVerifier() {
        return Verifier.read(
                "other.pub", Verifier.text(P256.generate(new SecureRandom()).getPublic()));
    }

    public SampleImage image() {
        return image;
    }

    public Path chart() {
        return chart;
    }

    /** The content with this command and these notes, which is how two bundles differ here. */
    public BundleContent content(int commandSeed, String notes) throws IOException {
        byte[] noise = new byte[OWN_BYTES];
        new Random(commandSeed).nextBytes(noise);
        Descriptor command = image.blobs().put(MediaType.LAYER_GZIP, noise);
        return new BundleContent(
                image.blobs(),
                SampleImage.NAME,
                image.index(),
                "0.1.0",
                "3.9.5",
                SampleImage.BUILT,
                chart,
                command,
                "arkeeper-0.1.0",
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[]}",
                notes);
    }

    /** The content with this image in place of the sample's. */
    public BundleContent content(Descriptor index) throws IOException {
        BundleContent honest = content();
        return new BundleContent(
                honest.blobs(),
                honest.name(),
                index,
                honest.arkeeperVersion(),
                honest.zooKeeperVersion(),
                honest.created(),
                honest.chart(),
                honest.command(),
                honest.commandFolder(),
                honest.sbom(),
                honest.notes());
    }

    public BundleContent content() throws IOException {
        return content(1, "## Added\n");
    }

    public Path unsigned(String name) throws IOException {
        return write(content(), Optional.empty(), Optional.empty(), name);
    }

    public Path signed(String name) throws IOException {
        return write(content(), Optional.of(signer()), Optional.empty(), name);
    }

    public Path write(BundleContent content, Optional<Signer> signer, Optional<Path> base, String name)
            throws IOException {
        Path file = directory.resolve(name);
        BundleWriter writer = new BundleWriter(BundleWriter.Space.OF_THE_FILE_SYSTEM);
        if (base.isEmpty()) {
            writer.create(content, signer, Optional.empty(), file);
        } else {
            try (BundleFile old = BundleFile.open(base.get())) {
                writer.create(content, signer, Optional.of(old), file);
            }
        }
        return file;
    }

    /** Text of the sample's notes, to find it in a file. */
    public static byte[] notes() {
        return "## Added\n".getBytes(UTF_8);
    }
}
