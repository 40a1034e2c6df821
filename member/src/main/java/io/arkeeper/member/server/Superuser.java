package io.arkeeper.member.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * ZooKeeper's superuser, with a password that is made anew in every process and never leaves it. Only the member's own
 * changes of the configuration are made under this name; nobody else can know it.
 */
final class Superuser {

    static final String SCHEME = "digest";

    private static final int PASSWORD_BYTES = 32;
    private static final String CREDENTIALS = "super:" + password();

    private Superuser() {}

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** To be called before ZooKeeper authenticates anybody: it reads the digest once. */
    static void install() {
        System.setProperty("zookeeper.DigestAuthenticationProvider.superDigest", "super:" + digest());
    }

    /** As {@code DigestAuthenticationProvider.generateDigest} makes it; calling that would have it read the property. */
    private static String digest() {
        try {
            String algorithm = System.getProperty("zookeeper.DigestAuthenticationProvider.digestAlg", "SHA1");
            byte[] digest = MessageDigest.getInstance(algorithm).digest(CREDENTIALS.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] credentials() {
        return CREDENTIALS.getBytes(UTF_8);
    }
}
