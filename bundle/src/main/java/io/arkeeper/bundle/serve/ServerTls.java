package io.arkeeper.bundle.serve;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.trust.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The certificate a server shows, and its key.
 *
 * @param certificateFile what clients are to trust, where it is a generated one
 */
public record ServerTls(SSLContext context, Path certificateFile, X509Certificate certificate) {

    public static final String GENERATED_CERTIFICATE = "arkeeper-serve.crt";
    public static final String GENERATED_KEY = "arkeeper-serve.key";

    private static final FileAttribute<?> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A certificate with its chain, and its key, both in PEM. */
    public static ServerTls given(Path certificateFile, Path keyFile, InstantSource clock) {
        List<X509Certificate> chain = chain(certificateFile);
        X509Certificate own = chain.getFirst();
        try {
            own.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s expired at %s; have it renewed, or delete a generated one and its key"
                            .formatted(certificateFile, own.getNotAfter().toInstant()),
                    e);
        } catch (CertificateException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is good from %s on; check the clock"
                            .formatted(certificateFile, own.getNotBefore().toInstant()),
                    e);
        }
        PrivateKey key = key(keyFile);
        if (!belongTogether(own, key)) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is not the key of %s; give the two that belong together".formatted(keyFile, certificateFile));
        }
        return new ServerTls(context(chain, key), certificateFile, own);
    }

    /**
     * The pair in this directory, made and written there if there is none: clients that trust it go on doing so after a
     * restart.
     *
     * @param names what a new one is made for
     * @param required what also an old one must be good for
     */
    public static ServerTls generated(
            Path directory,
            Collection<String> names,
            Collection<String> required,
            SecureRandom random,
            InstantSource clock) {
        Path certificateFile = directory.resolve(GENERATED_CERTIFICATE);
        Path keyFile = directory.resolve(GENERATED_KEY);
        if (!Files.exists(certificateFile) && !Files.exists(keyFile)) {
            SelfSigned made = SelfSigned.make(random, clock.instant(), names);
            try {
                write(keyFile, made.key(), OURS_ALONE);
                write(certificateFile, made.certificate());
            } catch (IOException e) {
                throw new BundleFailure(
                        BundleFailure.Kind.STORAGE,
                        "cannot write %s (%s); give a directory with --tls-dir, or --cert and --key"
                                .formatted(certificateFile, reason(e)),
                        e);
            }
        }
        ServerTls tls = given(certificateFile, keyFile, clock);
        tls.requireNames(required);
        return tls;
    }

    private static void write(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, attributes);
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void requireNames(Collection<String> names) {
        Set<String> missing = new TreeSet<>();
        names.forEach(name -> missing.add(SelfSigned.canonical(name)));
        missing.removeAll(names(certificate));
        if (!missing.isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s was made for other names than %s; delete it and its key, and give the nodes the new one"
                            .formatted(certificateFile, String.join(", ", missing)));
        }
    }

    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(each -> names.add(SelfSigned.canonical(String.valueOf(each.get(1)))));
            }
        } catch (CertificateParsingException e) {
            // A certificate whose names cannot be read has none.
        }
        return names;
    }

    private static List<X509Certificate> chain(Path file) {
        try {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new CertificateException("no certificate in it");
            }
            return chain;
        } catch (CertificateException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is no PEM file with a certificate; give the server's own, its issuers after it".formatted(file),
                    e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static PrivateKey key(Path file) {
        Pem pem;
        try {
            pem = Pem.first(Files.readString(file)).orElse(null);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (pem != null && pem.label().equals("PRIVATE KEY")) {
            for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pem.content()));
                } catch (InvalidKeySpecException e) {
                    // perhaps the next
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("every Java has " + algorithm, e);
                }
            }
        }
        throw new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "%s is '%s', expected an unencrypted PRIVATE KEY in PEM; convert it with: openssl pkcs8 -topk8 -nodes -in %s"
                        .formatted(file, pem == null ? "no PEM" : pem.label(), file));
    }

    private static BundleFailure unreadable(Path file, IOException e) {
        return new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "%s cannot be read (%s); check the path and its permissions".formatted(file, reason(e)),
                e);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file or directory";
            case AccessDeniedException denied -> "permission denied";
            default -> e.getMessage();
        };
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        try {
            byte[] anything = {1, 2, 3};
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(anything);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(anything);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static SSLContext context(List<X509Certificate> chain, PrivateKey key) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            char[] inMemoryOnly = new char[0];
            store.setKeyEntry("server", key, inMemoryOnly, chain.toArray(Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, inMemoryOnly);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT, "this Java cannot set up TLS (%s)".formatted(e.getMessage()), e);
        }
    }
}
