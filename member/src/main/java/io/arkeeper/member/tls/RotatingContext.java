package io.arkeeper.member.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * An SSL context for code that asks for one once and keeps it: each connection is made by the newest one. Sessions of
 * a former one cannot be resumed, so nobody gets in on what an authority once said that is no longer believed.
 */
final class RotatingContext extends SSLContextSpi {

    private final Supplier<SSLContext> newest;

    private RotatingContext(Supplier<SSLContext> newest) {
        this.newest = newest;
    }

    static SSLContext of(Supplier<SSLContext> newest) {
        SSLContext first = newest.get();
        return new SSLContext(new RotatingContext(newest), first.getProvider(), first.getProtocol()) {};
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("it takes its keys from the mounted Secret");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new NameCheckingSockets(() -> newest.get().getSocketFactory());
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw new UnsupportedOperationException("its sockets would keep the certificates of the day they were opened");
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return newest.get().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return newest.get().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return newest.get().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return newest.get().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return newest.get().getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return newest.get().getSupportedSSLParameters();
    }
}
