package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * One small file for each upload that is under way.
 *
 * <p>It is a help, never a condition: where it cannot be read or written, blobs are sent from their beginning.
 */
public final class JournalDirectory implements UploadJournal {

    private final Path directory;

    public JournalDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Entry> find(String host, String repository, Digest digest) {
        try {
            return Optional.of(new Entry(
                    URI.create(Files.readString(file(host, repository, digest)).strip())));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void remember(String host, String repository, Digest digest, Entry entry) {
        try {
            // An upload's address may carry a secret: it is nobody else's business.
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path partial = Files.createTempFile(directory, "upload-", ".tmp");
            Files.writeString(partial, entry.location() + "\n");
            Files.move(partial, file(host, repository, digest), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UnsupportedOperationException e) {
            // The next push sends this blob from its beginning.
        }
    }

    @Override
    public void forget(String host, String repository, Digest digest) {
        try {
            Files.deleteIfExists(file(host, repository, digest));
        } catch (IOException e) {
            // The registry will say that it does not know this upload.
        }
    }

    private Path file(String host, String repository, Digest digest) {
        return directory.resolve("upload-"
                + Digest.of("%s/%s@%s".formatted(host, repository, digest).getBytes(UTF_8))
                        .hex());
    }
}
