package io.arkeeper.member.server;

import io.arkeeper.member.admission.HeldRequests;
import io.arkeeper.member.admission.HeldRequests.Excess;
import java.net.InetAddress;
import java.util.Locale;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.metrics.MetricsContext;
import org.apache.zookeeper.server.ServerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clients hold of the heap by requests that have not come whole, with TLS and without: it is one heap, so it is one bound
 * for a process. An eighth of it for all and a quarter of that for one address, but never less than a request needs that the
 * limits allow.
 */
public final class HeldByClients {

    private static final Logger LOG = LoggerFactory.getLogger(HeldByClients.class);

    private static final int PART_OF_THE_HEAP = 8;
    private static final int PART_OF_AN_ADDRESS = 4;
    private static final HeldRequests OF_THIS_PROCESS =
            bounded(Runtime.getRuntime().maxMemory(), BinaryInputArchive.maxBuffer);

    private final CounterSet ended;

    public HeldByClients() {
        MetricsContext metrics = ServerMetrics.getMetrics().getMetricsProvider().getRootContext();
        metrics.registerGauge("arkeeper_held_request_bytes", OF_THIS_PROCESS::bytes);
        ended = metrics.getCounterSet("arkeeper_held_requests_ended_total");
    }

    static HeldRequests bounded(long heap, int largestRequest) {
        long largest = (long) largestRequest + Integer.BYTES; // with its length
        long most = Math.max(heap / PART_OF_THE_HEAP, largest * PART_OF_AN_ADDRESS);
        return new HeldRequests(most, most / PART_OF_AN_ADDRESS);
    }

    /** @param close ends the connection, from whichever thread */
    public HeldRequests.Share of(InetAddress address, Runnable close) {
        return OF_THIS_PROCESS.of(address, close, excess -> tell(address, excess));
    }

    private void tell(InetAddress address, Excess excess) {
        ended.inc(excess.name().toLowerCase(Locale.ROOT));
        LOG.warn(
                "ends a connection from {} whose request has not come whole: such requests take too much memory, {}",
                address.getHostAddress(),
                switch (excess) {
                    case ADDRESS -> "those of its address";
                    case MEMBER -> "all together; raise heap where clients are honest";
                });
    }
}
