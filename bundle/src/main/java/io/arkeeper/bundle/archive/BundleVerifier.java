package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.trust.CosignSignature;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds the first difference between what a bundle is and what it says it is.
 *
 * <p>The lock lists every part, blob and plain entry, and the root is compared with the one that follows from the lock,
 * so that a signature over the lock vouches for the file. Nothing is compared that was not hashed.
 */
public final class BundleVerifier {

    private static final int MOST_THREADS = 4; // a disk is not faster with more

    private final BundleFile bundle;
    private final Optional<BundleFile> base;
    private final Optional<Verifier> key;
    private final String file;

    /**
     * A verifier for one file.
     *
     * @param base what a differential needs
     * @param key whose signature the bundle must have; without one no signature is checked
     */
    public BundleVerifier(BundleFile bundle, Optional<BundleFile> base, Optional<Verifier> key) {
        this.bundle = bundle;
        this.base = base;
        this.key = key;
        this.file = bundle.file().toString();
    }

    /**
     * What was found to be right.
     *
     * @param signed what the key's owner vouches for; empty where no key was given
     */
    public record Report(int blobs, long bytes, List<String> signed) {

        public Report {
            signed = List.copyOf(signed);
        }
    }

    /** @throws BundleFailure with the first difference by name */
    public Report verify() throws IOException {
        requireBase();
        BlobSource blobs =
                base.isPresent() ? new BlobOverlay(bundle.layout(), base.get().layout()) : bundle.layout();
        Inventory inventory =
                Inventory.of(file, bundle.parts().stream().map(Part::descriptor).toList(), blobs);
        Lock lock = bundle.lock();
        requireLockedParts(lock);
        requireLockedFiles(lock);
        requireSame("the lock", BundleAssembler.lock(lock, file, blobs), lock);
        List<Signable> signables = Signable.of(lock, bundle.part(PartKind.LOCK).descriptor());
        requireKnownSignatures(signables);
        requireRoot(lock);
        List<String> signed = requireSignatures(signables, blobs);
        requireNothingElse(inventory);
        return new Report(inventory.items().size(), hashAll(inventory, blobs), signed);
    }

