package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.BundleFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whose word a registry's certificate is taken on: Java's own authorities, and those of the house. */
public final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /** @param extra PEM file with certificates to trust in addition */
    public static SSLContext context(Optional<Path> extra) {
        Collection<? extends Certificate> more = extra.isPresent() ? read(extra.get()) : List.of();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new LateTrustManager(() -> manager(more))}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw cannot(e);
        }
    }

    private static X509ExtendedTrustManager manager(Collection<? extends Certificate> more) {
        try {
            KeyStore usual = null; // Java's own
            X509ExtendedTrustManager manager = manager(usual);
            if (more.isEmpty()) {
                return manager;
            }
            KeyStore together = KeyStore.getInstance(KeyStore.getDefaultType());
            together.load(null, null);
            int count = 0;
            for (X509Certificate authority : manager.getAcceptedIssuers()) {
                together.setCertificateEntry("authority-" + count++, authority);
            }
            for (Certificate authority : more) {
                together.setCertificateEntry("authority-" + count++, authority);
            }
            return manager(together);
        } catch (GeneralSecurityException | IOException e) {
            throw cannot(e);
        }
    }

    private static X509ExtendedTrustManager manager(KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no manager for X.509");
    }

    private static BundleFailure cannot(Exception e) {
        return new BundleFailure(
                BundleFailure.Kind.ENVIRONMENT, "this Java cannot set up TLS (%s)".formatted(e.getMessage()), e);
    }

    private static Collection<? extends Certificate> read(Path file) {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (certificates.isEmpty()) {
                throw new CertificateException("no certificate in it");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is no PEM file with certificates; give the one of your registry's authority".formatted(file),
                    e);
        } catch (IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s cannot be read; check the path of the authority".formatted(file),
                    e);
        }
    }
}
