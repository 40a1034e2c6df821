package io.arkeeper.bundle.relocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.testing.Retar;
import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.testing.SampleImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelocatableTest {

    @TempDir
    private Path directory;

    private SampleBundle sample;

    @BeforeEach
    void aSample() throws IOException {
        sample = SampleBundle.in(directory);
    }

    @Test
    void imageChartAndSignaturesLeaveABundle() throws IOException {
        try (RelocatableFile file = RelocatableFile.open(sample.signed("a.ark"))) {
            assertThat(file.content().all())
                    .extracting(artifact ->
                            artifact.repository() + ":" + artifact.tag().replaceFirst("[0-9a-f]{64}", "HEX"))
                    .containsExactly(
                            "arkeeper/zookeeper:3.9.5-0.1.0",
                            "arkeeper/charts/zookeeper:0.1.0",
                            "arkeeper/zookeeper:sha256-HEX.sig",
                            "arkeeper/zookeeper:sha256-HEX.sig",
                            "arkeeper/zookeeper:sha256-HEX.sig",
                            "arkeeper/charts/zookeeper:sha256-HEX.sig");
        }
    }

    @Test
    void anImageAloneHasTheNameItWasBuiltWith() throws IOException {
        try (RelocatableFile file = RelocatableFile.open(sample.image().writeTo(directory.resolve("image.tar")))) {
            assertThat(file.content())
                    .isEqualTo(new Relocatable(
                            SampleImage.NAME,
                            new Artifact(
                                    "arkeeper/zookeeper",
                                    "3.9.5-0.1.0",
                                    LayoutWriter.named(sample.image().index(), SampleImage.NAME)),
                            Optional.empty(),
                            List.of()));
        }
    }

    @Test
    void twoImagesAreNone() throws IOException {
        Path two = directory.resolve("two.tar");
        new LayoutWriter(sample.image().blobs(), SampleImage.BUILT)
                .write(two, new Index(sample.image().manifests()), Optional.empty());

        assertFails(
                () -> RelocatableFile.open(two),
                BundleFailure.Kind.BAD_INPUT,
                "%s is no bundle and holds 2 images, expected one; make one with 'arkeeper bundle create'"
                        .formatted(two));
    }

    @Test
    void anImageWithoutANameIsRefused() throws IOException {
        Path nameless = directory.resolve("nameless.tar");
        new LayoutWriter(sample.image().blobs(), SampleImage.BUILT)
                .write(nameless, new Index(List.of(sample.image().index())), Optional.empty());

        assertFails(
                () -> RelocatableFile.open(nameless),
                BundleFailure.Kind.BAD_INPUT,
                "%s: its image has no annotation 'io.containerd.image.name', so it has no name; make it with 'arkeeper image build'"
                        .formatted(nameless));
    }

    @Test
    void whatTheOwnerOfTheKeySignedIsAccepted() throws IOException {
        try (RelocatableFile file = RelocatableFile.open(sample.signed("a.ark"))) {
            file.requireSigned(Optional.of(SampleBundle.verifier()));
            file.verify(Optional.of(SampleBundle.verifier()));
        }
    }

    @Test
    void anotherKeyIsRefused() throws IOException {
        try (RelocatableFile file = RelocatableFile.open(sample.signed("a.ark"))) {
            assertFails(
                    () -> file.requireSigned(Optional.of(SampleBundle.anotherVerifier())),
                    BundleFailure.Kind.NOT_VERIFIED,
                    "%s: arkeeper/zookeeper:3.9.5-0.1.0 is signed with another key than other.pub; get the file or the key anew from who made it"
                            .formatted(file.layout().file()));
        }
    }

    @Test
    void anUnsignedOneIsRefusedWhereAKeyIsRequired() throws IOException {
        try (RelocatableFile file = RelocatableFile.open(sample.unsigned("a.ark"))) {
            assertFails(
                    () -> file.requireSigned(Optional.of(SampleBundle.verifier())),
                    BundleFailure.Kind.NOT_VERIFIED,
                    "%s: arkeeper/zookeeper:3.9.5-0.1.0 is not signed, expected a signature by key.pub; get a signed one from who made it"
                            .formatted(file.layout().file()));
        }
    }

    @Test
    void aDifferentialIsNotWhole() throws IOException {
        Path old = sample.unsigned("old.ark");
        Path differential =
                sample.write(sample.content(2, "## Changed\n"), Optional.empty(), Optional.of(old), "new.ark");
        try (RelocatableFile file = RelocatableFile.open(differential)) {
            assertThatThrownBy(() -> file.verify(Optional.empty()))
                    .hasMessageMatching(
                            ".*new.ark has no blob sha256:[0-9a-f]{64}; it is a differential: make it whole with 'bundle apply', or push it to a registry that has the rest");
        }
    }

    /** As {@code serve} and {@code load} ask. */
    @Test
    void aManifestThatSaysAnotherSizeThanABlobHasIsRefused() throws IOException {
        Descriptor layer = sample.image().layers().get(1);
        for (long difference : List.of(-1L, 1L)) {
            Descriptor lying = LayoutWriter.named(sample.image().indexWithWrongSize(difference), SampleImage.NAME);
            Retar tar = new Retar()
                    .put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                    .put("index.json", new Index(List.of(lying)).bytes());
            for (Path blob : sample.image().blobs().files()) {
                tar.put("blobs/sha256/" + blob.getFileName(), Files.readAllBytes(blob));
            }
            Path file = tar.write(directory.resolve("image.tar"));

            try (RelocatableFile opened = RelocatableFile.open(file)) {
                assertFails(
                        () -> opened.verify(Optional.empty()),
                        BundleFailure.Kind.NOT_VERIFIED,
                        "%s: blob %s has %d bytes, expected %d; the file is damaged or was changed, copy it again"
                                .formatted(file, layer.digest(), layer.size(), layer.size() + difference));
            }
        }
    }

    private static void assertFails(ThrowingCallable act, BundleFailure.Kind kind, String sentence) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(kind))
                .hasMessage(sentence);
    }
}
