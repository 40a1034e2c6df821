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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whose word a registry's certificate is taken on: Java's own authorities, the operating system's, and those of the
 * house.
 *
 * <p>TLS is set up when it is first needed: a registry without it need not wait.
 */
public final class TrustedAuthorities {

    private final Collection<? extends Certificate> house;
    private final SystemAuthorities system;
    private Optional<SSLContext> context = Optional.empty();

    private TrustedAuthorities(Collection<? extends Certificate> house, SystemAuthorities system) {
        this.house = house;
        this.system = system;
    }

    /** @param extra PEM file with certificates to trust in addition */
    public static TrustedAuthorities of(Optional<Path> extra, SystemAuthorities system) {
        return new TrustedAuthorities(extra.isPresent() ? read(extra.get()) : List.of(), system);
    }

    /** For connections that trust them. */
    public synchronized SSLContext context() {
        if (context.isEmpty()) {
            context = Optional.of(made());
        }
        return context.get();
    }

    private SSLContext made() {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(null, new TrustManager[] {new LateTrustManager(this::manager)}, null);
            return made;
        } catch (GeneralSecurityException e) {
            throw cannot(e);
        }
    }

    private X509ExtendedTrustManager manager() {
        try {
            KeyStore usual = null; // Java's own
            Set<Certificate> together =
                    new LinkedHashSet<>(List.of(manager(usual).getAcceptedIssuers()));
            system.files().forEach(file -> together.addAll(tolerantlyRead(file)));
            together.addAll(house);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate authority : together) {
                store.setCertificateEntry("authority-" + count++, authority);
            }
            return manager(store);
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

    /** A folder of the system's may hold anything; what is no certificate vouches for nobody. */
    private static Collection<? extends Certificate> tolerantlyRead(Path file) {
        try {
            return certificates(file);
        } catch (CertificateException | IOException e) {
            return List.of();
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws CertificateException, IOException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static Collection<? extends Certificate> read(Path file) {
        try {
            Collection<? extends Certificate> certificates = certificates(file);
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
