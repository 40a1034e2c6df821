package io.arkeeper.core.tls;

import io.arkeeper.core.InvalidSetting;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Reads the private key of a certificate in the three forms that Helm, cert-manager and openssl write: PKCS #8, and the
 * older ones of RSA and of elliptic curves, which only lack the name of their algorithm.
 */
final class PrivateKeyReader {

    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private PrivateKeyReader() {}

    /** @throws InvalidSetting where there is no key that can be used as it is */
    static PrivateKey read(String file, String text) {
        List<PemBlock> keys = PemBlock.read(text).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new InvalidSetting("%s holds %d private keys, expected one in PEM; put the key of tls.crt there"
                    .formatted(file, keys.size()));
        }
        PemBlock block = keys.getFirst();
        if (block.label().startsWith("ENCRYPTED") || block.headers().contains("ENCRYPTED")) {
            throw new InvalidSetting(
                    ("%s is encrypted, expected a key without a password; decrypt it (openssl pkey), the Secret is what"
                                    + " protects it")
                            .formatted(file));
        }
        try {
            byte[] pkcs8 = pkcs8(block);
            return KeyFactory.getInstance(algorithm(pkcs8)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidSetting(
                    "%s cannot be read (%s); write the key as PKCS #8 in PEM (openssl pkey)".formatted(file, e));
        }
    }

    private static byte[] pkcs8(PemBlock block) {
        byte[] der = block.bytes();
        return switch (block.label()) {
            case "PRIVATE KEY" -> der;
            case "RSA PRIVATE KEY" -> Der.element(SEQUENCE, Der.join(VERSION, RSA, Der.element(OCTETS, der)));
            case "EC PRIVATE KEY" ->
                Der.element(
                        SEQUENCE,
                        Der.join(
                                VERSION,
                                Der.element(SEQUENCE, Der.join(EC, Der.child(der, PARAMETERS))),
                                Der.element(OCTETS, der)));
            default -> throw new IllegalArgumentException("a " + block.label() + " is not known");
        };
    }

    private static String algorithm(byte[] pkcs8) {
        if (Der.contains(pkcs8, RSA)) {
            return "RSA";
        }
        return Der.contains(pkcs8, EC) ? "EC" : "EdDSA";
    }
}
