package io.arkeeper.bundle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.testing.SampleBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferentialTest {

    private static final BundleWriter WRITER = new BundleWriter(BundleWriter.Space.OF_THE_FILE_SYSTEM);

    @TempDir
    Path directory;

    private Path oldFile;
    private Path newFile;
    private Path difference;

    @BeforeEach
    void twoBundlesAndTheirDifference() throws IOException {
        SampleBundle sample = SampleBundle.in(directory);
        oldFile = sample.signed("old.ark");
        BundleContent content = sample.content(2, "## Changed\n");
        newFile = sample.write(content, Optional.of(SampleBundle.signer()), Optional.empty(), "new.ark");
        difference = sample.write(content, Optional.of(SampleBundle.signer()), Optional.of(oldFile), "diff.ark");
    }

    @Test
    void itLeavesOutWhatTheBaseHas() throws IOException {
        assertThat(Files.size(difference)).isLessThan(Files.size(newFile) * 2 / 3);
        try (BundleFile bundle = BundleFile.open(difference);
                BundleFile base = BundleFile.open(oldFile)) {
            assertThat(bundle.since()).contains(base.part(PartKind.LOCK).digest());
            assertThat(bundle.lock().reference()).isEqualTo("docker.io/arkeeper/zookeeper:3.9.5-0.1.0");
            assertThat(bundle.content(PartKind.SBOM)).isNotEmpty();
        }
    }

    @Test
    void madeFromTwoFilesItIsTheSame() throws IOException {
        Path again = directory.resolve("again.ark");
        try (BundleFile bundle = BundleFile.open(newFile);
                BundleFile base = BundleFile.open(oldFile)) {
            WRITER.differential(bundle, base, again);
        }

        assertThat(again).hasSameBinaryContentAs(difference);
    }

    @Test
    void appliedItGivesTheWholeFileToTheByte() throws IOException {
        Path applied = directory.resolve("applied.ark");
        try (BundleFile bundle = BundleFile.open(difference);
                BundleFile base = BundleFile.open(oldFile)) {
            WRITER.apply(base, bundle, Optional.of(SampleBundle.verifier()), applied);
        }

        assertThat(applied).hasSameBinaryContentAs(newFile);
    }

    @Test
    void itIsVerifiedTogetherWithItsBase() throws IOException {
        try (BundleFile bundle = BundleFile.open(difference);
                BundleFile base = BundleFile.open(oldFile)) {
            assertThat(new BundleVerifier(bundle, Optional.of(base), Optional.of(SampleBundle.verifier()))
                            .verify()
                            .signed())
                    .hasSize(5);
        }
    }

    @Test
    void withoutItsBaseItIsRefused() throws IOException {
        try (BundleFile bundle = BundleFile.open(difference);
                BundleFile base = BundleFile.open(oldFile)) {
            assertThatThrownBy(() -> new BundleVerifier(bundle, Optional.empty(), Optional.empty()).verify())
                    .isInstanceOf(BundleFailure.class)
                    .hasMessage(
                            "%s is a differential against the bundle with the lock %s; name that one with --base",
                            difference, base.part(PartKind.LOCK).digest());
        }
    }

    @Test
    void theWrongBaseIsRefusedByName() throws IOException {
        try (BundleFile bundle = BundleFile.open(difference);
                BundleFile base = BundleFile.open(newFile)) {
            Path output = directory.resolve("applied.ark");

            assertThatThrownBy(() -> WRITER.apply(base, bundle, Optional.empty(), output))
                    .isInstanceOf(BundleFailure.class)
                    .hasMessage(
                            "%s (version 0.1.0) has the lock %s, but %s is a differential against %s; give the bundle it was made from",
                            newFile,
                            base.part(PartKind.LOCK).digest(),
                            difference,
                            bundle.since().orElseThrow());
            assertThat(output).doesNotExist();
        }
    }

    @Test
    void aWholeBundleIsNothingToApply() throws IOException {
        try (BundleFile bundle = BundleFile.open(newFile);
                BundleFile base = BundleFile.open(oldFile)) {
            assertThatThrownBy(() -> WRITER.apply(base, bundle, Optional.empty(), directory.resolve("applied.ark")))
                    .hasMessage("%s is a whole bundle, expected a differential; use it as it is", newFile);
        }
    }

    @Test
    void signedItStaysADifferential() throws IOException {
        Path signed = directory.resolve("signed.ark");
        try (BundleFile bundle = BundleFile.open(difference)) {
            WRITER.sign(bundle, SampleBundle.signer(), signed);
        }

        assertThat(signed).hasSameBinaryContentAs(difference);
    }
}
