package io.arkeeper.bundle.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final Descriptor CONFIG = Descriptor.of(MediaType.IMAGE_CONFIG, "config".getBytes(UTF_8));
    private static final Descriptor LAYER = Descriptor.of(MediaType.LAYER_GZIP, "layer".getBytes(UTF_8));

    @Test
    void aManifestIsWrittenWithSortedNamesAndWithoutWhatIsAbsent() {
        Manifest manifest = Manifest.image(CONFIG, List.of(LAYER), new TreeMap<>());

        assertThat(new String(manifest.bytes(), UTF_8))
                .isEqualTo(
                        "{\"config\":{\"digest\":\"sha256:b79606fb3afea5bd1609ed40b622142f1c98125abcfe89a76a661b0e8e343910\","
                                + "\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":6},"
                                + "\"layers\":[{\"digest\":\"sha256:dac1d7cfa95021764849fd102524e141488c5e3a90f861dbb5a12d9ac8584f85\","
                                + "\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"size\":5}],"
                                + "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"schemaVersion\":2}");
    }

    @Test
    void anIndexReadBackIsTheSame() {
        TreeMap<String, String> annotations = new TreeMap<>();
        annotations.put("a", "ä");
        Index index = new Index(
                List.of(Descriptor.of(MediaType.IMAGE_MANIFEST, new byte[3])
                        .on(Platform.parse("linux/arm/v7"))
                        .annotated(annotations)),
                Optional.of(LAYER),
                annotations);

        assertThat(Index.read("index", index.bytes())).isEqualTo(index);
    }

    @Test
    void aConfigurationReadBackIsTheSame() {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("io.arkeeper.version", "0.1.0");
        Optional<Instant> created = Optional.of(Instant.parse("2026-11-23T00:00:00Z"));
        ImageConfig config = new ImageConfig(
                created,
                Platform.LINUX_AMD64,
                new ImageConfig.Execution(
                        Optional.of("1000:1000"),
                        List.of("A=b"),
                        List.of("/java"),
                        List.of("Main"),
                        Optional.of("/"),
                        Optional.of("SIGTERM"),
                        List.of("2181/tcp"),
                        List.of("/data"),
                        labels),
                List.of(LAYER.digest()),
                List.of(new ImageConfig.History(created, "base", false)));

        assertThat(ImageConfig.read("config", config.bytes())).isEqualTo(config);
    }

    @Test
    void aDocumentOfTheWrongShapeIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Index.read("index.json", "{\"manifests\":[{\"mediaType\":7}]}".getBytes(UTF_8)))
                .isInstanceOf(BundleFailure.class)
                .hasMessage("index.json: manifests[0]: mediaType is '7', expected text; the file is damaged");
        assertThatThrownBy(() -> Index.read("index.json", "[]".getBytes(UTF_8)))
                .hasMessage("index.json is not a JSON object; the file is damaged");
    }

    @Test
    void aDigestIsSha256AndNothingElse() {
        assertThat(Digest.of("layer".getBytes(UTF_8))).isEqualTo(Digest.parse(LAYER.digest() + ""));
        assertThatThrownBy(() -> Digest.parse("md5:00"))
                .hasMessage("a digest is 'md5:00', expected sha256: and 64 hexadecimal digits");
        assertThatThrownBy(() -> Digest.parse("sha256:../../etc/passwd"))
                .hasMessage("a digest is '../../etc/passwd', expected 64 hexadecimal digits after sha256:");
    }

    @Test
    void dockersOlderNamesAreKnown() {
        String docker = "application/vnd.docker.";
        assertThat(new MediaType(docker + "distribution.manifest.list.v2+json").isIndex())
                .isTrue();
        assertThat(new MediaType(docker + "distribution.manifest.v2+json").isManifest())
                .isTrue();
        assertThat(new MediaType(docker + "image.rootfs.diff.tar.gzip").inOci()).isEqualTo(MediaType.LAYER_GZIP);
        assertThat(MediaType.LAYER_PLAIN.inOci()).isEqualTo(MediaType.LAYER_PLAIN);
    }

    @Test
    void aPlatformHasTwoOrThreeParts() {
        assertThat(Platform.parse("linux/amd64"))
                .isEqualTo(Platform.LINUX_AMD64)
                .hasToString("linux/amd64");
        assertThat(Platform.parse("linux/arm/v7")).hasToString("linux/arm/v7");
        assertThatThrownBy(() -> Platform.parse("amd64"))
                .hasMessage("platform is 'amd64', expected OS/ARCHITECTURE; use linux/amd64");
    }

    @Test
    void aNameWithoutARegistryIsCompletedTheWayRuntimesDo() {
        ImageName name = ImageName.parse("arkeeper/zookeeper:3.9.5-0.1.0");

        assertThat(name.full()).isEqualTo("docker.io/arkeeper/zookeeper:3.9.5-0.1.0");
        assertThat(name.familiar()).isEqualTo("arkeeper/zookeeper:3.9.5-0.1.0");
        assertThat(ImageName.parse("harbor.example:5000/a/b:1").full()).isEqualTo("harbor.example:5000/a/b:1");
        assertThatThrownBy(() -> ImageName.parse("Arkeeper"))
                .hasMessage(
                        "image name is 'Arkeeper:', expected [REGISTRY/]REPOSITORY:TAG in lower case; use arkeeper/zookeeper:3.9.5-0.1.0");
    }
}
