package org.apache.zookeeper.server;

import io.arkeeper.member.server.BarredClients;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.jute.Record;
import org.apache.zookeeper.DeleteContainerRequest;
import org.apache.zookeeper.KeeperException.MarshallingErrorException;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.proto.CheckVersionRequest;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetDataRequest;

/**
 * Tells the changes that can be read from those that cannot, and counts the latter.
 *
 * <p>ZooKeeper reads a change only in the leader, once it has been handed on, and has the ensemble agree on its error as
 * on any transaction. Here the member to which the client is connected answers it: it costs that member a moment, and the
 * others nothing.
 */
public final class ReadableRequests {

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

    private final CounterSet refused = ServerMetrics.getMetrics()
            .getMetricsProvider()
            .getRootContext()
            .getCounterSet("arkeeper_malformed_requests_total");
    private final BarredClients barred = new BarredClients();

    /**
     * The request itself where it can be read; else one in its place that changes nothing, and is answered in its turn with an
     * error.
     *
     * @param request as a client of this member sent it
     */
    public Request orError(Request request) {
        if (!Request.isValid(request.type) || isReadable(request)) {
            return request;
        }
        senderOf(request).ifPresent(barred::malformed);
        Request answered =
                new Request(request.cnxn, request.sessionId, request.cxid, OpCode.exists, null, request.authInfo);
        answered.setOwner(request.getOwner());
        answered.setLargeRequestSize(request.getLargeRequestSize());
        answered.setIsThrottled(request.isThrottled());
        answered.setException(new MarshallingErrorException());
        return answered;
    }

    /** Empty where that is not known any more. */
    private static Optional<SocketAddress> senderOf(Request request) {
        return switch (request.cnxn) {
            case null -> Optional.empty();
            case WaitingConnection connection -> Optional.of(connection.from());
            case ServerCnxn connection -> Optional.ofNullable(connection.getRemoteSocketAddress());
        };
    }

    /** Never asked twice of one that is not: what was read of it so far would be the answer. Counts it. */
    boolean isReadable(Request request) {
        Supplier<Record> record = RECORDS.get(request.type);
        if (record == null) {
            return true;
        }
        try {
            request.readRequestRecord(record);
            return true;
        } catch (IOException | RuntimeException e) {
            refused.inc(Request.op2String(request.type));
            return false;
        }
    }
}
