package io.arkeeper.bundle.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {

    private static final Instant TIME = Instant.parse("2026-11-23T00:00:00Z");
    private static final ImageName NAME = ImageName.parse("arkeeper/zookeeper:1");

    @TempDir
    Path directory;

    private BlobDirectory blobs;
    private Descriptor layer;
    private Manifest manifest;
    private Index root;

    @BeforeEach
    void anImage() throws IOException {
        blobs = new BlobDirectory(directory.resolve("blobs"));
        layer = blobs.put(MediaType.LAYER_GZIP, "the layer".getBytes(UTF_8));
        Descriptor config = blobs.put(MediaType.IMAGE_CONFIG, "{}".getBytes(UTF_8));
        manifest = Manifest.image(config, List.of(layer), new TreeMap<>());
        Descriptor described = blobs.put(MediaType.IMAGE_MANIFEST, manifest.bytes());
        Index index = new Index(List.of(described.on(Platform.LINUX_AMD64)));
        root = new Index(List.of(LayoutWriter.named(blobs.put(MediaType.IMAGE_INDEX, index.bytes()), NAME)));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = write("a.tar");

        try (LayoutReader layout = LayoutReader.open(file)) {
            assertThat(layout.root()).isEqualTo(root);
            assertThat(layout.digests()).hasSize(4).contains(layer.digest());
            assertThat(layout.open(layer.digest())).hasContent("the layer");
            layout.verify();
        }
    }

    @Test
    void theRootNamesTheImageForContainerdAndForLayouts() {
        assertThat(root.manifests().getFirst().annotations())
                .containsEntry("org.opencontainers.image.ref.name", "1")
                .containsEntry("io.containerd.image.name", "docker.io/arkeeper/zookeeper:1");
    }

    @Test
    void theSameContentGivesTheSameFile() throws IOException {
        assertThat(write("a.tar")).hasSameBinaryContentAs(write("b.tar"));
    }

    @Test
    void nothingIsLeftWhereABlobIsMissing() throws IOException {
        Files.delete(blobs.path(layer.digest()));

        assertThatThrownBy(() -> write("a.tar")).isInstanceOf(IOException.class);
        assertThat(directory.toFile().list()).containsExactly("blobs");
    }

    @Test
    void aBlobThatChangedOnDiskIsNotPassedOn() throws IOException {
        Files.writeString(blobs.path(layer.digest()), "THE layer");

        assertThatThrownBy(() -> write("a.tar"))
                .isInstanceOf(BundleFailure.class)
                .hasMessage("blob %s changed while it was being written; build again", layer.digest());
    }

    @Test
    void oneFlippedBitIsFoundAndNamed() throws IOException {
        Path file = write("a.tar");
        byte[] bytes = Files.readAllBytes(file);
        bytes[indexOf(bytes, "the layer".getBytes(UTF_8))] ^= 1;
        Files.write(file, bytes);

        try (LayoutReader layout = LayoutReader.open(file)) {
            assertThatThrownBy(layout::verify)
                    .isInstanceOf(BundleFailure.class)
                    .hasMessageStartingWith(file + ": blob " + layer.digest() + " has the digest sha256:");
        }
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        Path file = write("a.tar");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 2500));

        assertThatThrownBy(() -> LayoutReader.open(file))
                .isInstanceOf(BundleFailure.class)
                .hasMessage("%s is no tar or ends early; copy it again", file);
    }

    @Test
    void entriesThatNoLayoutNeedsAreRefused() throws IOException {
        assertThatThrownBy(() -> LayoutReader.open(tarOf("../x")))
                .hasMessageContaining("has the entry '../x', expected plain files, each once and below the root");
        assertThatThrownBy(() -> LayoutReader.open(tarOf("index.json", "index.json")))
                .hasMessageContaining("has the entry 'index.json'");
        assertThatThrownBy(() -> LayoutReader.open(tarOf("index.json", "blobs/a->/etc/passwd")))
                .hasMessageContaining("has the entry 'blobs/a'");
        assertThatThrownBy(() -> LayoutReader.open(tarOf("index.json")))
                .hasMessageEndingWith("has no entry 'oci-layout', expected an OCI layout in a tar");
    }

    @Test
    void dockerLoadFindsTheImageUnderItsFamiliarName() {
        assertThat(new String(new LayoutWriter.DockerImage(NAME, manifest).bytes(), UTF_8))
                .isEqualTo("[{\"Config\":\"%s\",\"Layers\":[\"%s\"],\"RepoTags\":[\"arkeeper/zookeeper:1\"]}]"
                        .formatted(
                                manifest.config().digest().blobPath(),
                                layer.digest().blobPath()));
    }

    private Path write(String name) throws IOException {
        Path file = directory.resolve(name);
        new LayoutWriter(blobs, TIME).write(file, root, Optional.of(new LayoutWriter.DockerImage(NAME, manifest)));
        return file;
    }

    private Path tarOf(String... entries) throws IOException {
        Path file = Files.createTempFile(directory, "bad", ".tar");
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out, UTF_8.name())) {
            for (String entry : entries) {
                int arrow = entry.indexOf("->");
                TarArchiveEntry made = arrow < 0
                        ? new TarArchiveEntry(entry, true)
                        : new TarArchiveEntry(entry.substring(0, arrow), TarConstants.LF_SYMLINK);
                if (arrow >= 0) {
                    made.setLinkName(entry.substring(arrow + 2));
                }
                tar.putArchiveEntry(made);
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
