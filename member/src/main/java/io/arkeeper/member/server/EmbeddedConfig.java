package io.arkeeper.member.server;

import io.arkeeper.member.metrics.PrometheusMetrics;
import io.prometheus.client.CollectorRegistry;
import java.net.InetSocketAddress;
import java.util.Properties;
import org.apache.zookeeper.server.BoundedTlsConnections;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/**
 * ZooKeeper's configuration with answers of our own: where clients connect, of what class their connections are, and who
 * takes the metrics.
 *
 * <p>The server lines say {@code 0.0.0.0} as client address, which is right in a pod. On a laptop several members share
 * a machine, and each must bind its own address although all read the same lines.
 *
 * <p>ZooKeeper makes the connections of a port right after it has asked for the port's address, of the class that one
 * property of the process names for both ports. Here plaintext is {@link CountedConnections}, whatever there is besides,
 * because administrators' sessions are told of there; TLS takes others.
 */
final class EmbeddedConfig extends QuorumPeerConfig {

    private static final String CONNECTIONS = ServerCnxnFactory.ZOOKEEPER_SERVER_CNXN_FACTORY;

    private final InetSocketAddress clients;
    private final CollectorRegistry registry;
    private String plaintext = CountedConnections.class.getName();

    EmbeddedConfig(InetSocketAddress clients, CollectorRegistry registry) {
        this.clients = clients;
        this.registry = registry;
    }

    /** Reads the file; {@code serverCnxnFactory} in it is somebody's choice for plaintext, which is left as it is. */
    @Override
    public void parse(String path) throws ConfigException {
        System.clearProperty(CONNECTIONS);
        super.parse(path);
        plaintext = System.getProperty(CONNECTIONS, CountedConnections.class.getName());
    }

    @Override
    public InetSocketAddress getClientPortAddress() {
        System.setProperty(CONNECTIONS, plaintext);
        return clients;
    }

    @Override
    public InetSocketAddress getSecureClientPortAddress() {
        InetSocketAddress secure = super.getSecureClientPortAddress();
        if (secure != null) {
            System.setProperty(CONNECTIONS, BoundedTlsConnections.class.getName());
        }
        return secure;
    }

    @Override
    public String getMetricsProviderClassName() {
        return PrometheusMetrics.class.getName();
    }

    @Override
    public Properties getMetricsProviderConfiguration() {
        Properties properties = new Properties();
        properties.put(PrometheusMetrics.REGISTRY, registry);
        return properties;
    }
}
