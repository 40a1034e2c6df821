package io.arkeeper.bundle.testing;

import io.arkeeper.bundle.trust.P256;
import io.arkeeper.bundle.trust.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A house's own certificate authority. */
public final class Authority {

    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final X500Name NAME = new X500Name("CN=House Authority");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys = P256.generate(RANDOM);
    private final byte[] certificate;

    public Authority() throws IOException, GeneralSecurityException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        certificate =
                certificate(NAME, keys, extensions, Instant.now().minus(Duration.ofDays(999)), Duration.ofDays(1999));
    }

    /** Writes what clients must trust. */
    public Path writeTo(Path file) throws IOException {
        return Files.writeString(file, Pem.text("CERTIFICATE", certificate));
    }

    /** What a server with this address shows. */
    public SSLContext server(String address, Instant from, Duration life) throws IOException, GeneralSecurityException {
        KeyPair own = P256.generate(RANDOM);
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
        byte[] issued = certificate(new X500Name("CN=Server"), own, extensions, from, life);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        store.setKeyEntry("server", own.getPrivate(), new char[0], new Certificate[] {
            factory.generateCertificate(new ByteArrayInputStream(issued)),
            factory.generateCertificate(new ByteArrayInputStream(certificate))
        });
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private byte[] certificate(
            X500Name subject, KeyPair owner, ExtensionsGenerator extensions, Instant from, Duration life)
            throws IOException, GeneralSecurityException {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(64, RANDOM).setBit(63)));
        generator.setSignature(ALGORITHM);
        generator.setIssuer(NAME);
        generator.setSubject(subject);
        generator.setStartDate(new Time(Date.from(from)));
        generator.setEndDate(new Time(Date.from(from.plus(life))));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(owner.getPublic().getEncoded()));
        generator.setExtensions(extensions.generate());
        byte[] content = generator.generateTBSCertificate().getEncoded();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        ASN1EncodableVector whole = new ASN1EncodableVector();
        List.of(DERSequence.getInstance(content), ALGORITHM, new DERBitString(signature.sign()))
                .forEach(whole::add);
        return new DERSequence(whole).getEncoded();
    }
}
