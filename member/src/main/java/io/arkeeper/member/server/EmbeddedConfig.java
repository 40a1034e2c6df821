package io.arkeeper.member.server;

import io.arkeeper.member.metrics.PrometheusMetrics;
import io.prometheus.client.CollectorRegistry;
import java.net.InetSocketAddress;
import java.util.Properties;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/**
 * ZooKeeper's configuration with two answers of our own: where clients connect, and who takes the metrics.
 *
 * <p>The server lines say {@code 0.0.0.0} as client address, which is right in a pod. On a laptop several members share
 * a machine, and each must bind its own address although all read the same lines.
 */
final class EmbeddedConfig extends QuorumPeerConfig {

    private final InetSocketAddress clients;
    private final CollectorRegistry registry;

    EmbeddedConfig(InetSocketAddress clients, CollectorRegistry registry) {
        this.clients = clients;
        this.registry = registry;
    }

    @Override
    public InetSocketAddress getClientPortAddress() {
        return clients;
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
