package org.apache.zookeeper.server;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.common.Time;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.txn.ErrorTxn;
import org.apache.zookeeper.txn.TxnHeader;

/**
 * Prepares requests as ZooKeeper does, but gives one that cannot be read a transaction number of its own.
 *
 * <p>ZooKeeper gives its error the number of the transaction before it. Followers then have two with the same number,
 * and where a commit meets the wrong one of them they end their process: one malformed request by any client, and the
 * ensemble has no quorum.
 *
 * <p>Members answer those of their own clients before they hand them on, see {@link ReadableRequests}; this one is for what other
 * learners hand on. It counts the changes, too, that their client may not make.
 */
public final class CheckedPrepRequestProcessor extends PrepRequestProcessor {

    private final ZooKeeperServer server;
    private final RequestProcessor next;
    private final ReadableRequests readable = new ReadableRequests();
    private final CounterSet unauthorized = ServerMetrics.getMetrics()
            .getMetricsProvider()
            .getRootContext()
            .getCounterSet("arkeeper_unauthorized_requests_total");

    public CheckedPrepRequestProcessor(ZooKeeperServer server, RequestProcessor next) {
        super(server, next);
        this.server = server;
        this.next = next;
    }

    @Override
    protected void pRequest(Request request) throws RequestProcessorException {
        if (request.isThrottled() || readable.isReadable(request)) {
            super.pRequest(request);
            if (request.getException() instanceof KeeperException.NoAuthException) {
                unauthorized.inc(Request.op2String(request.type));
            }
            return;
        }
        request.setHdr(new TxnHeader(
                request.sessionId, request.cxid, server.getNextZxid(), Time.currentWallTime(), OpCode.error));
        request.setTxn(new ErrorTxn(Code.MARSHALLINGERROR.intValue()));
        request.zxid = server.getZxid();
        next.processRequest(request);
    }
}
