package io.arkeeper.bundle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.image.ImageProgress;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.testing.Retar;
import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.testing.SampleImage;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

    private static final BundleWriter WRITER = new BundleWriter(BundleWriter.Space.OF_THE_FILE_SYSTEM);

    @TempDir
    Path directory;

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
                byte[] flipped = retar.get(path).clone();
                flipped[flipped.length / 2] ^= 1;
                Path damaged = retar.put(path, flipped).write(directory.resolve("flipped.ark"));

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
            Retar retar = Retar.of(sample.signed("a.ark"));
            byte[] flipped = retar.get(name).clone();
            flipped[flipped.length / 2] ^= 1;
            Path file = retar.put(name, flipped).write(directory.resolve("b.ark"));

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
            String root = new String(retar.get("index.json"), UTF_8)
                    .replace(one.part(PartKind.CLI).digest().toString(), foreign.toString());
            Path swapped = retar.put("index.json", root).write(directory.resolve("swapped.ark"));

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
            String root = new String(forged.get("index.json"), UTF_8)
                    .replace("}],\"mediaType\"", "}," + String.join(",", entries) + "],\"mediaType\"");
            Path swapped = forged.put("index.json", root).write(directory.resolve("forged.ark"));

            refused(
                    () -> verify(swapped, SampleBundle.verifier()),
                    BundleFailure.Kind.NOT_VERIFIED,
                    "is not one that belongs to this bundle");
        }
    }

    @Test
    void aSignatureThatWouldBePushedElsewhereIsFound() throws IOException {
        Retar retar = Retar.of(sample.signed("a.ark"));
        String root = new String(retar.get("index.json"), UTF_8);
        String moved = root.replace(
                "\"io.arkeeper.bundle.part\":\"signature\",\"io.arkeeper.bundle.repository\":\"arkeeper/zookeeper\"",
                "\"io.arkeeper.bundle.part\":\"signature\",\"io.arkeeper.bundle.repository\":\"elsewhere\"");
        Path file = retar.put("index.json", moved).write(directory.resolve("b.ark"));

        assertThat(moved).isNotEqualTo(root);
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

    @Test
    void aRootWithMoreInItIsNotOurs() throws IOException {
        Retar retar = Retar.of(sample.signed("a.ark"));
        String root = new String(retar.get("index.json"), UTF_8)
                .replace("\"io.arkeeper.bundle.version\":\"0.1.0\"", "\"io.arkeeper.bundle.version\":\"9.9.9\"");
        Path file = retar.put("index.json", root).write(directory.resolve("b.ark"));

        refused(
                () -> verify(file),
                BundleFailure.Kind.NOT_VERIFIED,
                file + ": index.json is not the one that follows from the lock");
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        Retar retar = Retar.of(sample.unsigned("a.ark"));
        String root = new String(retar.get("index.json"), UTF_8)
                .replace("\"io.arkeeper.bundle.format\":\"1\"", "\"io.arkeeper.bundle.format\":\"2\"");
        Path file = retar.put("index.json", root).write(directory.resolve("b.ark"));

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

    @Test
    void entriesThatLeaveTheFolderOfWhoeverUnpacksAreRefused() throws IOException {
        for (String name : List.of("../x", "/etc/x", "blobs/../../x")) {
            Path file = Retar.of(sample.signed("a.ark")).put(name, "x").write(directory.resolve("b.ark"));

            refused(() -> BundleFile.open(file), BundleFailure.Kind.BAD_INPUT, "has the entry '" + name + "'");
        }
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

    private static BundleVerifier.Report verify(Path file) throws IOException {
        return verify(file, Optional.empty());
    }

    private static BundleVerifier.Report verify(Path file, Verifier key) throws IOException {
        return verify(file, Optional.of(key));
    }

    private static BundleVerifier.Report verify(Path file, Optional<Verifier> key) throws IOException {
        try (BundleFile bundle = BundleFile.open(file)) {
            return new BundleVerifier(bundle, Optional.empty(), key).verify();
        }
    }

    private static void refused(ThrowingCallable what, BundleFailure.Kind kind, String sentence) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        BundleFailure.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(sentence);
    }
}
