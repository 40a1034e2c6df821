package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutReader;
import io.arkeeper.bundle.oci.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A bundle, read in place: nothing is unpacked and nothing is hashed that nobody asked for.
 *
 * <p>Opening it checks its shape; {@link BundleVerifier} checks its content and its signatures.
 */
public final class BundleFile implements AutoCloseable {

    /** The version of the format that is written here. */
    public static final int FORMAT = 1;

    static final String FORMAT_KEY = "io.arkeeper.bundle.format";
    static final String VERSION_KEY = "io.arkeeper.bundle.version";
    static final String SINCE_KEY = "io.arkeeper.bundle.since";

    private final LayoutReader layout;
    private final Index root;
    private final List<Part> parts;

    private BundleFile(LayoutReader layout, Index root, List<Part> parts) {
        this.layout = layout;
        this.root = root;
        this.parts = parts;
    }

    /** @throws BundleFailure where it is no bundle, or one of a newer format */
    public static BundleFile open(Path file) throws IOException {
        LayoutReader layout = LayoutReader.open(file);
        try {
            return of(layout);
        } catch (IOException | RuntimeException e) {
            layout.close();
            throw e;
        }
    }

    /**
     * A layout as a bundle; closing this closes it.
     *
     * @throws BundleFailure where it is no bundle, or one of a newer format
     */
    public static BundleFile of(LayoutReader layout) throws IOException {
        Index root = layout.root();
        requireFormat(layout.file(), root);
        String place = layout.file() + ": index.json";
        BundleFile bundle = new BundleFile(
                layout,
                root,
                root.manifests().stream()
                        .map(descriptor -> Part.read(place, descriptor))
                        .toList());
        for (PartKind kind : PartKind.values()) {
            if (kind != PartKind.SIGNATURE) {
                bundle.only(kind);
            }
        }
        return bundle;
    }

    private static void requireFormat(Path file, Index root) {
        String format = root.annotations().getOrDefault(FORMAT_KEY, "");
        if (format.isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is an OCI layout but no bundle; make one with 'bundle create'".formatted(file));
        }
        if (!format.equals(Integer.toString(FORMAT))) {
            throw newer(file.toString());
        }
    }

    static BundleFailure newer(String place) {
        return new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "%s was made by a newer Arkeeper, this one reads format %d; use the command that is in the file: tar -xf FILE get-cli.sh && sh get-cli.sh FILE"
                        .formatted(place, FORMAT));
    }

    private Part only(PartKind kind) {
        List<Part> found = parts.stream().filter(part -> part.kind() == kind).toList();
        if (found.size() != 1) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s has %d parts '%s', expected one; the file is damaged".formatted(file(), found.size(), kind));
        }
        return found.getFirst();
    }

    public Path file() {
        return layout.file();
    }

    /** The blobs. Those a differential leaves to its base are absent. */
    public LayoutReader layout() {
        return layout;
    }

    public Index root() {
        return root;
    }

    /** Of Arkeeper, e.g. {@code 0.1.0}. */
    public String version() {
        return root.annotations().getOrDefault(VERSION_KEY, "");
    }

    /** Where this file holds only what another bundle has not: the digest of that one's lock. */
    public Optional<Digest> since() {
        return Optional.ofNullable(root.annotations().get(SINCE_KEY)).map(Digest::parse);
    }

    public List<Part> parts() {
        return parts;
    }

    public Part part(PartKind kind) {
        return only(kind);
    }

    public Part image() {
        return only(PartKind.IMAGE);
    }

    public Part chart() {
        return only(PartKind.CHART);
    }

    /** The image for each platform, in the order of its index. */
    public List<Descriptor> platforms() throws IOException {
        Descriptor index = image().descriptor();
        return Index.read(file() + ": the image's index", layout.read(index)).manifests();
    }

    public List<Part> signatures() {
        return parts.stream().filter(part -> part.kind() == PartKind.SIGNATURE).toList();
    }

    public List<Part> signaturesOf(Digest signed) {
        return signatures().stream()
                .filter(part -> part.signs().equals(Optional.of(signed)))
                .toList();
    }

    /** As it is in the file; whether the file is as it says is for the verifier. */
    public Lock lock() throws IOException {
        return Lock.read(file() + ": the lock", content(PartKind.LOCK));
    }

    /** The bytes of a part that is one document: lock, SBOM, notes. */
    public byte[] content(PartKind kind) throws IOException {
        return layout.read(layer(kind));
    }

    /** The one layer of a part that is an artifact. */
    public Descriptor layer(PartKind kind) throws IOException {
        Part part = only(kind);
        Manifest manifest = Manifest.read(file() + ": the manifest of " + kind, layout.read(part.descriptor()));
        if (manifest.layers().size() != 1) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s: part '%s' has %d layers, expected one; the file is damaged"
                            .formatted(file(), kind, manifest.layers().size()));
        }
        return manifest.layers().getFirst();
    }

    @Override
    public void close() throws IOException {
        layout.close();
    }
}
