package io.arkeeper.bundle.archive;

import static io.arkeeper.bundle.archive.Verification.refused;
import static io.arkeeper.bundle.archive.Verification.verify;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.testing.Retar;
import io.arkeeper.bundle.testing.SampleBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a file can be another than the one that was made, and what is said of it. */
final class BundleVerifierTest {

    @TempDir
    private Path directory;

    private SampleBundle sample;

    @BeforeEach
    void aSample() throws IOException {
        sample = SampleBundle.in(directory);
    }

    @Test
    void whatWasSignedIsVerified() throws IOException {
        BundleVerifier.Report report = verify(sample.signed("a.ark"), SampleBundle.verifier());

        assertThat(report.signed()).containsExactly("lock", "image", "image linux/amd64", "image linux/arm64", "chart");
        assertThat(report.blobs()).isGreaterThan(20);
    }

    @Test
    void withoutAKeyNoSignatureIsChecked() throws IOException {
        assertThat(verify(sample.unsigned("a.ark")).signed()).isEmpty();
        assertThat(verify(sample.signed("b.ark")).signed()).isEmpty();
    }

    @Test
    void unsignedWhereAKeyIsGiven() throws IOException {
        Path file = sample.unsigned("a.ark");

        refused(
                () -> verify(file, SampleBundle.verifier()),
                BundleFailure.Kind.NOT_VERIFIED,
                file + " is not signed; sign it where it was made, with 'bundle sign --key KEY'");
    }

    @Test
    void signedByAnotherKey() throws IOException {
        Path file = sample.signed("a.ark");

        refused(
                () -> verify(file, SampleBundle.anotherVerifier()),
                BundleFailure.Kind.NOT_VERIFIED,
                file + ": lock has no signature of the key in other.pub; the bundle is somebody else's or was changed");
    }

    @Test
    void repackedByAnotherTarItIsStillTheSameBundle() throws IOException {
        Path file = Retar.of(sample.signed("a.ark")).write(directory.resolve("b.ark"));

        assertThat(verify(file, SampleBundle.verifier()).signed()).hasSize(5);
    }

    @Test
    void everyBlobIsMissedByNameWhereOneBitOfItIsFlipped() throws IOException {
        Path file = sample.signed("a.ark");
        try (BundleFile bundle = BundleFile.open(file)) {
            Inventory inventory = Inventory.of(
                    file.toString(),
                    bundle.parts().stream().map(Part::descriptor).toList(),
                    bundle.layout());
            for (Inventory.Item item : inventory.items()) {
                Retar retar = Retar.of(file);
                String path = item.descriptor().digest().blobPath();
                Path damaged = retar.flip(path).write(directory.resolve("flipped.ark"));

                assertThatThrownBy(() -> verify(damaged))
                        .as(item.toString())
                        .isInstanceOfSatisfying(BundleFailure.class, e -> assertThat(e.kind())
                                .isEqualTo(BundleFailure.Kind.NOT_VERIFIED))
                        .hasMessageStartingWith(damaged + ": " + item)
                        .hasMessageEndingWith("the file is damaged or was changed: copy it again");
            }
        }
    }

    @Test
    void everyMissingBlobIsNamed() throws IOException {
        Path file = sample.signed("a.ark");
        try (BundleFile bundle = BundleFile.open(file)) {
            for (Digest digest : bundle.layout().digests()) {
                Path without = Retar.of(file).remove(digest.blobPath()).write(directory.resolve("missing.ark"));

                refused(() -> verify(without), BundleFailure.Kind.NOT_VERIFIED, "(%s) is missing".formatted(digest));
            }
        }
    }

    @Test
    void plainEntriesAreLockedToo() throws IOException {
        for (String name : List.of("get-cli.sh", "oci-layout", "manifest.json")) {
            Path file = Retar.of(sample.signed("a.ark")).flip(name).write(directory.resolve("b.ark"));

            refused(
                    () -> verify(file),
                    BundleFailure.Kind.NOT_VERIFIED,
                    "entry '%s' is not the one in the lock".formatted(name));
        }
    }

