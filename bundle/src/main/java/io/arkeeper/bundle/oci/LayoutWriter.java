package io.arkeeper.bundle.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes one OCI layout as one plain tar that {@code docker load}, {@code ctr images import}, skopeo and we can read.
 *
 * <p>The small documents come first, so that a reader of the stream knows what follows. Every blob is hashed on its way
 * through, and the file gets its name only when it is whole.
 */
public final class LayoutWriter {

    /** Tag, as the OCI layout names its entries. */
    public static final String REF_NAME = "org.opencontainers.image.ref.name";
    /** Full name, which containerd uses as it is. */
    public static final String CONTAINERD_NAME = "io.containerd.image.name";

    private static final String OCI_LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    private static final long LARGE = 1 << 20; // bytes; no document of ours is

    private final BlobSource blobs;
    private final Instant modified;

    /** @param modified the time of every entry: the same content gives the same file */
    public LayoutWriter(BlobSource blobs, Instant modified) {
        this.blobs = blobs;
        this.modified = modified;
    }

    /** The descriptor with the annotations that name it. */
    public static Descriptor named(Descriptor descriptor, ImageName name) {
        SortedMap<String, String> annotations = new java.util.TreeMap<>(descriptor.annotations());
        annotations.put(REF_NAME, name.tag());
        annotations.put(CONTAINERD_NAME, name.full());
        return descriptor.annotated(annotations);
    }

    /**
     * Writes the layout.
     *
     * @param forDocker the image that {@code docker load} shall take; it knows no indexes
     */
    public void write(Path file, Index root, Optional<DockerImage> forDocker) throws IOException {
        write(file, root, plainFiles(List.of(), forDocker), descriptor -> true);
    }

    /** An entry of the tar that is no blob. */
    public record PlainFile(String name, String text) {

        public byte[] bytes() {
            return text.getBytes(UTF_8);
        }
    }

    /** The entries that are no blobs and not the root, in their order: {@code first}, then those that say what it is. */
    public static List<PlainFile> plainFiles(List<PlainFile> first, Optional<DockerImage> forDocker) {
        List<PlainFile> files = new ArrayList<>(first);
        files.add(new PlainFile("oci-layout", OCI_LAYOUT));
        forDocker.ifPresent(image -> files.add(new PlainFile("manifest.json", new String(image.bytes(), UTF_8))));
        return files;
    }

    /**
     * Writes the layout, or the part of it that somebody lacks.
     *
     * @param files from {@link #plainFiles}
     * @param carried whether a blob is written; others must be found elsewhere
     */
    public void write(Path file, Index root, List<PlainFile> files, Predicate<Descriptor> carried) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (OutputStream out = Files.newOutputStream(partial)) {
                write(out, root, files, carried);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Writes the layout to a program that reads it. Whoever opened the stream closes it. */
    public void write(OutputStream out, Index root, Optional<DockerImage> forDocker) throws IOException {
        write(out, root, plainFiles(List.of(), forDocker), descriptor -> true);
    }

    private void write(OutputStream out, Index root, List<PlainFile> files, Predicate<Descriptor> carried)
            throws IOException {
        List<Descriptor> blobsToWrite = Reachable.from(root, blobs).stream()
                .filter(carried)
                .sorted(Comparator.comparing(descriptor -> descriptor.size() >= LARGE)) // small ones first
                .toList();
        try (TarArchiveOutputStream tar = open(new Unclosed(out))) {
            for (PlainFile plain : files) {
                put(tar, plain.name(), plain.bytes());
            }
            put(tar, "index.json", root.bytes());
            directory(tar, "blobs/");
            directory(tar, "blobs/sha256/");
            for (Descriptor descriptor : blobsToWrite) {
                put(tar, descriptor);
            }
        }
    }

    /** A tar is whole only when it is closed, and the stream it goes to is not ours to close. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    private static TarArchiveOutputStream open(OutputStream out) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(out, 1 << 16), UTF_8.name());
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        return tar;
    }

    /** What an old {@code docker load} reads: paths of one image's parts. */
    public record DockerImage(ImageName name, Manifest manifest) {

        byte[] bytes() {
            return JsonWriter.bytes(List.of(JsonWriter.object()
                    .put("Config", manifest.config().digest().blobPath())
                    .put(
                            "Layers",
                            manifest.layers().stream()
                                    .map(layer -> layer.digest().blobPath())
                                    .toList())
                    .put("RepoTags", List.of(name.familiar()))
                    .done()));
        }
    }

    private void directory(TarArchiveOutputStream tar, String name) throws IOException {
        TarArchiveEntry entry = entry(name);
        entry.setMode(0755);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = entry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private void put(TarArchiveOutputStream tar, Descriptor descriptor) throws IOException {
        TarArchiveEntry entry = entry(descriptor.digest().blobPath());
        entry.setSize(descriptor.size());
        tar.putArchiveEntry(entry);
        MessageDigest sha256 = Digest.sha256();
        try (InputStream in = new DigestInputStream(blobs.open(descriptor.digest()), sha256)) {
            in.transferTo(tar);
        }
        if (!Digest.finished(sha256).equals(descriptor.digest())) {
            throw new BundleFailure(
                    BundleFailure.Kind.NOT_VERIFIED,
                    "blob %s changed while it was being written; build again".formatted(descriptor.digest()));
        }
        tar.closeArchiveEntry();
    }

    private TarArchiveEntry entry(String name) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(0644);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setLastModifiedTime(java.nio.file.attribute.FileTime.from(modified));
        return entry;
    }
}
