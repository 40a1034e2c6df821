package io.arkeeper.bundle.trust;

import io.arkeeper.bundle.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/**
 * Signs with a private key, the same bytes with the same signature (RFC 6979).
 *
 * <p>Random signatures would make two bundles of the same content differ, and nobody could tell why.
 */
public final class Signer {

    private final ECPrivateKey key;

    public Signer(ECPrivateKey key) {
        this.key = key;
    }

    /** The signature over the SHA-256 of a payload, in DER. */
    public byte[] sign(byte[] payload) {
        X9ECParameters curve = CustomNamedCurves.getByName(P256.NAME);
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(
                true,
                new ECPrivateKeyParameters(
                        key.getS(),
                        new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH())));
        BigInteger[] signature = signer.generateSignature(
                HexFormat.of().parseHex(Digest.of(payload).hex()));
        ASN1EncodableVector numbers = new ASN1EncodableVector();
        numbers.add(new ASN1Integer(signature[0]));
        numbers.add(new ASN1Integer(signature[1]));
        try {
            return new DERSequence(numbers).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
