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
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose word a registry's certificate is taken on: Java's own authorities, and those of the house. */
public final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /** @param extra PEM file with certificates to trust in addition */
    public static SSLContext context(Optional<Path> extra) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(extra), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT, "this Java cannot set up TLS (%s)".formatted(e.getMessage()), e);
        }
    }

    private static TrustManager[] managers(Optional<Path> extra) throws GeneralSecurityException, IOException {
        TrustManagerFactory usual = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        usual.init((KeyStore) null);
        if (extra.isEmpty()) {
            return usual.getTrustManagers();
        }
        KeyStore together = KeyStore.getInstance(KeyStore.getDefaultType());
        together.load(null, null);
        int count = 0;
        for (TrustManager manager : usual.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate authority : x509.getAcceptedIssuers()) {
                    together.setCertificateEntry("authority-" + count++, authority);
                }
            }
        }
        for (Certificate authority : read(extra.get())) {
            together.setCertificateEntry("authority-" + count++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(together);
        return factory.getTrustManagers();
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
