package io.arkeeper.bundle.trust;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** NaCl's secretbox, XSalsa20 and Poly1305, because that is what cosign keeps private keys in. */
final class SecretBox {

    static final int NONCE_BYTES = 24;
    static final int KEY_BYTES = 32;
    private static final int TAG_BYTES = 16;

    private SecretBox() {}

    static byte[] seal(byte[] key, byte[] nonce, byte[] message) {
        XSalsa20Engine cipher = cipher(key, nonce);
        byte[] tagKey = tagKey(cipher);
        byte[] sealed = new byte[TAG_BYTES + message.length];
        cipher.processBytes(message, 0, message.length, sealed, TAG_BYTES);
        System.arraycopy(tag(tagKey, sealed), 0, sealed, 0, TAG_BYTES);
        return sealed;
    }

    /** Empty where the key is wrong or the box was changed. */
    static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] sealed) {
        if (sealed.length < TAG_BYTES || nonce.length != NONCE_BYTES) {
            return Optional.empty();
        }
        XSalsa20Engine cipher = cipher(key, nonce);
        byte[] tagKey = tagKey(cipher);
        if (!MessageDigest.isEqual(tag(tagKey, sealed), Arrays.copyOf(sealed, TAG_BYTES))) {
            return Optional.empty();
        }
        byte[] message = new byte[sealed.length - TAG_BYTES];
        cipher.processBytes(sealed, TAG_BYTES, message.length, message, 0);
        return Optional.of(message);
    }

    private static XSalsa20Engine cipher(byte[] key, byte[] nonce) {
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return cipher;
    }

    /** The first bytes of the key stream authenticate, the rest encrypts. */
    private static byte[] tagKey(XSalsa20Engine cipher) {
        byte[] tagKey = new byte[KEY_BYTES];
        cipher.processBytes(new byte[KEY_BYTES], 0, KEY_BYTES, tagKey, 0);
        return tagKey;
    }

    private static byte[] tag(byte[] tagKey, byte[] sealed) {
        Poly1305 poly1305 = new Poly1305();
        poly1305.init(new KeyParameter(tagKey));
        poly1305.update(sealed, TAG_BYTES, sealed.length - TAG_BYTES);
        byte[] tag = new byte[TAG_BYTES];
        poly1305.doFinal(tag, 0);
        return tag;
    }
}
