package io.arkeeper.member.tls;

import io.arkeeper.core.tls.TlsMaterial;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Java's view of one issue of the material.
 *
 * @param keys what this member shows
 * @param trust whom it believes as a client
 * @param members for connections between members, in both directions: believes members only
 * @param clients for connections of clients
 */
record TlsContexts(
        TlsMaterial material,
        X509ExtendedKeyManager keys,
        X509ExtendedTrustManager trust,
        SSLContext members,
        SSLContext clients) {

    private static final char[] NO_PASSWORD = new char[0]; // the stores never leave the process

    /** @param isMember whether a certificate is that of a member */
    static TlsContexts of(TlsMaterial material, Predicate<X509Certificate> isMember) {
        try {
            X509ExtendedKeyManager keys = keys(material);
            X509ExtendedTrustManager trust = trust(material.authorities());
            return new TlsContexts(
                    material, keys, trust, context(keys, new MembersOnly(trust, isMember)), context(keys, trust));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("material that was checked is refused by Java", e);
        }
    }

    private static SSLContext context(KeyManager keys, TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
        return context;
    }

    private static X509ExtendedKeyManager keys(TlsMaterial material) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "member", material.key(), NO_PASSWORD, material.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return Arrays.stream(factory.getKeyManagers())
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static X509ExtendedTrustManager trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
