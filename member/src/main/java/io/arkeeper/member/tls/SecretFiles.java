package io.arkeeper.member.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.tls.TlsMaterial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A Secret as Kubernetes mounts it: its files are links into a directory that one link, {@code ..data}, leads to. All
 * are read through what that link leads to at the time, so that an update never mixes two issues.
 */
public final class SecretFiles {

    private static final String NEWEST = "..data";
    private static final List<String> FILES =
            List.of(TlsMaterial.CERTIFICATE_FILE, TlsMaterial.KEY_FILE, TlsMaterial.AUTHORITIES_FILE);

    /**
     * What the files hold.
     *
     * @param texts in the order of certificate, key, authorities
     * @param digest of all three, which tells whether anything changed
     */
    record Contents(List<String> texts, String digest) {}

    private final Path directory;

    public SecretFiles(Path directory) {
        this.directory = directory;
    }

    /** Whether there is any certificate: a Secret that need not be there is mounted as an empty directory. */
    public static boolean arePresent(Path directory) {
        return Files.exists(directory.resolve(TlsMaterial.CERTIFICATE_FILE));
    }

    /** @throws InvalidSetting where one of them is missing */
    Contents read() {
        List<String> texts = new ArrayList<>();
        MessageDigest digest = sha256();
        Path newest = newest();
        for (String file : FILES) {
            try {
                String text = Files.readString(newest.resolve(file));
                digest.update(text.getBytes(UTF_8));
                digest.update((byte) 0);
                texts.add(text);
            } catch (IOException e) {
                throw new InvalidSetting(
                        "%s cannot be read in %s (%s); the Secret needs the keys tls.crt, tls.key and ca.crt"
                                .formatted(file, directory, e.getClass().getSimpleName()));
            }
        }
        return new Contents(List.copyOf(texts), HexFormat.of().formatHex(digest.digest()));
    }

    private Path newest() {
        try {
            return directory.resolve(NEWEST).toRealPath();
        } catch (IOException e) {
            return directory; // not mounted by Kubernetes
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
