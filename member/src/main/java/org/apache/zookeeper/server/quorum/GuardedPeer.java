package org.apache.zookeeper.server.quorum;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.member.admission.AdmittingServerSocket;
import io.arkeeper.member.admission.Doorman;
import io.arkeeper.member.admission.ElectionOpening;
import io.arkeeper.member.admission.Gate;
import io.arkeeper.member.admission.Notifications;
import io.arkeeper.member.admission.Notifications.Vote;
import io.arkeeper.member.admission.Opening;
import io.arkeeper.member.admission.Penalties;
import io.arkeeper.member.admission.QuorumOpening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.security.sasl.SaslException;
import org.apache.zookeeper.common.X509Exception;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.server.ReadableRequests;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.ServerMetrics;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.server.quorum.auth.QuorumAuthServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A quorum peer whose election port and quorum port stand behind a {@link Doorman}, and whose leader checks requests
 * before it numbers them. In ZooKeeper's own package, because there is no other way to the sockets.
 */
public abstract class GuardedPeer extends QuorumPeer {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedPeer.class);

    private static final int MOST_WAITING = 256; // on each port; an ensemble has fewer members
    private static final Duration PATIENCE = Duration.ofSeconds(5); // a handshake of TLS on a busy machine included

    private static final Duration FOR_THE_LEADER = Duration.ofMillis(400); // as long as ZooKeeper's own follower

    private final Dissent dissent = new Dissent();
    private volatile QuorumPort candidate; // that waits for a quorum

    protected GuardedPeer() throws SaslException {
        super();
    }

    /** Whether the server with this id holds data of another ensemble, so that a leader takes it not in. */
    protected abstract boolean isStranger(long sid);

    /** Whether a configuration is of another ensemble, so that the vote of whoever has it does not count here. */
    protected abstract boolean isOfStrangers(EnsembleConfig config);

    /** Whether somebody of another ensemble answers at an address, at which the server with this id is to lead. */
    protected abstract boolean isStrangerAt(InetAddress address, long sid);

    /** What whoever connects to the election port or the quorum port has to be, beside what he says. */
    protected abstract Gate gate();

    /** Who is barred from the election port and the quorum port. */
    protected abstract Penalties penalties();

    /** Has the call to that server's election port made in the way that the server takes. */
    protected abstract void calling(long sid, Runnable call);

    private Doorman doorman(String port, Opening opening) {
        CounterSet refused = refused();
        return new Doorman(
                port,
                opening,
                gate(),
                penalties(),
                MOST_WAITING,
                PATIENCE,
                reason -> refused.inc(port + "_" + reason.keyword()));
    }

    private static CounterSet refused() {
        return ServerMetrics.getMetrics()
                .getMetricsProvider()
                .getRootContext()
                .getCounterSet("arkeeper_refused_connections_total");
    }

    /** Counts the members that would log in and cannot, by the port to which they came. */
    @Override
    public void initialize() throws SaslException {
        super.initialize();
        QuorumAuthServer logins = authServer;
        CounterSet refused = refused();
        authServer = (socket, in) -> {
            try {
                logins.authenticate(socket, in);
            } catch (SaslException e) {
                boolean elects =
                        socket.getLocalPort() == getElectionAddress().getOne().getPort();
                refused.inc(elects ? "election_login" : "quorum_login");
                throw e;
            }
        };
    }

    @Override
    public QuorumCnxManager createCnxnManager() {
        return new ElectionPort(this);
    }

    @Override
    protected Election createElectionAlgorithm(int algorithm) {
        Election election = super.createElectionAlgorithm(algorithm);
        if (election instanceof FastLeaderElection fast) {
            Ballots.of(fast, this);
        }
        return election;
    }

    @Override
    protected Follower makeFollower(FileTxnSnapLog logFactory) throws IOException {
        GuardedPeer peer = this;
        ReadableRequests readable = new ReadableRequests();
        FollowerZooKeeperServer server = new FollowerZooKeeperServer(logFactory, this, getZkDb()) {
            @Override
            public void submitRequestNow(Request request) {
                super.submitRequestNow(readable.orError(request));
            }
        };
        return new PatientFollower(this, server, FOR_THE_LEADER, this::hearsLeader) {
            @Override
            protected void connectToLeader(MultipleAddresses address, String hostname) throws IOException {
                super.connectToLeader(address, hostname);
                peer.requireOwn(sock, hostname);
            }
        };
    }

    @Override
    protected Leader makeLeader(FileTxnSnapLog logFactory) throws IOException, X509Exception {
        return new QuorumPort(this, new GuardedLeaderServer(logFactory, this));
    }

    @Override
    protected Observer makeObserver(FileTxnSnapLog logFactory) throws IOException {
        GuardedPeer peer = this;
        ReadableRequests readable = new ReadableRequests();
        ObserverZooKeeperServer server = new ObserverZooKeeperServer(logFactory, this, getZkDb()) {
            @Override
            public void submitRequestNow(Request request) {
                super.submitRequestNow(readable.orError(request));
            }
        };
        return new Observer(this, server) {
            @Override
            protected void connectToLeader(MultipleAddresses address, String hostname) throws IOException {
                super.connectToLeader(address, hostname);
                peer.requireOwn(sock, hostname);
            }

            @Override
            protected void sockConnect(Socket socket, InetSocketAddress leader, int timeout) throws IOException {
                super.sockConnect(socket, leader, Math.min(timeout, PatientFollower.LONGEST_TRY_MS));
            }
        };
    }

    private boolean hearsLeader() {
        return getQuorumCnxManager()
                .senderWorkerMap
                .containsKey(getCurrentVote().getId());
    }

    /** Takes in what another wants, which may end the wait of this one for a quorum. */
    private void hear(long sid, Vote vote) {
        dissent.hear(sid, vote);
        QuorumPort waiting = candidate;
        if (waiting != null) {
            waiting.reconsider();
        }
    }

    /**
     * A leader cannot tell a follower of another ensemble from its own one with the same number, and would cut its log; so
     * the follower looks where its leader's name has led it, before it says a word.
     */
    private void requireOwn(Socket leader, String hostname) throws IOException {
        if (isStrangerAt(leader.getInetAddress(), getCurrentVote().getId())) {
            leader.close();
            throw new IOException("the name %s leads to another ensemble".formatted(hostname));
        }
    }

    private static final class ElectionPort extends QuorumCnxManager {

        private final GuardedPeer owner;
        private final Doorman doorman;
        private final CounterSet refused = refused();

        ElectionPort(GuardedPeer self) {
            super(
                    self,
                    self.getMyId(),
                    self.getView(),
                    self.authServer,
                    self.authLearner,
                    timeout(self),
                    self.getQuorumListenOnAllIPs(),
                    self.quorumCnxnThreadsSize,
                    self.isQuorumSaslAuthEnabled());
            this.owner = self;
            this.doorman = self.doorman("election", new ElectionOpening());
        }

        private static int timeout(QuorumPeer self) {
            int configured = Integer.getInteger(QUORUM_CNXN_TIMEOUT_MS, -1);
            return configured > 0 ? configured : self.tickTime * self.syncLimit;
        }

        /** In a thread of its own, which may wait. */
        @Override
        public void initiateConnection(MultipleAddresses address, Long sid) {
            owner.calling(sid, () -> super.initiateConnection(address, sid));
        }

        /** In the thread that accepts connections, which must not wait for anybody. */
        @Override
        public void receiveConnection(Socket socket) {
            doorman.admit(socket, super::receiveConnection);
        }

        /** ZooKeeper's own pool for this is the one that makes connections: who fills it keeps the member from electing. */
        @Override
        public void receiveConnectionAsync(Socket socket) {
            receiveConnection(socket);
        }

        @Override
        public Message pollRecvQueue(long timeout, TimeUnit unit) throws InterruptedException {
            Message message = super.pollRecvQueue(timeout, unit);
            if (message == null) {
                return null;
            }
            if (!Notifications.readable(message.buffer)) {
                refused.inc("election_notification");
                return null; // as if the time had passed
            }
            if (Notifications.config(message.buffer)
                    .filter(owner::isOfStrangers)
                    .isPresent()) {
                refused.inc("election_stranger");
                return null;
            }
            if (!owner.isRunning()) {
                return null; // it would be answered that this one leads or follows, which it has just stopped to do
            }
            owner.hear(message.sid, Notifications.vote(message.buffer));
            return message;
        }

        @Override
        public void halt() {
            super.halt();
            doorman.close();
        }
    }

    private static final class QuorumPort extends OrderedSyncLeader {

        private final GuardedPeer peer;
        private final long heardBefore;
        private final Object lock = new Object();
        private Thread waiting; // guarded by the lock
        private boolean forsaken; // guarded by the lock

        QuorumPort(GuardedPeer peer, LeaderZooKeeperServer server) throws IOException {
            super(peer, server);
            this.peer = peer;
            this.heardBefore = peer.dissent.heard();
        }

        /**
         * Called first for each follower, by a thread of its own. A follower that is ahead of the leader has its log cut,
         * wherever its transactions came from; so it is looked at before the two agree on an epoch.
         */
        @Override
        public long getEpochToPropose(long sid, long lastAcceptedEpoch) throws InterruptedException, IOException {
            if (sid != peer.getMyId() && peer.isStranger(sid)) {
                throw new IOException("server %d holds data of another ensemble and is not taken in".formatted(sid));
            }
            if (sid != peer.getMyId()) {
                return super.getEpochToPropose(sid, lastAcceptedEpoch);
            }
            beginToWait();
            try {
                return super.getEpochToPropose(sid, lastAcceptedEpoch);
            } finally {
                endWait();
            }
        }

        private void beginToWait() {
            synchronized (lock) {
                waiting = Thread.currentThread();
            }
            peer.candidate = this;
            reconsider(); // what was heard before there was a candidate
        }

        /** Leaves no interruption behind that was meant for the wait. */
        private void endWait() {
            peer.candidate = null;
            synchronized (lock) {
                waiting = null;
                if (forsaken) {
                    Thread.interrupted();
                }
            }
        }

        /** Ends the wait for a quorum, and with it the leader, if there can be none. */
        void reconsider() {
            Set<Long> coming;
            synchronized (connectingFollowers) {
                coming = Set.copyOf(connectingFollowers);
            }
            long round = peer.getElectionAlg() instanceof FastLeaderElection election ? election.logicalclock.get() : 0;
            boolean vain = peer.dissent.leavesNoQuorumFor(
                    peer.getMyId(), round, heardBefore, coming, peer.getQuorumVerifier());
            synchronized (lock) {
                if (vain && waiting != null && !forsaken) {
                    LOG.info("gives up to lead: no quorum will follow in round {} of the election", round);
                    forsaken = true;
                    waiting.interrupt();
                }
            }
        }

        /** Called by the constructor, so nothing of this class is there yet. */
        @Override
        Optional<ServerSocket> createServerSocket(InetSocketAddress address, boolean portUnification, boolean tls) {
            GuardedPeer owner = (GuardedPeer) self;
            return super.createServerSocket(address, portUnification, tls)
                    .map(socket -> admitting(
                            socket, owner.doorman("quorum", new QuorumOpening(owner.isQuorumSaslAuthEnabled()))));
        }

        private static ServerSocket admitting(ServerSocket socket, Doorman doorman) {
            try {
                return new AdmittingServerSocket(socket, doorman);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
