package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.trust.Signer;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes bundles, differentials between them, and bundles out of differentials; each is written whole or not at all. */
public final class BundleWriter {

    private static final int SMALL = 64 << 10; // bytes that nobody minds to carry twice
    private static final long LEAST = 64L << 20; // a whole bundle with a real command is larger
    private static final int TAR_BLOCK = 512;
    private static final long TAR_REST = 64 << 10; // headers of the few plain entries and the end

    private final Space space;

    /** Tells how many bytes a folder has room for. */
    @FunctionalInterface
    public interface Space {

        Space OF_THE_FILE_SYSTEM = folder -> Files.getFileStore(folder).getUsableSpace();

        long usable(Path folder) throws IOException;
    }

    public BundleWriter(Space space) {
        this.space = space;
    }

    /** Refuses a path that cannot be written, before anything is done that takes long. */
    public static void requireWritable(Path output) {
        Path folder = folder(output);
        if (Files.isDirectory(output) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new BundleFailure(
                    BundleFailure.Kind.STORAGE,
                    "%s cannot be written: %s; name another file with -o"
                            .formatted(
                                    output,
                                    Files.isDirectory(output)
                                            ? "it is a folder"
                                            : "its folder is missing or read-only"));
        }
    }

    /** Refuses a place where no real bundle fits, before one is built; how much it needs is known only then. */
    public void requireRoomForWhole(Path output) throws IOException {
        requireRoom(space, output.toString(), folder(output), LEAST);
    }

    static Path folder(Path output) {
        Path parent = output.toAbsolutePath().getParent();
        return parent == null ? output.toAbsolutePath() : parent;
    }

    /**
     * Writes a new bundle.
     *
     * @param base leaves out what this one has
     */
    public void create(BundleContent content, Optional<Signer> signer, Optional<BundleFile> base, Path output)
            throws IOException {
        requireWritable(output);
        Draft draft = BundleAssembler.assemble(content);
        write(signer.map(draft::signed).orElse(draft), base, output);
    }

    /** Writes the part of a bundle that another one has not. */
    public void differential(BundleFile bundle, BundleFile base, Path output) throws IOException {
        requireWritable(output);
        new BundleVerifier(bundle, Optional.empty(), Optional.empty()).verify();
        write(Draft.of(bundle, Optional.empty()), Optional.of(base), output);
    }

    /**
     * Puts a differential and its base together: the very file that was made in one piece.
     *
     * @param key whose signature the result must have
     */
    public void apply(BundleFile base, BundleFile differential, Optional<Verifier> key, Path output)
            throws IOException {
        requireWritable(output);
        if (differential.since().isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is a whole bundle, expected a differential; use it as it is".formatted(differential.file()));
        }
        new BundleVerifier(differential, Optional.of(base), key).verify();
        write(Draft.of(differential, Optional.of(base)), Optional.empty(), output);
    }

    /** Writes the same bundle with signatures of this key; those of others are left out. */
    public void sign(BundleFile bundle, Signer signer, Path output) throws IOException {
        requireWritable(output);
        Draft signed = Draft.of(bundle, Optional.empty()).signed(signer);
        if (bundle.since().isEmpty()) {
            new BundleVerifier(bundle, Optional.empty(), Optional.empty()).verify();
        }
        Set<Digest> absent = bundle.since().isEmpty() ? Set.of() : absent(signed);
        write(signed, bundle.since(), absent, output);
    }

    private static Set<Digest> absent(Draft draft) throws IOException {
        Set<Digest> absent = new HashSet<>();
        for (Inventory.Item item : draft.inventory("the bundle").items()) {
            if (!draft.blobs().has(item.descriptor().digest())) {
                absent.add(item.descriptor().digest());
            }
        }
        return absent;
    }

    private void write(Draft draft, Optional<BundleFile> base, Path output) throws IOException {
        Set<Digest> leftOut = new HashSet<>();
        if (base.isPresent()) {
            for (Inventory.Item item : draft.inventory("the bundle").items()) {
                Digest digest = item.descriptor().digest();
                if (isLeftOut(item) && base.get().layout().has(digest)) {
                    leftOut.add(digest);
                }
            }
        }
        write(draft, base.map(bundle -> bundle.part(PartKind.LOCK).digest()), leftOut, output);
    }

    /** What people and programs read to know what a file is stays in it: documents, the SBOM, all that is small. */
    private static boolean isLeftOut(Inventory.Item item) {
        return !item.document()
                && item.descriptor().size() > SMALL
                && switch (item.kind()) {
                    case IMAGE, CHART, CLI -> true;
                    case SBOM, NOTES, LOCK, SIGNATURE -> false;
                };
    }

    private void write(Draft draft, Optional<Digest> since, Set<Digest> leftOut, Path output) throws IOException {
        requireSpace(draft, leftOut, output);
        try {
            new LayoutWriter(draft.blobs(), draft.lock().created())
                    .write(
                            output,
                            draft.root(since),
                            draft.files(),
                            descriptor -> !leftOut.contains(descriptor.digest()));
        } catch (IOException e) {
            String why = e instanceof FileSystemException file && file.getReason() != null
                    ? file.getReason()
                    : e.getMessage();
            throw new BundleFailure(
                    BundleFailure.Kind.STORAGE,
                    "%s could not be written: %s; nothing is left of it".formatted(output, why),
                    e);
        }
    }

    private void requireSpace(Draft draft, Set<Digest> leftOut, Path output) throws IOException {
        long needed = TAR_REST;
        for (Inventory.Item item : draft.inventory("the bundle").items()) {
            if (!leftOut.contains(item.descriptor().digest())) {
                long blocks = (item.descriptor().size() + TAR_BLOCK - 1) / TAR_BLOCK;
                needed += TAR_BLOCK * (1 + blocks);
            }
        }
        requireRoom(space, output.toString(), folder(output), needed);
    }

    /**
     * Refuses a folder that is too full.
     *
     * @param what needs the room, for the message
     */
    public static void requireRoom(Space space, String what, Path folder, long needed) throws IOException {
        long usable = space.usable(folder);
        if (usable < needed) {
            throw new BundleFailure(
                    BundleFailure.Kind.STORAGE,
                    "%s needs %s, %s has room for %s; free some, or choose another place"
                            .formatted(what, mebibytes(needed), folder, mebibytes(usable)));
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
