package io.arkeeper.bundle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutWriter.PlainFile;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.MediaType;
import io.arkeeper.bundle.trust.CosignSignature;
import io.arkeeper.bundle.trust.Signer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All of a bundle but its form as a file: what is written, signed, left out of a differential and put together again.
 *
 * @param files entries of the tar that are no blobs, less the root
 * @param lockPart the lock's entry in the root
 * @param signatures the signatures' entries
 */
record Draft(BlobSource blobs, List<PlainFile> files, Lock lock, Descriptor lockPart, List<Descriptor> signatures) {

    private static final MediaType LOCK_DOCUMENT = PartKind.LOCK.type();
    private static final byte[] EMPTY = "{}".getBytes(UTF_8);

    Draft {
        files = List.copyOf(files);
        signatures = List.copyOf(signatures);
    }

    /** An artifact of one layer: its manifest's descriptor, and the blobs to be kept beside the layer. */
    record Artifact(Descriptor manifest, Map<Digest, byte[]> blobs) {

        static Artifact of(PartKind kind, Descriptor layer, String title) {
            Descriptor config = Descriptor.of(MediaType.EMPTY, EMPTY);
            SortedMap<String, String> titled = new TreeMap<>(Map.of("org.opencontainers.image.title", title));
            byte[] manifest = new Manifest(
                            Optional.of(kind.type()),
                            config,
                            List.of(layer.annotated(titled)),
                            Optional.empty(),
                            new TreeMap<>())
                    .bytes();
            Descriptor described = new Descriptor(
                    MediaType.IMAGE_MANIFEST,
                    Digest.of(manifest),
                    manifest.length,
                    Optional.empty(),
                    new TreeMap<>(),
                    Optional.of(kind.type()));
            Map<Digest, byte[]> blobs = new LinkedHashMap<>();
            blobs.put(described.digest(), manifest);
            blobs.put(config.digest(), EMPTY);
            return new Artifact(described, blobs);
        }
    }

    /** A draft with the lock that these parts and files need. */
    static Draft locked(BlobSource blobs, List<PlainFile> files, Lock lock) {
        byte[] document = lock.bytes();
        Descriptor layer = Descriptor.of(LOCK_DOCUMENT, document);
        Artifact artifact = Artifact.of(PartKind.LOCK, layer, "lock.json");
        Map<Digest, byte[]> small = new LinkedHashMap<>(artifact.blobs());
        small.put(layer.digest(), document);
        return new Draft(
                BlobOverlay.of(small, blobs),
                files,
                lock,
                Part.described(PartKind.LOCK, artifact.manifest(), new TreeMap<>()),
                List.of());
    }

    /** What is in a file, and where it is a differential, in the base it needs. */
    static Draft of(BundleFile bundle, Optional<BundleFile> base) throws IOException {
        BlobSource own = bundle.layout();
        BlobSource blobs = base.isPresent() ? new BlobOverlay(own, base.get().layout()) : own;
        Lock lock = bundle.lock();
        List<PlainFile> files = new ArrayList<>();
        for (Lock.LockedFile file : lock.files()) {
            byte[] bytes = bundle.layout().document(file.name()).orElse(new byte[0]);
            files.add(new PlainFile(file.name(), new String(bytes, UTF_8)));
        }
        return new Draft(
                blobs,
                files,
                lock,
                bundle.part(PartKind.LOCK).descriptor(),
                bundle.signatures().stream().map(Part::descriptor).toList());
    }

    /** The same with new signatures of this key in place of the old ones. */
    Draft signed(Signer signer) {
        Map<Digest, byte[]> small = new HashMap<>();
        List<Descriptor> made = new ArrayList<>();
        for (Signable signable : Signable.of(lock, lockPart)) {
            CosignSignature signature = CosignSignature.make(signer, signable.name(), signable.digest());
            small.putAll(signature.blobs());
            made.add(signable.described(signature.manifest()));
        }
        return new Draft(BlobOverlay.of(small, blobs), files, lock, lockPart, made);
    }

    /**
     * The root of the file.
     *
     * @param since the lock of the base where blobs are left out that it has
     */
    Index root(Optional<Digest> since) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(BundleFile.FORMAT_KEY, Integer.toString(BundleFile.FORMAT));
        annotations.put(BundleFile.VERSION_KEY, lock.arkeeperVersion());
        since.ifPresent(digest -> annotations.put(BundleFile.SINCE_KEY, digest.toString()));
        return new Index(entries(), Optional.empty(), annotations);
    }

    private List<Descriptor> entries() {
        List<Descriptor> entries = new ArrayList<>(lock.parts());
        entries.add(lockPart);
        entries.addAll(signatures);
        return entries;
    }

    /** Everything the root leads to. */
    Inventory inventory(String place) throws IOException {
        return Inventory.of(place, entries(), blobs);
    }
}
