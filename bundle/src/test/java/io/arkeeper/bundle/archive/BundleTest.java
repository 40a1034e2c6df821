package io.arkeeper.bundle.archive;

import static io.arkeeper.bundle.archive.Verification.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.testing.Retar;
import io.arkeeper.bundle.testing.SampleBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a bundle, and what is none. */
final class BundleTest {

    @TempDir
    private Path directory;

    private SampleBundle sample;

    @BeforeEach
    void aSample() throws IOException {
        sample = SampleBundle.in(directory);
    }

    @Test
    void itsPartsAreFoundByKind() throws IOException {
        try (BundleFile bundle = BundleFile.open(sample.signed("a.ark"))) {
            assertThat(bundle.version()).isEqualTo("0.1.0");
            assertThat(bundle.since()).isEmpty();
            assertThat(bundle.parts())
                    .extracting(part -> part.kind().toString())
                    .containsExactly(
                            "image",
                            "chart",
                            "cli",
                            "sbom",
                            "notes",
                            "lock",
                            "signature",
                            "signature",
                            "signature",
                            "signature",
                            "signature");
            assertThat(bundle.image().digest()).isEqualTo(sample.image().index().digest());
            assertThat(bundle.image().repository()).contains("arkeeper/zookeeper");
            assertThat(bundle.image().tag()).contains("3.9.5-0.1.0");
            assertThat(bundle.chart().repository()).contains("arkeeper/charts/zookeeper");
            assertThat(bundle.chart().tag()).contains("0.1.0");
            assertThat(bundle.content(PartKind.NOTES)).isEqualTo("## Added\n".getBytes(UTF_8));
            Part signature = bundle.signaturesOf(bundle.chart().digest()).getFirst();
            assertThat(signature.tag())
                    .contains("sha256-" + bundle.chart().digest().hex() + ".sig");
            assertThat(signature.repository()).contains("arkeeper/charts/zookeeper");
        }
    }

    @Test
    void onlyTheImageHasANameThatContainerdTakes() throws IOException {
        try (BundleFile bundle = BundleFile.open(sample.signed("a.ark"))) {
            List<Part> named = bundle.parts().stream()
                    .filter(part -> part.descriptor().annotations().containsKey("io.containerd.image.name")
                            || part.descriptor().annotations().containsKey("org.opencontainers.image.ref.name"))
                    .toList();

            assertThat(named).containsExactly(bundle.image());
            assertThat(named.getFirst().descriptor().annotations())
                    .containsEntry("io.containerd.image.name", "docker.io/arkeeper/zookeeper:3.9.5-0.1.0");
        }
    }

    @Test
    void theLockSaysWhatPeopleAskFor() throws IOException {
        try (BundleFile bundle = BundleFile.open(sample.unsigned("a.ark"))) {
            Lock lock = bundle.lock();

            assertThat(lock.reference()).isEqualTo("docker.io/arkeeper/zookeeper:3.9.5-0.1.0");
            assertThat(lock.index()).isEqualTo(sample.image().index().digest());
            assertThat(lock.platforms())
                    .extracting(one -> one.platform().toString())
                    .containsExactly("linux/amd64", "linux/arm64");
            assertThat(lock.files())
                    .extracting(Lock.LockedFile::name)
                    .containsExactly("get-cli.sh", "oci-layout", "manifest.json");
            assertThat(Lock.read("again", lock.bytes())).isEqualTo(lock);
        }
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        Path file = Retar.of(sample.unsigned("a.ark"))
                .editRoot(root ->
                        root.replace("\"io.arkeeper.bundle.format\":\"1\"", "\"io.arkeeper.bundle.format\":\"2\""))
                .write(directory.resolve("b.ark"));

        refused(
                () -> BundleFile.open(file),
                BundleFailure.Kind.BAD_INPUT,
                file + " was made by a newer Arkeeper, this one reads format 1");
    }

    @Test
    void anImageAloneIsNoBundle() throws IOException {
        Path file = sample.image().writeTo(directory.resolve("image.tar"));

        refused(
                () -> BundleFile.open(file),
                BundleFailure.Kind.BAD_INPUT,
                file + " is an OCI layout but no bundle; make one with 'bundle create'");
    }

    @Test
    void entriesThatLeaveTheFolderOfWhoeverUnpacksAreRefused() throws IOException {
        for (String name : List.of("../x", "/etc/x", "blobs/../../x")) {
            Path file = Retar.of(sample.signed("a.ark")).put(name, "x").write(directory.resolve("b.ark"));

            refused(() -> BundleFile.open(file), BundleFailure.Kind.BAD_INPUT, "has the entry '" + name + "'");
        }
    }
}
