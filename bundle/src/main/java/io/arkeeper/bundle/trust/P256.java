package io.arkeeper.bundle.trust;

import io.arkeeper.bundle.BundleFailure;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** The one kind of key: ECDSA on P-256, cosign's own default, which every Java and every HSM has. */
public final class P256 {

    static final String NAME = "secp256r1";
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private P256() {}

    public static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(NAME), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    static void require(String place, ECParameterSpec parameters) {
        if (!parameters.getOrder().equals(ORDER)) {
            throw other(place);
        }
    }

    static BundleFailure other(String place) {
        return new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "%s holds no ECDSA key on the curve P-256; make a pair with 'bundle keygen'".formatted(place));
    }
}
