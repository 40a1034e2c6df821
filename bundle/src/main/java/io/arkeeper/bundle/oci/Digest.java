package io.arkeeper.bundle.oci;

import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The sha256 of some bytes, which is also their name.
 *
 * <p>OCI allows other algorithms; nobody writes them, and a reader that accepted one would have to judge its strength.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {

    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "a digest is '%s', expected 64 hexadecimal digits after sha256:".formatted(hex));
        }
    }

    /** Reads {@code sha256:HEX}. */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "a digest is '%s', expected sha256: and 64 hexadecimal digits".formatted(text));
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    public static Digest of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** Reads the stream to its end, without closing it. */
    public static Digest of(InputStream in) throws IOException {
        MessageDigest sha256 = sha256();
        // Whoever closes this stream would close the caller's.
        @SuppressWarnings("resource")
        DigestInputStream digesting = new DigestInputStream(in, sha256);
        digesting.transferTo(OutputStream.nullOutputStream());
        return finished(sha256);
    }

    /** The digest of what was fed to a {@link #sha256()}. */
    public static Digest finished(MessageDigest sha256) {
        return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Where the blob lies in an OCI layout. */
    public String blobPath() {
        return "blobs/sha256/" + hex;
    }

    /** A record's own equals and hashCode are assembled at their first call, which takes longer than a small push. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
