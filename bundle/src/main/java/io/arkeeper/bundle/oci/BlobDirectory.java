package io.arkeeper.bundle.oci;

import io.arkeeper.bundle.BundleFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Blobs in a directory, each a file named by its digest.
 *
 * <p>A blob appears under its name only when it is whole, so a directory can be shared by runs and survives a crash.
 */
public final class BlobDirectory implements BlobSource {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Path directory;

    /** @param directory where the files are; made when the first blob is put */
    public BlobDirectory(Path directory) {
        this.directory = directory;
    }

    /** Writes the bytes of one blob. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    public Descriptor put(MediaType mediaType, byte[] bytes) throws IOException {
        return put(mediaType, out -> out.write(bytes));
    }

    public Descriptor put(MediaType mediaType, Writer writer) throws IOException {
        Files.createDirectories(directory);
        Path partial = Files.createTempFile(directory, "partial-", ".tmp");
        try {
            MessageDigest sha256 = Digest.sha256();
            try (OutputStream out =
                    new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16), sha256)) {
                writer.writeTo(out);
            }
            Digest digest = Digest.finished(sha256);
            long size = Files.size(partial);
            Files.move(partial, path(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Descriptor(mediaType, digest, size);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    @Override
    public boolean has(Digest digest) {
        return Files.isRegularFile(path(digest));
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        return Files.newInputStream(path(digest));
    }

    @Override
    public long size(Digest digest) throws IOException {
        return Files.size(path(digest));
    }

    /** Reads a blob to its end and compares. */
    public void verify(Descriptor descriptor) throws IOException {
        if (!has(descriptor.digest())
                || Files.size(path(descriptor.digest())) != descriptor.size()
                || !Digest.of(path(descriptor.digest())).equals(descriptor.digest())) {
            throw new BundleFailure(
                    BundleFailure.Kind.NOT_VERIFIED,
                    "blob %s in %s is missing or damaged".formatted(descriptor.digest(), directory));
        }
    }

    /** Every blob, as a file that is named like its digest. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    public Path path(Digest digest) {
        return directory.resolve(digest.hex());
    }
}
