package io.arkeeper.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Secrets in every form in which they could get out: as they are, in base64, in hexadecimal, and what stands for a password. */
public final class Planted {

    private static final String REALM = "zk-sasl-md5"; // of ZooKeeper's logins by DIGEST-MD5
    private static final String MEMBERS_REALM = "zk-quorum-sasl-md5";
    private static final int SHORTEST_LINE = 16; // of a key; shorter ones are in anything

    private final Map<String, String> names = new LinkedHashMap<>(); // by what to search for

    /** A password; by its digests somebody could log in as well. */
    public Planted password(String user, String password) {
        text("the password " + password, password);
        for (String realm : List.of(REALM, MEMBERS_REALM)) {
            byte[] digest = digest("MD5", user + ":" + realm + ":" + password);
            add("the MD5 of %s in %s".formatted(password, realm), HexFormat.of().formatHex(digest));
            add("the MD5 of %s in %s".formatted(password, realm), new String(digest, ISO_8859_1));
        }
        byte[] sha1 = digest("SHA-1", user + ":" + password);
        add("the SHA-1 of " + password, Base64.getEncoder().encodeToString(sha1));
        return this;
    }

    /** Any text that is nobody's business. */
    public Planted text(String name, String secret) {
        return bytes(name, secret.getBytes(UTF_8));
    }

    /** A secret that is no text, such as a key of Kerberos. */
    public Planted bytes(String name, byte[] bytes) {
        add(name, new String(bytes, ISO_8859_1));
        add(name + " in hexadecimal", HexFormat.of().formatHex(bytes));
        add(name + " in hexadecimal", HexFormat.of().withUpperCase().formatHex(bytes));
        for (int before = 0; before < 3; before++) { // as part of something that is encoded
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded(before, bytes));
            int first = before == 0 ? 0 : before + 1;
            add(name + " in base64", encoded.substring(first, encoded.length() - 2));
        }
        return this;
    }

    private static byte[] padded(int before, byte[] bytes) {
        byte[] all = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, all, before, bytes.length);
        return all;
    }

    /** A private key in PEM; where it is PKCS #8 on P-256, its number as well. */
    public Planted key(String name, String pem) {
        List<String> lines =
                pem.lines().filter(line -> !line.startsWith("-----")).toList();
        lines.stream().filter(line -> line.length() >= SHORTEST_LINE).forEach(line -> text("a line of " + name, line));
        if (pem.startsWith("-----BEGIN PRIVATE KEY-----")) {
            number(name, Base64.getDecoder().decode(String.join("", lines)));
        }
        return this;
    }

    private void number(String name, byte[] pkcs8) {
        try {
            ECPrivateKey key =
                    (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            byte[] signed = key.getS().toByteArray();
            byte[] number = signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
            add(name + " as a number", key.getS().toString());
            add(name + " as a number", key.getS().toString(16));
            add(name + " in bytes", new String(number, ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(name + " is no such key", e);
        }
    }

    private void add(String name, String searched) {
        names.put(searched, name);
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of those that are in a text of which each byte is a character. */
    public List<String> in(String text) {
        List<String> found = new ArrayList<>();
        names.forEach((searched, name) -> {
            if (text.contains(searched)) {
                found.add(name);
            }
        });
        return found;
    }

    /** Where one of them is in a text, with what is around it; empty where none is. */
    public Optional<String> around(String text) {
        return names.keySet().stream()
                .filter(text::contains)
                .findFirst()
                .map(searched -> text.substring(
                        Math.max(0, text.indexOf(searched) - 80),
                        Math.min(text.length(), text.indexOf(searched) + 20)));
    }
}
