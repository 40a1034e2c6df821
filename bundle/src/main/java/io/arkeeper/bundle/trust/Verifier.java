package io.arkeeper.bundle.trust;

import io.arkeeper.bundle.BundleFailure;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;

/** Knows one public key, and whether a signature was made with its other half. */
public final class Verifier {

    private static final String LABEL = "PUBLIC KEY";

    private final String place;
    private final ECPublicKey key;

    private Verifier(String place, ECPublicKey key) {
        this.place = place;
        this.key = key;
    }

    /** @param place where the text is from, for messages */
    public static Verifier read(String place, String text) {
        Pem pem = Pem.require(place, text, "a public key");
        if (!pem.label().equals(LABEL)) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s holds a '%s', expected '%s'; give the public half of the pair"
                            .formatted(place, pem.label(), LABEL));
        }
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(pem.content()));
            ECPublicKey ec = (ECPublicKey) key;
            P256.require(place, ec.getParams());
            return new Verifier(place, ec);
        } catch (GeneralSecurityException e) {
            throw P256.other(place);
        }
    }

    public static String text(PublicKey key) {
        return Pem.text(LABEL, key.getEncoded());
    }

    public boolean accepts(byte[] payload, byte[] signature) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initVerify(key);
            ecdsa.update(payload);
            return ecdsa.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // no DER, or numbers out of range: not a signature of this key
        }
    }

    /** Where the key is from. */
    @Override
    public String toString() {
        return place;
    }
}
