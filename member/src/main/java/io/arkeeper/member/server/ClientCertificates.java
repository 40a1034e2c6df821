package io.arkeeper.member.server;

import io.arkeeper.member.tls.TlsProtocol;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509KeyManager;
import org.apache.zookeeper.common.X509Util.ClientAuth;
import org.apache.zookeeper.server.auth.X509AuthenticationProvider;

/**
 * Whom clients see, and who they are by their certificates. ZooKeeper makes it by the name of its class, and asks it
 * anew for each connection.
 */
public final class ClientCertificates extends X509AuthenticationProvider {

    public ClientCertificates() {
        super(ProcessTls.store().trust(), ProcessTls.store().keys());
    }

    /**
     * The member's side of a client's connection, by the newest material. A client that comes again resumes its session as long
     * as this material is in use; its certificate is looked at again all the same, when ZooKeeper asks who it is.
     */
    public static SSLEngine engine() {
        SSLEngine engine = ProcessTls.store().clients().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = TlsProtocol.parameters();
        switch (ClientAuth.fromPropertyValue(System.getProperty(TlsKeys.CLIENT_AUTH))) {
            case NEED -> parameters.setNeedClientAuth(true);
            case WANT -> parameters.setWantClientAuth(true);
            case NONE -> parameters.setWantClientAuth(false);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public X509KeyManager getKeyManager() {
        return ProcessTls.store().keys();
    }
}
