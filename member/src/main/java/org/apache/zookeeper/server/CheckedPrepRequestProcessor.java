package org.apache.zookeeper.server;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.jute.Record;
import org.apache.zookeeper.DeleteContainerRequest;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.common.Time;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.proto.CheckVersionRequest;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetDataRequest;
import org.apache.zookeeper.txn.ErrorTxn;
import org.apache.zookeeper.txn.TxnHeader;

/**
 * Prepares requests as ZooKeeper does, but gives one that cannot be read a transaction number of its own.
 *
 * <p>ZooKeeper gives its error the number of the transaction before it. Followers then have two with the same number,
 * and where a commit meets the wrong one of them they end their process: one malformed request by any client, and the
 * ensemble has no quorum.
 *
 * <p>It counts these, and the changes that their client may not make.
 */
public final class CheckedPrepRequestProcessor extends PrepRequestProcessor {

    private static final Map<Integer, Supplier<Record>> RECORDS = Map.ofEntries(
            Map.entry(OpCode.create, CreateRequest::new),
            Map.entry(OpCode.create2, CreateRequest::new),
            Map.entry(OpCode.createContainer, CreateRequest::new),
            Map.entry(OpCode.createTTL, CreateTTLRequest::new),
            Map.entry(OpCode.deleteContainer, DeleteContainerRequest::new),
            Map.entry(OpCode.delete, DeleteRequest::new),
            Map.entry(OpCode.setData, SetDataRequest::new),
            Map.entry(OpCode.reconfig, ReconfigRequest::new),
            Map.entry(OpCode.setACL, SetACLRequest::new),
            Map.entry(OpCode.check, CheckVersionRequest::new),
            Map.entry(OpCode.multi, MultiOperationRecord::new));

    private final ZooKeeperServer server;
    private final RequestProcessor next;
    private final CounterSet refused = ServerMetrics.getMetrics()
            .getMetricsProvider()
            .getRootContext()
            .getCounterSet("arkeeper_malformed_requests_total");
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
        if (request.isThrottled() || isReadable(request)) {
            super.pRequest(request);
            if (request.getException() instanceof KeeperException.NoAuthException) {
                unauthorized.inc(Request.op2String(request.type));
            }
            return;
        }
        refused.inc(Request.op2String(request.type));
        request.setHdr(new TxnHeader(
                request.sessionId, request.cxid, server.getNextZxid(), Time.currentWallTime(), OpCode.error));
        request.setTxn(new ErrorTxn(Code.MARSHALLINGERROR.intValue()));
        request.zxid = server.getZxid();
        next.processRequest(request);
    }

    /** Never asked twice: what was read of it so far would be the answer. */
    private static boolean isReadable(Request request) {
        Supplier<Record> record = RECORDS.get(request.type);
        if (record == null) {
            return true;
        }
        try {
            request.readRequestRecord(record);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
