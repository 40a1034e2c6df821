package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * Who asks.
 *
 * @param identityToken a long-lived token that takes the password's place, as {@code docker login} leaves it; or empty
 */
public record Credentials(String user, String password, String identityToken) {

    public Credentials(String user, String password) {
        this(user, password, "");
    }

    boolean isIdentityToken() {
        return !identityToken.isEmpty();
    }

    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    /** Never the secret: records are printed by accident. */
    @Override
    public String toString() {
        return "credentials of " + user;
    }
}
