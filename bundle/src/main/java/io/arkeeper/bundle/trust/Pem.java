package io.arkeeper.bundle.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.arkeeper.bundle.BundleFailure;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The armour keys travel in: a label and base64 in lines of 64. */
public final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private final String label;
    private final byte[] content;

    private Pem(String label, byte[] content) {
        this.label = label;
        this.content = content;
    }

    /** The first block of a text; empty where there is none. */
    public static Optional<Pem> first(String text) {
        Matcher matcher = BLOCK.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Pem(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Pem require(String place, String text, String expected) {
        return first(text)
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s is no key in PEM, expected %s; make a pair with 'bundle keygen'"
                                .formatted(place, expected)));
    }

    public static String text(String label, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        label,
                        Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content),
                        label);
    }

    public String label() {
        return label;
    }

    public byte[] content() {
        return content.clone();
    }
}
