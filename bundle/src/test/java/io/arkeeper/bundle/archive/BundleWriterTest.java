package io.arkeeper.bundle.archive;

import static io.arkeeper.bundle.archive.Verification.refused;
import static io.arkeeper.bundle.archive.Verification.verify;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.image.ImageProgress;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.testing.SampleImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a bundle is written: the same each time, wholly or not at all, and only where there is room. */
final class BundleWriterTest {

    private static final BundleWriter WRITER = new BundleWriter(BundleWriter.Space.OF_THE_FILE_SYSTEM);

    @TempDir
    private Path directory;

    private SampleBundle sample;

    @BeforeEach
    void aSample() throws IOException {
        sample = SampleBundle.in(directory);
    }

    @Test
    void theSameContentGivesTheSameFile() throws IOException {
        assertThat(sample.signed("a.ark")).hasSameBinaryContentAs(sample.signed("b.ark"));
    }

    @Test
    void signedLaterItIsTheFileThatIsSignedAtOnce() throws IOException {
        Path later = directory.resolve("later.ark");
        try (BundleFile bundle = BundleFile.open(sample.unsigned("a.ark"))) {
            WRITER.sign(bundle, SampleBundle.signer(), later);
        }

        assertThat(later).hasSameBinaryContentAs(sample.signed("b.ark"));
    }

    @Test
    void signedAgainItHasOnlyTheNewSignatures() throws IOException {
        Path file = sample.signed("a.ark");
        long size = Files.size(file);
        try (BundleFile bundle = BundleFile.open(file)) {
            WRITER.sign(bundle, SampleBundle.signer(), file);
        }

        assertThat(file).hasSize(size);
        assertThat(verify(file, SampleBundle.verifier()).signed()).hasSize(5);
    }

    @Test
    void aFolderThatIsNotThereIsRefusedFirst() throws IOException {
        BundleContent content = sample.content();
        Path output = directory.resolve("none/a.ark");

        refused(
                () -> WRITER.create(content, Optional.empty(), Optional.empty(), output),
                BundleFailure.Kind.STORAGE,
                output + " cannot be written: its folder is missing or read-only; name another file with -o");
        refused(
                () -> WRITER.create(content, Optional.empty(), Optional.empty(), directory),
                BundleFailure.Kind.STORAGE,
                directory + " cannot be written: it is a folder; name another file with -o");
    }

    @Test
    void withoutRoomNothingIsWritten() throws IOException {
        BundleContent content = sample.content();
        Path output = directory.resolve("a.ark");

        refused(
                () -> new BundleWriter(folder -> 100 << 10).create(content, Optional.empty(), Optional.empty(), output),
                BundleFailure.Kind.STORAGE,
                "%s needs 0.4 MiB, %s has room for 0.1 MiB; free some, or choose another place"
                        .formatted(output, directory));
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("blobs", "chart");
    }

    @Test
    void aBuildAsksForRoomBeforeItStarts() {
        Path output = directory.resolve("a.ark");
        BundleRequest request = new BundleRequest(
                ImageRequest.of(Path.of("no-member"), output, directory.resolve("cache")),
                Path.of("no-lib"),
                Path.of("no-helm"),
                sample.chart(),
                Path.of("no-changelog"));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

        refused(
                () -> BundleBuilder.build(
                        request, folder -> folder.equals(temporary) ? 1 << 20 : 1 << 30, ImageProgress.SILENT),
                BundleFailure.Kind.STORAGE,
                "the build needs 256.0 MiB, %s has room for 1.0 MiB".formatted(temporary));
        refused(
                () -> BundleBuilder.requireRoomForImage(
                        request.image(), folder -> folder.equals(directory) ? 1 << 20 : 1 << 30),
                BundleFailure.Kind.STORAGE,
                "%s needs 32.0 MiB, %s has room for 1.0 MiB".formatted(output, directory));
        refused(
                () -> new BundleWriter(folder -> 1 << 20).requireRoomForWhole(output),
                BundleFailure.Kind.STORAGE,
                "%s needs 64.0 MiB, %s has room for 1.0 MiB".formatted(output, directory));
    }

    @Test
    void theNeededRoomIsAboutTheSizeOfTheFile() throws IOException {
        long size = Files.size(sample.signed("a.ark"));
        BundleContent content = sample.content();
        Path output = directory.resolve("b.ark");

        assertThatThrownBy(() -> new BundleWriter(folder -> size - 1)
                        .create(content, Optional.of(SampleBundle.signer()), Optional.empty(), output))
                .hasMessageContaining(" has room for ");
        new BundleWriter(folder -> size + (128 << 10))
                .create(content, Optional.of(SampleBundle.signer()), Optional.empty(), output);
    }

    @Test
    void whatBreaksOffHalfWayLeavesNothing() throws IOException {
        BundleContent content = sample.content();
        Digest gone = sample.image().layers().getLast().digest();
        Files.delete(sample.image().blobs().path(gone));
        Path output = directory.resolve("a.ark");
        byte[] before = "the bundle of yesterday".getBytes(UTF_8);
        Files.write(output, before);

        refused(
                () -> WRITER.create(content, Optional.empty(), Optional.empty(), output),
                BundleFailure.Kind.STORAGE,
                output + " could not be written: ");
        assertThat(output).hasBinaryContent(before);
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("a.ark", "blobs", "chart");
    }

    @Test
    void aChartForAnotherImageIsRefused() throws IOException {
        Path values = sample.chart().resolve("Chart.yaml");
        Files.writeString(values, Files.readString(values).replace("appVersion: 3.9.5-0.1.0", "appVersion: 3.9.4"));

        refused(
                () -> sample.unsigned("a.ark"),
                BundleFailure.Kind.BAD_INPUT,
                "the chart in %s asks for the image arkeeper/zookeeper:3.9.4, but the image built here is %s; give both the same version"
                        .formatted(sample.chart(), SampleImage.NAME.familiar()));
    }
}