    @Test
    void whatNobodyLockedIsFound() throws IOException {
        byte[] bytes = "more".getBytes(UTF_8);
        Path blob = Retar.of(sample.signed("a.ark"))
                .put(Digest.of(bytes).blobPath(), bytes)
                .write(directory.resolve("b.ark"));
        Path entry = Retar.of(sample.signed("a.ark")).put("install.sh", bytes).write(directory.resolve("c.ark"));
        Path hidden =
                Retar.of(sample.signed("a.ark")).put("blobs/sha256/x", bytes).write(directory.resolve("d.ark"));

        refused(
                () -> verify(blob),
                BundleFailure.Kind.NOT_VERIFIED,
                "blob %s is not in the lock".formatted(Digest.of(bytes)));
        refused(() -> verify(entry), BundleFailure.Kind.NOT_VERIFIED, "entry 'install.sh' is not in the lock");
        refused(() -> verify(hidden), BundleFailure.Kind.NOT_VERIFIED, "entry 'blobs/sha256/x' is not in the lock");
    }

    @Test
    void aSwappedPartIsFound() throws IOException {
        Path file = sample.signed("a.ark");
        Path other = sample.write(sample.content(2, "## Other\n"), Optional.empty(), Optional.empty(), "other.ark");
        Retar retar = Retar.of(file);
        try (BundleFile one = BundleFile.open(file);
                BundleFile two = BundleFile.open(other)) {
            Digest foreign = two.part(PartKind.CLI).digest();
            for (Digest digest : two.layout().digests()) {
                retar.put(digest.blobPath(), Retar.of(other).get(digest.blobPath()));
            }
            String honest = one.part(PartKind.CLI).digest().toString();
            Path swapped = retar.editRoot(root -> root.replace(honest, foreign.toString()))
                    .write(directory.resolve("swapped.ark"));

            refused(
                    () -> verify(swapped),
                    BundleFailure.Kind.NOT_VERIFIED,
                    swapped + ": part 'cli' is not the one in the lock");
        }
    }

    @Test
    void aLockThatWasSwappedTogetherWithItsPartsHasNoSignature() throws IOException {
        Path file = sample.signed("a.ark");
        Path other = sample.write(sample.content(2, "## Other\n"), Optional.empty(), Optional.empty(), "other.ark");
        Retar signed = Retar.of(file);
        Retar forged = Retar.of(other);
        try (BundleFile one = BundleFile.open(file)) {
            for (Digest digest : one.layout().digests()) {
                forged.put(digest.blobPath(), signed.get(digest.blobPath()));
            }
            List<String> entries = one.signatures().stream()
                    .map(part -> new String(
                            io.arkeeper.bundle.oci.JsonWriter.bytes(
                                    part.descriptor().toJson()),
                            UTF_8))
                    .toList();
            Path swapped = forged.editRoot(root ->
                            root.replace("}],\"mediaType\"", "}," + String.join(",", entries) + "],\"mediaType\""))
                    .write(directory.resolve("forged.ark"));

            refused(
                    () -> verify(swapped, SampleBundle.verifier()),
                    BundleFailure.Kind.NOT_VERIFIED,
                    "is not one that belongs to this bundle");
        }
    }

    @Test
    void aSignatureThatWouldBePushedElsewhereIsFound() throws IOException {
        String ofSignatures = "\"io.arkeeper.bundle.part\":\"signature\",\"io.arkeeper.bundle.repository\":";
        Path file = Retar.of(sample.signed("a.ark"))
                .editRoot(root -> root.replace(ofSignatures + "\"arkeeper/zookeeper\"", ofSignatures + "\"elsewhere\""))
                .write(directory.resolve("b.ark"));

        refused(
                () -> verify(file),
                BundleFailure.Kind.NOT_VERIFIED,
                "the signature of %s is not one that belongs to this bundle"
                        .formatted(sample.image().index().digest()));
    }

