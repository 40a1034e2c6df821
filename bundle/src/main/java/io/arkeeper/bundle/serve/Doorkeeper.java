package io.arkeeper.bundle.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.Digest;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets in who shows the token: as a bearer token, which containerd can be told to send, or as the password of any user,
 * which is what every {@code login} command sends. Without a token everybody may come in.
 */
public final class Doorkeeper {

    private final Optional<byte[]> expected;

    private Doorkeeper(Optional<byte[]> expected) {
        this.expected = expected;
    }

    public static Doorkeeper open() {
        return new Doorkeeper(Optional.empty());
    }

    public static Doorkeeper with(String token) {
        return new Doorkeeper(Optional.of(hashed(token)));
    }

    boolean admits(Optional<String> authorization) {
        return expected.isEmpty()
                || authorization
                        .flatMap(Doorkeeper::shown)
                        .map(token -> MessageDigest.isEqual(hashed(token), expected.get()))
                        .orElse(false);
    }

    private static Optional<String> shown(String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = authorization.substring(0, Math.max(space, 0)).toLowerCase(Locale.ROOT);
        String value = authorization.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> Optional.of(value);
            case "basic" -> password(value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Of equal length whatever is shown, so that comparing takes equally long. */
    private static byte[] hashed(String token) {
        MessageDigest sha256 = Digest.sha256();
        return sha256.digest(token.getBytes(UTF_8));
    }
}
