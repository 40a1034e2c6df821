package io.arkeeper.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildCacheTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final BuildCache.Limits LIMITS =
            new BuildCache.Limits(Duration.ofDays(30), 2500, Duration.ofDays(1));

    @TempDir
    private Path directory;

    private BuildCache cache;

    @BeforeEach
    void open() {
        cache = new BuildCache(directory, () -> NOW);
    }

    @Test
    void whatNoBuildUsedForLongGoes() throws IOException {
        Path old = file("blobs/old", 10, Duration.ofDays(31));
        Path note = file("runtime/old.json", 10, Duration.ofDays(31));
        Path cutOff = file("blobs/partial-1.tmp", 10, Duration.ofDays(31));
        Path used = file("blobs/used", 10, Duration.ofDays(29));
        Path debian = file("debian/amd64/libc6.deb", 10, Duration.ofDays(99)); // inputs, not results

        assertThat(cache.prune(LIMITS)).isEqualTo(30);

        assertThat(old).doesNotExist();
        assertThat(note).doesNotExist();
        assertThat(cutOff).doesNotExist();
        assertThat(used).exists();
        assertThat(debian).exists();
    }

    @Test
    void beyondTheSizeTheLeastRecentlyUsedGoes() throws IOException {
        Path first = file("blobs/first", 1000, Duration.ofDays(5));
        Path second = file("blobs/second", 1000, Duration.ofDays(4));
        Path third = file("blobs/third", 1000, Duration.ofDays(3));

        assertThat(cache.prune(LIMITS)).isEqualTo(1000);

        assertThat(first).doesNotExist();
        assertThat(second).exists();
        assertThat(third).exists();
    }

    @Test
    void whatWasJustBuiltStaysHoweverMuchItIs() throws IOException {
        Path large = file("blobs/large", 5000, Duration.ofHours(1));

        assertThat(cache.prune(LIMITS)).isZero();
        assertThat(large).exists();
    }

    @Test
    void whileSomebodyBuildsNothingGoes() throws IOException {
        Path old = file("blobs/old", 10, Duration.ofDays(31));
        try (BuildCache.Use mine = cache.use()) {
            assertThat(mine).isNotNull();
            assertThat(new BuildCache(directory, () -> NOW).prune(LIMITS)).isZero();
            assertThat(old).exists();
        }

        assertThat(cache.prune(LIMITS)).isEqualTo(10);
    }

    @Test
    void aCacheThatWasNeverUsed() throws IOException {
        assertThat(cache.prune(LIMITS)).isZero();
    }

    @Test
    void aLayerThatIsTakenFromTheCacheCountsAsUsed() throws IOException {
        BlobDirectory blobs = new BlobDirectory(directory.resolve("blobs"));
        LayerCache layers = new LayerCache(directory.resolve("runtime"), blobs);
        Digest key = Digest.of(new byte[] {1});
        Layer made = layers.get("java", key, true, () -> layer(blobs));
        Path blob = blobs.path(made.descriptor().digest());
        Path note = directory.resolve("runtime/" + key.hex() + ".json");
        Files.setLastModifiedTime(blob, FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(note, FileTime.from(Instant.EPOCH));

        Layer taken = layers.get("java", key, true, () -> {
            throw new AssertionError("made again");
        });

        assertThat(taken).isEqualTo(made);
        assertThat(Files.getLastModifiedTime(blob).toInstant()).isAfter(NOW.minus(Duration.ofDays(9999)));
        assertThat(Files.getLastModifiedTime(note).toInstant()).isAfter(NOW.minus(Duration.ofDays(9999)));
    }

    @Test
    void aLayerThatIsDamagedInTheCacheIsMadeAnew() throws IOException {
        BlobDirectory blobs = new BlobDirectory(directory.resolve("blobs"));
        LayerCache layers = new LayerCache(directory.resolve("runtime"), blobs);
        Digest key = Digest.of(new byte[] {1});
        Layer made = layers.get("java", key, true, () -> layer(blobs));
        Files.writeString(blobs.path(made.descriptor().digest()), "other");

        assertThat(layers.get("java", key, true, () -> layer(blobs))).isEqualTo(made);
        blobs.verify(made.descriptor());
    }

    private static Layer layer(BlobDirectory blobs) throws IOException {
        byte[] bytes = {1, 2, 3};
        return new Layer("java", blobs.put(MediaType.LAYER_GZIP, bytes), Digest.of(bytes), true);
    }

    private Path file(String name, int size, Duration idle) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[size]);
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(idle)));
    }
}
