package io.arkeeper.member.server;

import io.arkeeper.member.admission.Penalties;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.apache.zookeeper.metrics.Counter;
import org.apache.zookeeper.metrics.MetricsContext;
import org.apache.zookeeper.server.ServerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which addresses have no new connections as clients for the time being, with TLS and without, see {@link Penalties}. Those that
 * are open stay, and so does the way in from the member's own address, by which administrators come.
 */
public final class BarredClients {

    private static final Logger LOG = LoggerFactory.getLogger(BarredClients.class);

    private final Counter refused;

    public BarredClients() {
        MetricsContext metrics = ServerMetrics.getMetrics().getMetricsProvider().getRootContext();
        metrics.registerGauge(
                "arkeeper_barred_addresses", () -> ProcessPenalties.clients().barred());
        refused = metrics.getCounter("arkeeper_barred_connections_total");
    }

    /** Whether this new connection has to be closed; counts it then. To be asked of each before anything is told of it. */
    public boolean refuses(SocketAddress from, SocketAddress to) {
        InetAddress client = address(from);
        if (isShared(client, address(to))) {
            ProcessPenalties.clients().trust(client);
        }
        boolean barred = ProcessPenalties.clients().isBarred(client);
        if (barred) {
            refused.inc();
        }
        return barred;
    }

    /** @param from who has sent what is no request */
    public void malformed(SocketAddress from) {
        InetAddress client = address(from);
        if (ProcessPenalties.clients().malformed(client)) {
            LOG.warn(
                    "bars {} from new connections for {} s after its last malformed message, of which there are more than"
                            + " limits.malformedPerSecond; see to what sends them",
                    client.getHostAddress(),
                    Penalties.PENALTY.toSeconds());
        }
    }

    /** By its own address come administrators and port-forwards; by one of loopback, all that a sidecar hands on. */
    private static boolean isShared(InetAddress client, InetAddress own) {
        return client.equals(own) || (client.isLoopbackAddress() && !own.isLoopbackAddress());
    }

    private static InetAddress address(SocketAddress address) {
        return ((InetSocketAddress) address).getAddress();
    }
}
