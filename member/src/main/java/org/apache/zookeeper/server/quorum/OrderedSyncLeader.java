package org.apache.zookeeper.server.quorum;

import java.io.IOException;
import java.util.function.LongPredicate;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.common.X509Exception;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.RequestProcessor;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * A leader that takes nobody in whose data are another ensemble's, and whose own clients' {@code sync} is ordered behind what is committed, as a follower's is.
 *
 * <p>ZooKeeper's leader lets the {@code sync} of a client of its own flow through like a read. It tells the followers of
 * a commit before it applies it itself, so a write that a client of a follower has seen acknowledged may be missing
 * in what a client of the leader reads after {@code sync}. Here such a {@code sync} takes the way of a follower's:
 * {@link Leader#processSync} has it wait for what is proposed, and the commit processor for what is committed.
 *
 * <p>ZooKeeper's leader cuts the log of a follower that is ahead of it, wherever its transactions came from. A disk of an
 * earlier ensemble of the same names would keep that one's data below the cut. So each follower is looked at before the
 * two agree on an epoch.
 *
 * <p>In ZooKeeper's package because the leader's commit processor is visible nowhere else.
 */
public final class OrderedSyncLeader extends Leader {

    private final Server server;
    private final QuorumPeer peer;
    private final LongPredicate stranger;

    /**
     * A leader that does not lead yet.
     *
     * @param database what {@code peer} serves
     * @param stranger whether the server with this id holds data of another ensemble
     */
    public static OrderedSyncLeader of(
            QuorumPeer peer, FileTxnSnapLog files, ZKDatabase database, LongPredicate stranger)
            throws IOException, X509Exception {
        return new OrderedSyncLeader(peer, new Server(files, peer, database), stranger);
    }

    private OrderedSyncLeader(QuorumPeer peer, Server server, LongPredicate stranger)
            throws IOException, X509Exception {
        super(peer, server);
        this.peer = peer;
        this.stranger = stranger;
        this.server = server;
    }

    /** Called first for each follower, by a thread of its own. */
    @Override
    public long getEpochToPropose(long sid, long lastAcceptedEpoch) throws InterruptedException, IOException {
        if (sid != peer.getMyId() && stranger.test(sid)) {
            throw new IOException("server %d holds data of another ensemble and is not taken in".formatted(sid));
        }
        return super.getEpochToPropose(sid, lastAcceptedEpoch);
    }

    /** Called in the order of the requests. */
    @Override
    public synchronized void processSync(LearnerSyncRequest sync) {
        if (sync instanceof OwnSync own) {
            server.commitProcessor.processRequest(own.checked());
        }
        super.processSync(sync);
    }

    /** Called when everything proposed before is committed. */
    @Override
    public void sendSync(LearnerSyncRequest sync) {
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

    private static final class Server extends LeaderZooKeeperServer {

        private Server(FileTxnSnapLog files, QuorumPeer peer, ZKDatabase database) throws IOException {
            super(files, peer, database);
        }

        @Override
        protected void setupRequestProcessors() {
            super.setupRequestProcessors();
            commitProcessor.matchSyncs = true;
            firstProcessor = new OwnSyncs(firstProcessor);
        }
    }

    /** The way in of the requests of the leader's own clients. */
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
