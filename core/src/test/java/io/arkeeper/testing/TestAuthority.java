package io.arkeeper.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1EncodableVector;
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
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A certificate authority that issues whatever a test asks for, with keys on P-256. */
public final class TestAuthority {

    /** What an authority issued: both in PEM, the key as PKCS #8. */
    public record Issued(String certificate, String key) {}

    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] NO_PASSWORD = new char[0];
    private static final Duration LONG = Duration.ofDays(3650);

    private final KeyPair keys = pair("EC");
    private final X500Name name;
    private final String certificate;

    public TestAuthority(String name) {
        this(name, Instant.now().minus(LONG), LONG.multipliedBy(2));
    }

    public TestAuthority(String name, Instant from, Duration life) {
        this.name = new X500Name("CN=" + name);
        this.certificate = certificate(this.name, keys, extensions(true, List.of(), List.of()), from, life);
    }

    /** One for which another authority vouches. */
    public TestAuthority(String name, TestAuthority issuer, Instant from, Duration life) {
        this.name = new X500Name("CN=" + name);
        this.certificate = issuer.certificate(this.name, keys, extensions(true, List.of(), List.of()), from, life);
    }

    /** Its own certificate, in PEM. */
    public String certificate() {
        return certificate;
    }

    /** A certificate for these DNS names that is good for a year, for servers and clients both. */
    public Issued issue(String... names) {
        return issue(Instant.now().minus(Duration.ofDays(1)), Duration.ofDays(365), names);
    }

    public Issued issue(Instant from, Duration life, String... names) {
        return issue(
                pair("EC"), from, life, List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth), names);
    }

    /** A certificate that only servers may use. */
    public Issued issueForServers(String... names) {
        return issue(
                pair("EC"),
                Instant.now().minus(Duration.ofDays(1)),
                Duration.ofDays(365),
                List.of(KeyPurposeId.id_kp_serverAuth),
                names);
    }

    /** A certificate for a key of this algorithm: RSA, EC or Ed25519. */
    public Issued issueFor(String algorithm, String... names) {
        return issue(
                pair(algorithm),
                Instant.now().minus(Duration.ofDays(1)),
                Duration.ofDays(365),
                List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
                names);
    }

    private Issued issue(KeyPair own, Instant from, Duration life, List<KeyPurposeId> usages, String... names) {
        X500Name subject = new X500Name("CN=" + (names.length == 0 ? "nobody" : names[0]));
        return new Issued(
                certificate(subject, own, extensions(false, usages, List.of(names)), from, life),
                pem("PRIVATE KEY", own.getPrivate().getEncoded()));
    }

    /** Shows nothing, and believes this authority. */
    public SSLContext context() {
        return context(keyStore());
    }

    /** Shows what any authority issued, and believes this one. */
    public SSLContext context(Issued shown) {
        KeyStore own = keyStore();
        try {
            own.setKeyEntry(
                    "own", key(shown.key()), NO_PASSWORD, new Certificate[] {certificateOf(shown.certificate())});
            return context(own);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext context(KeyStore own) {
        try {
            KeyStore believed = keyStore();
            believed.setCertificateEntry("ca", certificateOf(certificate));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(believed);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
            keys.init(own, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Certificate certificateOf(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static ExtensionsGenerator extensions(boolean authority, List<KeyPurposeId> usages, List<String> names) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!usages.isEmpty()) {
                extensions.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages.toArray(KeyPurposeId[]::new)));
            }
            if (!names.isEmpty()) {
                GeneralName[] alternatives = names.stream()
                        .map(name -> new GeneralName(
                                name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                        .toArray(GeneralName[]::new);
                extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            }
            return extensions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String certificate(
            X500Name subject, KeyPair owner, ExtensionsGenerator extensions, Instant from, Duration life) {
        try {
            V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(new BigInteger(64, RANDOM).setBit(63)));
            generator.setSignature(ALGORITHM);
            generator.setIssuer(name);
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
            return pem("CERTIFICATE", new DERSequence(whole).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One block of PEM. */
    public static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, lines);
    }

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!algorithm.equals("Ed25519")) {
                generator.initialize(algorithm.equals("RSA") ? 2048 : 256, RANDOM);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