    private void requireBase() {
        Optional<Digest> since = bundle.since();
        if (since.isEmpty()) {
            if (base.isPresent()) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT, "%s is a whole bundle; leave out --base".formatted(file));
            }
            return;
        }
        if (base.isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is a differential against the bundle with the lock %s; name that one with --base"
                            .formatted(file, since.get()));
        }
        Digest found = base.get().part(PartKind.LOCK).digest();
        if (!found.equals(since.get())) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s (version %s) has the lock %s, but %s is a differential against %s; give the bundle it was made from"
                            .formatted(base.get().file(), base.get().version(), found, file, since.get()));
        }
    }

    private void requireLockedParts(Lock lock) {
        List<Descriptor> found = bundle.parts().stream()
                .filter(part -> part.kind() != PartKind.LOCK && part.kind() != PartKind.SIGNATURE)
                .map(Part::descriptor)
                .toList();
        for (int i = 0; i < Math.max(found.size(), lock.parts().size()); i++) {
            Optional<Descriptor> there = i < found.size() ? Optional.of(found.get(i)) : Optional.empty();
            Optional<Descriptor> locked =
                    i < lock.parts().size() ? Optional.of(lock.parts().get(i)) : Optional.empty();
            if (!there.equals(locked)) {
                throw notVerified("part '%s' is not the one in the lock"
                        .formatted(Part.read(file, there.or(() -> locked).orElseThrow())
                                .kind()));
            }
        }
    }

    private void requireLockedFiles(Lock lock) throws IOException {
        Set<String> others = new TreeSet<>(bundle.layout().names());
        bundle.layout().digests().forEach(digest -> others.remove(digest.blobPath()));
        others.remove("index.json");
        for (Lock.LockedFile locked : lock.files()) {
            Optional<byte[]> found = bundle.layout().document(locked.name());
            if (found.isEmpty()) {
                throw notVerified("entry '%s' is missing".formatted(locked.name()));
            }
            if (!Digest.of(found.get()).equals(locked.digest())) {
                throw notVerified("entry '%s' is not the one in the lock".formatted(locked.name()));
            }
            others.remove(locked.name());
        }
        if (!others.isEmpty()) {
            throw notVerified(
                    "entry '%s' is not in the lock".formatted(others.iterator().next()));
        }
    }

    private void requireSame(String what, Lock rebuilt, Lock lock) {
        Part image = bundle.image();
        boolean sameImage = lock.index().equals(image.digest())
                && Objects.equals(
                        lock.reference(), image.descriptor().annotations().get("io.containerd.image.name"));
        if (!sameImage || !rebuilt.platforms().equals(lock.platforms())) {
            throw notVerified("%s names another image than the one in the file".formatted(what));
        }
        if (!rebuilt.blobs().equals(lock.blobs())) {
            throw notVerified("%s lists other blobs than the parts have".formatted(what));
        }
    }

    private void requireKnownSignatures(List<Signable> signables) {
        for (Part signature : bundle.signatures()) {
            Optional<Signable> about = signables.stream()
                    .filter(signable -> Optional.of(signable.digest()).equals(signature.signs()))
                    .findFirst();
            if (about.isEmpty()
                    || !about.get().described(signature.descriptor()).equals(signature.descriptor())) {
                throw notVerified("the signature of %s is not one that belongs to this bundle"
                        .formatted(signature.signs().orElseThrow()));
            }
        }
    }

    /** The root must be the one we would write, to the byte. */
    private void requireRoot(Lock lock) throws IOException {
        Draft draft = new Draft(
                bundle.layout(),
                List.of(),
                lock,
                Part.described(PartKind.LOCK, bundle.part(PartKind.LOCK).descriptor(), new java.util.TreeMap<>()),
                bundle.signatures().stream().map(Part::descriptor).toList());
        Index expected = draft.root(bundle.since());
        byte[] found = bundle.layout().document("index.json").orElseThrow();
        if (!Arrays.equals(found, expected.bytes())) {
            throw notVerified("index.json is not the one that follows from the lock");
        }
    }

    private List<String> requireSignatures(List<Signable> signables, BlobSource blobs) throws IOException {
        List<String> signed = new ArrayList<>();
        if (key.isEmpty()) {
            return signed;
        }
        if (bundle.signatures().isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.NOT_VERIFIED,
                    "%s is not signed; sign it where it was made, with 'bundle sign --key KEY'".formatted(file));
        }
        for (Signable signable : signables) {
            boolean holds = false;
            for (Part signature : bundle.signaturesOf(signable.digest())) {
                holds |= CosignSignature.holds(key.get(), blobs, signature.descriptor(), signable.digest());
            }
            if (!holds) {
                throw new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        "%s: %s has no signature of the key in %s; the bundle is somebody else's or was changed"
                                .formatted(file, signable.label(), key.get()));
            }
            signed.add(signable.label());
        }
        return signed;
    }

    private void requireNothingElse(Inventory inventory) {
        for (Digest digest : bundle.layout().digests()) {
            if (inventory.find(digest).isEmpty()) {
                throw notVerified("blob %s is not in the lock".formatted(digest));
            }
        }
    }

    private long hashAll(Inventory inventory, BlobSource blobs) throws IOException {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        List<Inventory.Item> items = new ArrayList<>(inventory.items());
        List<Future<Optional<BundleFailure>>> checks = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Inventory.Item item : items) {
                checks.add(executor.submit(() -> check(inventory, item, blobs)));
            }
            for (Future<Optional<BundleFailure>> check : checks) {
                Optional<BundleFailure> failure = check.get();
                if (failure.isPresent()) {
                    executor.shutdownNow();
                    throw failure.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while verifying " + file, e);
        } catch (ExecutionException e) {
            throw new IOException("reading %s failed: %s".formatted(file, e.getCause()), e);
        }
        return items.stream().mapToLong(item -> item.descriptor().size()).sum();
    }

    private Optional<BundleFailure> check(Inventory inventory, Inventory.Item item, BlobSource blobs)
            throws IOException {
        Digest digest = item.descriptor().digest();
        if (!blobs.has(digest)) {
            return Optional.of(inventory.missing(item));
        }
        try (InputStream in = blobs.open(digest)) {
            Counted counted = Counted.of(in);
            if (counted.digest().equals(digest)
                    && counted.size() == item.descriptor().size()) {
                return Optional.empty();
            }
            return Optional.of(notVerified("%s has the digest %s and %d bytes, expected %d"
                    .formatted(
                            item,
                            counted.digest(),
                            counted.size(),
                            item.descriptor().size())));
        }
    }

    /** The digest and length of a stream. */
    private record Counted(Digest digest, long size) {

        private static final int BUFFER = 1 << 17;

        static Counted of(InputStream in) throws IOException {
            java.security.MessageDigest sha256 = Digest.sha256();
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
                size += read;
            }
            return new Counted(Digest.finished(sha256), size);
        }
    }

    private BundleFailure notVerified(String what) {
        return new BundleFailure(
                BundleFailure.Kind.NOT_VERIFIED,
                "%s: %s; the file is damaged or was changed: copy it again".formatted(file, what));
    }
}
