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

/**
 * Blobs in a directory, each a file named by its digest.
 *
 * <p>A blob appears under its name only when it is whole, so a directory can be shared by runs and survives a crash.
 */
public final class BlobDirectory implements BlobSource {

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

    public Path path(Digest digest) {
        return directory.resolve(digest.hex());
    }
}
