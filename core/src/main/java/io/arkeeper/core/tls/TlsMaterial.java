package io.arkeeper.core.tls;

import io.arkeeper.core.InvalidSetting;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a member proves itself with and whom it believes: the contents of a Secret as cert-manager writes it.
 *
 * @param chain the certificate, then those between it and an authority
 * @param key of the first certificate
 * @param authorities who is believed; more than one while they change
 */
public record TlsMaterial(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {

    public static final String CERTIFICATE_FILE = "tls.crt";
    public static final String KEY_FILE = "tls.key";
    public static final String AUTHORITIES_FILE = "ca.crt";

    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final String ANY = "2.5.29.37.0";

    public TlsMaterial {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /**
     * Reads the three files.
     *
     * @throws InvalidSetting with a sentence where one of them holds something else
     */
    public static TlsMaterial read(String certificate, String key, String authorities) {
        return new TlsMaterial(
                certificates(CERTIFICATE_FILE, certificate, "the member's certificate, and those up to its authority"),
                PrivateKeyReader.read(KEY_FILE, key),
                certificates(AUTHORITIES_FILE, authorities, "the certificates of the authorities that are believed"));
    }

    private static List<X509Certificate> certificates(String file, String text, String expected) {
        List<PemBlock> blocks = PemBlock.read(text).stream()
                .filter(block -> block.label().equals("CERTIFICATE"))
                .toList();
        if (blocks.isEmpty()) {
            throw new InvalidSetting("%s holds no certificate in PEM; put %s there".formatted(file, expected));
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (PemBlock block : blocks) {
                certificates.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
            }
            return certificates;
        } catch (CertificateException | IllegalArgumentException e) {
            throw new InvalidSetting("%s cannot be read (%s); put %s there, in PEM".formatted(file, e, expected));
        }
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public CertificateLife life() {
        return CertificateLife.of(certificate());
    }

    /** Until when the certificate and all that vouch for it are valid, whichever ends first. */
    public Instant validUntil() {
        return Stream.concat(path().stream(), voucher().stream())
                .map(link -> CertificateLife.of(link).until())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What people should hear before it is too late: what ends soon, a sentence about the first of it. */
    public Optional<String> warning(Instant now) {
        Optional<X509Certificate> voucher = voucher();
        return life().warning(now)
                .or(() -> late(path().stream().skip(1), now)
                        .map(link ->
                                "the certificate of %s in tls.crt, which vouches for the member's, %s; have it renewed"
                                        .formatted(link.getSubjectX500Principal(), end(link, now))))
                .or(() -> late(voucher.stream(), now)
                        .map(authority ->
                                "the authority %s in ca.crt, which vouches for the certificate, %s; put its successor there, and have certificates issued by that"
                                        .formatted(authority.getSubjectX500Principal(), end(authority, now))))
                .or(() -> late(authorities.stream(), now)
                        .map(authority ->
                                "an authority in ca.crt, %s, %s; take it out once nobody has a certificate of it"
                                        .formatted(authority.getSubjectX500Principal(), end(authority, now))));
    }

    private static Optional<X509Certificate> late(Stream<X509Certificate> certificates, Instant now) {
        return certificates
                .filter(certificate -> CertificateLife.of(certificate).isLateForAnAuthority(now))
                .min(Comparator.comparing(
                        certificate -> CertificateLife.of(certificate).until()));
    }

    private static String end(X509Certificate certificate, Instant now) {
        return CertificateLife.of(certificate).end(now);
    }

    /** The certificate's serial number, by which people find it again, in hexadecimal. */
    public String serial() {
        return HexFormat.ofDelimiter(":")
                .formatHex(certificate().getSerialNumber().toByteArray());
    }

    /** Why it cannot be used under these names at this time, a sentence each; empty where it can. */
    public List<String> problems(Collection<String> hosts, Instant now) {
        List<String> problems = new ArrayList<>();
        if (!matches()) {
            problems.add(
                    "tls.key is not the key of the certificate in tls.crt; put both of one issue there, in one update");
        }
        life().problem(now).ifPresent(problems::add);
        List<String> names = CertificateNames.of(certificate());
        List<String> missing = CertificateNames.missing(names, hosts);
        if (!missing.isEmpty()) {
            problems.add("the certificate is for %s and not for %s; have one issued with these DNS names as well"
                    .formatted(names.isEmpty() ? "no DNS name" : String.join(", ", names), String.join(", ", missing)));
        }
        if (!servesBoth()) {
            problems.add("the certificate is not for servers and clients both; members are both to each other, so have"
                    + " one issued with the usages 'server auth' and 'client auth'");
        }
        if (!isVouchedFor(now)) {
            problems.add(
                    "no authority in ca.crt vouches for the certificate of %s; put the one that issued it there, beside the others"
                            .formatted(certificate().getIssuerX500Principal()));
        }
        return problems;
    }

    /** Signs something with the key and verifies it with the certificate. */
    private boolean matches() {
        try {
            byte[] something = {1, 2, 3};
            String algorithm =
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> "EdDSA";
                    };
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(something);
            byte[] signed = signature.sign();
            PublicKey other = certificate().getPublicKey();
            signature.initVerify(other);
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean servesBoth() {
        try {
            List<String> usages = certificate().getExtendedKeyUsage();
            return usages == null || usages.contains(ANY) || (usages.contains(SERVER) && usages.contains(CLIENT));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** As it is at {@code now}, or was while it was valid: that it is over is said elsewhere. */
    private boolean isVouchedFor(Instant now) {
        return voucher(life().nearest(now)).isPresent();
    }

    /** The authority that vouches for the certificate, as it was when that was issued. */
    private Optional<X509Certificate> voucher() {
        return voucher(life().from()).or(() -> voucher(life().until()));
    }

    private Optional<X509Certificate> voucher(Instant at) {
        try {
            Set<TrustAnchor> anchors = authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet());
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path()), parameters);
            return Optional.of(result.getTrustAnchor().getTrustedCert());
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** The certificate, and those between it and an authority. */
    private List<X509Certificate> path() {
        return chain.stream()
                .filter(link -> !authorities.contains(link) || link.equals(certificate()))
                .toList();
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "certificate %s, valid until %s, %d authorities".formatted(serial(), life().until(), authorities.size());
    }
}
