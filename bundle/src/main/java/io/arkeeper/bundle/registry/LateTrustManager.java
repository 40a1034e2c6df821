package io.arkeeper.bundle.registry;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Reads the authorities when somebody shows a certificate: a hundred of them cost a tenth of a second, which setting
 * up TLS need not wait for.
 */
final class LateTrustManager extends X509ExtendedTrustManager {

    private final Supplier<X509ExtendedTrustManager> source;
    private X509ExtendedTrustManager manager;

    LateTrustManager(Supplier<X509ExtendedTrustManager> source) {
        this.source = source;
    }

    private synchronized X509ExtendedTrustManager manager() {
        if (manager == null) {
            manager = source.get();
        }
        return manager;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        manager().checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        manager().checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        manager().checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        manager().checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        manager().checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        manager().checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return manager().getAcceptedIssuers();
    }
}