    @Test
    void aLockThatContradictsItsPartsIsFound() throws IOException {
        Digest other = Digest.of("other".getBytes(UTF_8));
        Lock lock = BundleAssembler.assemble(sample.content()).lock();
        Lock.LockedPlatform platform = lock.platforms().getFirst();

        for (Lock forged : List.of(
                forged(lock, "docker.io/other:1", lock.index(), lock.platforms(), lock.blobs()),
                forged(lock, lock.reference(), other, lock.platforms(), lock.blobs()),
                forged(
                        lock,
                        lock.reference(),
                        lock.index(),
                        List.of(new Lock.LockedPlatform(platform.platform(), other, platform.size())),
                        lock.blobs()))) {
            Path file = write(forged);
            refused(
                    () -> verify(file),
                    BundleFailure.Kind.NOT_VERIFIED,
                    file + ": the lock names another image than the one in the file");
        }
        Path file = write(forged(
                lock,
                lock.reference(),
                lock.index(),
                lock.platforms(),
                lock.blobs().subList(1, lock.blobs().size())));
        refused(
                () -> verify(file),
                BundleFailure.Kind.NOT_VERIFIED,
                file + ": the lock lists other blobs than the parts have");
        assertThat(verify(write(lock)).blobs()).isPositive();
    }

    private static Lock forged(
            Lock lock,
            String reference,
            Digest index,
            List<Lock.LockedPlatform> platforms,
            List<Lock.LockedBlob> blobs) {
        return new Lock(
                lock.arkeeperVersion(),
                lock.zooKeeperVersion(),
                lock.created(),
                reference,
                index,
                platforms,
                lock.parts(),
                blobs,
                lock.files());
    }

    private Path write(Lock lock) throws IOException {
        Draft honest = BundleAssembler.assemble(sample.content());
        Draft draft = Draft.locked(sample.image().blobs(), honest.files(), lock);
        Path file = directory.resolve("forged.ark");
        new LayoutWriter(draft.blobs(), lock.created())
                .write(file, draft.root(Optional.empty()), draft.files(), descriptor -> true);
        return file;
    }

    /** The whole chain from the lie to the lock is as it would be written; only the bytes are not. */
    @Test
    void aManifestThatSaysAnotherSizeThanABlobHasIsFound() throws IOException {
        Descriptor layer = sample.image().layers().get(1);
        for (long difference : List.of(-1L, 1L)) {
            BundleContent content = sample.content(sample.image().indexWithWrongSize(difference));
            Draft draft = BundleAssembler.assemble(content);
            Index root = draft.root(Optional.empty());
            Retar tar = new Retar().put("index.json", root.bytes());
            draft.files().forEach(plain -> tar.put(plain.name(), plain.bytes()));
            Inventory inventory = Inventory.of("a.ark", root.manifests(), draft.blobs());
            for (Inventory.Item item : inventory.items()) {
                Digest digest = item.descriptor().digest();
                try (InputStream in = draft.blobs().open(digest)) {
                    tar.put(digest.blobPath(), in.readAllBytes());
                }
            }
            Path file = tar.write(directory.resolve("lying.ark"));

            refused(
                    () -> verify(file),
                    BundleFailure.Kind.NOT_VERIFIED,
                    "layer 2 of 2 (%s) has the digest %s and %d bytes, expected %d; the file is damaged or was changed"
                            .formatted(layer.digest(), layer.digest(), layer.size(), layer.size() + difference));
        }
    }

    @Test
    void aRootWithMoreInItIsNotOurs() throws IOException {
        Path file = Retar.of(sample.signed("a.ark"))
                .editRoot(root -> root.replace(
                        "\"io.arkeeper.bundle.version\":\"0.1.0\"", "\"io.arkeeper.bundle.version\":\"9.9.9\""))
                .write(directory.resolve("b.ark"));

        refused(
                () -> verify(file),
                BundleFailure.Kind.NOT_VERIFIED,
                file + ": index.json is not the one that follows from the lock");
    }

    @Test
    void truncatedAnywhereItIsRefused() throws IOException {
        Path file = sample.signed("a.ark");
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length += 9973) { // a prime, so that no block is favoured
            Path cut = Files.write(directory.resolve("cut.ark"), Arrays.copyOf(bytes, length));

            assertThatThrownBy(() -> verify(cut))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(BundleFailure.class)
                    .hasMessageStartingWith(cut.toString());
        }
    }
}
