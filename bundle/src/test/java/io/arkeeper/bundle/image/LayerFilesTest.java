package io.arkeeper.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerFilesTest {

    private static final Instant TIME = Instant.parse("2026-11-23T00:00:00Z");

    @TempDir
    Path directory;

    @Test
    void theSameTreeGivesTheSameBytesInWhateverOrderItWasFilled() throws IOException {
        FileTree one = new FileTree().file("opt/b", Content.of("b")).file("opt/a", Content.of("a"), 0755);
        FileTree two = new FileTree().file("opt/a", Content.of("a"), 0755).file("opt/b", Content.of("b"));

        assertThat(layer("one", one)).isEqualTo(layer("one", two));
    }

    @Test
    void theDiffIdIsThatOfTheTarBeforeCompression() throws IOException {
        Layer layer = layer("one", new FileTree().file("etc/os-release", Content.of("ID=debian")));

        try (InputStream tar =
                new GZIPInputStream(blobs().open(layer.descriptor().digest()))) {
            assertThat(Digest.of(tar)).isEqualTo(layer.diffId());
        }
    }

    @Test
    void unpackedAgainEverythingIsThere() throws IOException {
        Layer lower = layer("lower", new FileTree().file("opt/bin/tool", Content.of("#!"), 0755));
        Layer upper = layer("upper", new FileTree().link("opt/tool", "bin/tool"));

        LayerFiles.unpack(List.of(lower, upper), blobs(), directory.resolve("root"));

        Path tool = directory.resolve("root/opt/tool");
        assertThat(tool).isSymbolicLink().isExecutable().hasContent("#!");
        assertThat(Files.getLastModifiedTime(tool).toInstant()).isEqualTo(TIME);
    }

    private Layer layer(String name, FileTree tree) throws IOException {
        return new LayerFiles(TIME).write(name, tree, blobs(), true);
    }

    private BlobDirectory blobs() {
        return new BlobDirectory(directory.resolve("blobs"));
    }
}
