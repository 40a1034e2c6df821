package io.arkeeper.member.server;

import javax.net.ssl.X509KeyManager;
import org.apache.zookeeper.server.auth.X509AuthenticationProvider;

/**
 * Whom clients see, and who they are by their certificates. ZooKeeper makes it by the name of its class, and asks it
 * anew for each connection.
 */
public final class ClientCertificates extends X509AuthenticationProvider {

    public ClientCertificates() {
        super(ProcessTls.store().trust(), ProcessTls.store().keys());
    }

    @Override
    public X509KeyManager getKeyManager() {
        return ProcessTls.store().keys();
    }
}
