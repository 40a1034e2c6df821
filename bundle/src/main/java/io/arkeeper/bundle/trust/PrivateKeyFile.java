package io.arkeeper.bundle.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.JsonObject;
import io.arkeeper.bundle.oci.JsonWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * A private key as cosign keeps it: PKCS#8 in a secretbox whose key comes from a passphrase.
 *
 * <p>Both programs read what the other wrote. A key that another program keeps in the clear is read as well.
 */
public final class PrivateKeyFile {

    private static final String SIGSTORE = "ENCRYPTED SIGSTORE PRIVATE KEY";
    private static final Set<String> ENCRYPTED = Set.of(SIGSTORE, "ENCRYPTED COSIGN PRIVATE KEY");
    private static final String CLEAR = "PRIVATE KEY";
    private static final int SCRYPT_N = 1 << 16; // what cosign takes today; 64 MiB and a quarter of a second
    private static final int SCRYPT_R = 8;
    private static final int SCRYPT_P = 1;
    private static final int LARGEST_N = 1 << 18; // a forged file must not make us allocate gigabytes
    private static final int SALT_BYTES = 32;

    private PrivateKeyFile() {}

    public static String encrypted(PrivateKey key, byte[] passphrase, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[SecretBox.NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        byte[] boxKey = SCrypt.generate(passphrase, salt, SCRYPT_N, SCRYPT_R, SCRYPT_P, SecretBox.KEY_BYTES);
        byte[] json = JsonWriter.bytes(JsonWriter.object()
                .put(
                        "kdf",
                        JsonWriter.object()
                                .put("name", "scrypt")
                                .put(
                                        "params",
                                        JsonWriter.object()
                                                .put("N", SCRYPT_N)
                                                .put("r", SCRYPT_R)
                                                .put("p", SCRYPT_P)
                                                .done())
                                .put("salt", base64(salt))
                                .done())
                .put(
                        "cipher",
                        JsonWriter.object()
                                .put("name", "nacl/secretbox")
                                .put("nonce", base64(nonce))
                                .done())
                .put("ciphertext", base64(SecretBox.seal(boxKey, nonce, key.getEncoded())))
                .done());
        return Pem.text(SIGSTORE, json);
    }

    /**
     * @param place where the text is from, for messages
     * @param passphrase asked only where the key is encrypted
     */
    public static ECPrivateKey read(String place, String text, Supplier<byte[]> passphrase) {
        Pem pem = Pem.require(place, text, "a private key");
        if (ENCRYPTED.contains(pem.label())) {
            return key(place, opened(place, JsonObject.read(place, pem.content()), passphrase.get()));
        }
        if (pem.label().equals(CLEAR)) {
            return key(place, pem.content());
        }
        throw new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "%s holds a '%s', expected '%s' or '%s'; make a pair with 'bundle keygen'"
                        .formatted(place, pem.label(), SIGSTORE, CLEAR));
    }

    private static byte[] opened(String place, JsonObject json, byte[] passphrase) {
        JsonObject kdf = json.object("kdf");
        JsonObject params = kdf.object("params");
        long n = params.number("N");
        if (!kdf.text("name").equals("scrypt")
                || !json.object("cipher").text("name").equals("nacl/secretbox")
                || n < 2
                || n > LARGEST_N
                || Long.bitCount(n) != 1
                || params.number("r") != SCRYPT_R
                || params.number("p") != SCRYPT_P) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is encrypted in a way cosign does not use; make a pair with 'bundle keygen'".formatted(place));
        }
        byte[] boxKey = SCrypt.generate(
                passphrase, bytes(place, kdf.text("salt")), (int) n, SCRYPT_R, SCRYPT_P, SecretBox.KEY_BYTES);
        return SecretBox.open(
                        boxKey,
                        bytes(place, json.object("cipher").text("nonce")),
                        bytes(place, json.text("ciphertext")))
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT, "the passphrase does not open %s; try again".formatted(place)));
    }

    private static ECPrivateKey key(String place, byte[] pkcs8) {
        try {
            ECPrivateKey key =
                    (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            P256.require(place, key.getParams());
            return key;
        } catch (GeneralSecurityException e) {
            throw P256.other(place);
        }
    }

    private static byte[] bytes(String place, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT, "%s is damaged; take it from its backup".formatted(place), e);
        }
    }

    private static String base64(byte[] bytes) {
        return new String(Base64.getEncoder().encode(bytes), UTF_8);
    }
}
