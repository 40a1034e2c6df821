package io.arkeeper.member.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file on the member's volume that says: all members spoke TLS once, so plaintext is over. A restart must not open a
 * door again that was shut.
 */
public final class RequiredMark {

    private static final String TEXT =
            "All members spoke TLS. Plaintext between members is refused until tls.enabled is false.\n";

    private final Path file;

    /** @param volume the member's data volume */
    public RequiredMark(Path volume) {
        this.file = volume.resolve("tls-required");
    }

    public boolean isSet() {
        return Files.exists(file);
    }

    public void set() throws IOException {
        Files.writeString(file, TEXT, UTF_8, CREATE, TRUNCATE_EXISTING, WRITE, SYNC);
    }

    public void clear() throws IOException {
        Files.deleteIfExists(file);
    }
}
