package io.arkeeper.bundle.serve;

import io.arkeeper.bundle.trust.P256;
import io.arkeeper.bundle.trust.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A certificate that vouches for itself, for a registry that lives as long as an installation takes. It is also the
 * authority to be trusted: one file for the nodes.
 *
 * @param certificate in PEM
 * @param key in PEM, PKCS #8
 */
record SelfSigned(String certificate, String key) {

    private static final Duration LIFE = Duration.ofDays(397); // clients that refuse longer ones exist
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    /** @param names DNS names and addresses under which clients call it */
    static SelfSigned make(SecureRandom random, Instant now, Collection<String> names) {
        try {
            KeyPair pair = P256.generate(random);
            byte[] signed = toBeSigned(random, now, names, pair);
            Signature ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initSign(pair.getPrivate(), random);
            ecdsa.update(signed);
            ASN1EncodableVector certificate = new ASN1EncodableVector();
            certificate.add(DERSequence.getInstance(signed));
            certificate.add(ALGORITHM);
            certificate.add(new DERBitString(ecdsa.sign()));
            return new SelfSigned(
                    Pem.text("CERTIFICATE", new DERSequence(certificate).getEncoded(ASN1Encoding.DER)),
                    Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java can make a certificate", e);
        }
    }

    private static byte[] toBeSigned(SecureRandom random, Instant now, Collection<String> names, KeyPair pair)
            throws IOException {
        X500Name subject = new X500Name("CN=arkeeper bundle serve");
        V3TBSCertificateGenerator certificate = new V3TBSCertificateGenerator();
        certificate.setSerialNumber(new ASN1Integer(new BigInteger(127, random).setBit(126)));
        certificate.setSignature(ALGORITHM);
        certificate.setIssuer(subject);
        certificate.setSubject(subject);
        certificate.setStartDate(new Time(Date.from(now.minus(CLOCKS_DIFFER))));
        certificate.setEndDate(new Time(Date.from(now.plus(LIFE))));
        certificate.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        extensions.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
        extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        extensions.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
        certificate.setExtensions(extensions.generate());
        return certificate.generateTBSCertificate().getEncoded(ASN1Encoding.DER);
    }

    private static GeneralNames alternatives(Collection<String> names) {
        List<GeneralName> alternatives = names.stream()
                .map(SelfSigned::canonical)
                .distinct()
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toList();
        return new GeneralNames(alternatives.toArray(GeneralName[]::new));
    }

    /** Addresses have many spellings, names two. */
    static String canonical(String name) {
        return isAddress(name)
                ? InetAddress.ofLiteral(name).getHostAddress().replaceFirst("%.*", "")
                : name.toLowerCase(Locale.ROOT);
    }

    static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
