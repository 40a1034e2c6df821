package io.arkeeper.member.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.tls.TlsMaterial;
import io.arkeeper.member.MountedVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The material in a Secret as Kubernetes mounts it, all of one issue. */
public final class SecretFiles {

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
    private final MountedVolume mounted;

    public SecretFiles(Path directory) {
        this.directory = directory;
        this.mounted = new MountedVolume(directory);
    }

    /** Whether there is any certificate: a Secret that need not be there is mounted as an empty directory. */
    public static boolean arePresent(Path directory) {
        return Files.exists(directory.resolve(TlsMaterial.CERTIFICATE_FILE));
    }

    /** @throws InvalidSetting where one of them is missing */
    Contents read() {
        try {
            return mounted.read(SecretFiles::contents);
        } catch (IOException e) {
            throw new InvalidSetting("%s in %s (%s); the Secret needs the keys tls.crt, tls.key and ca.crt"
                    .formatted(
                            e.getMessage(), directory, e.getCause().getClass().getSimpleName()));
        }
    }

    private static Contents contents(Path newest) throws IOException {
        List<String> texts = new ArrayList<>();
        MessageDigest digest = sha256();
        for (String file : FILES) {
            try {
                String text = Files.readString(newest.resolve(file));
                digest.update(text.getBytes(UTF_8));
                digest.update((byte) 0);
                texts.add(text);
            } catch (IOException e) {
                throw new IOException(file + " cannot be read", e);
            }
        }
        return new Contents(List.copyOf(texts), HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
