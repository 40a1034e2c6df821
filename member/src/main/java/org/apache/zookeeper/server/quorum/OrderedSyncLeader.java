package org.apache.zookeeper.server.quorum;

import java.io.IOException;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.RequestProcessor;

/**
 * A leader whose own clients' {@code sync} is ordered behind what is committed, as a follower's is.
 *
 * <p>ZooKeeper's leader lets the {@code sync} of a client of its own flow through like a read. It tells the followers of
 * a commit before it applies it itself, so a write that a client of a follower has seen acknowledged may be missing
 * in what a client of the leader reads after {@code sync}. Here such a {@code sync} takes the way of a follower's:
 * {@link Leader#processSync} has it wait for what is proposed, and the commit processor for what is committed.
 *
 * <p>In ZooKeeper's package because the leader's commit processor is visible nowhere else.
 */
class OrderedSyncLeader extends Leader {

    private final LeaderZooKeeperServer server;

    /**
     * A leader that does not lead yet.
     *
     * @param server its commit processor matches syncs, and its own clients' requests come in {@link #inOrder}
     */
    OrderedSyncLeader(QuorumPeer peer, LeaderZooKeeperServer server) throws IOException {
        super(peer, server);
        this.server = server;
    }

    /** The way in of the requests of the leader's own clients. */
    static RequestProcessor inOrder(RequestProcessor next) {
        return new OwnSyncs(next);
    }

    /** Called in the order of the requests. */
    @Override
    public final synchronized void processSync(LearnerSyncRequest sync) {
        if (sync instanceof OwnSync own) {
            server.commitProcessor.processRequest(own.checked());
        }
        super.processSync(sync);
    }

    /** Called when everything proposed before is committed. */
    @Override
    public final void sendSync(LearnerSyncRequest sync) {
        if (sync instanceof OwnSync own) {
            server.commitProcessor.commit(own.request);
        } else {
            super.sendSync(sync);
        }
    }

    /** The {@code sync} of a client of the leader, in the shape of a follower's. */
    private static final class OwnSync extends LearnerSyncRequest {

        private final Request request;

        private OwnSync(Request request) {
            super(null, request.sessionId, request.cxid, request.type, null, request.authInfo);
            this.request = request;
            setOwner(request.getOwner());
        }

        /** The client's request, with what was found out about its session. */
        private Request checked() {
            request.setException(getException());
            return request;
        }
    }

    private record OwnSyncs(RequestProcessor next) implements RequestProcessor {

        @Override
        public void processRequest(Request request) throws RequestProcessorException {
            boolean ordered = request.type == OpCode.sync && !request.isThrottled();
            next.processRequest(ordered ? new OwnSync(request) : request);
        }

        @Override
        public void shutdown() {
            next.shutdown();
        }
    }
}
