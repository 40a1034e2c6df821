package io.arkeeper.member.server;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.member.admission.Gate;
import io.arkeeper.member.admission.Penalties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.security.sasl.SaslException;
import org.apache.zookeeper.common.X509Exception;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.server.quorum.Follower;
import org.apache.zookeeper.server.quorum.GuardedPeer;
import org.apache.zookeeper.server.quorum.Leader;
import org.apache.zookeeper.server.quorum.MultipleAddresses;
import org.apache.zookeeper.server.quorum.Observer;
import org.apache.zookeeper.server.quorum.QuorumCnxManager;
import org.apache.zookeeper.server.quorum.flexible.QuorumVerifier;

/**
 * A quorum peer that knows members by their names, not by the addresses those names once had.
 *
 * <p>ZooKeeper compares resolved addresses to find out whether a configuration moves the leader: in
 * {@code Leader.getDesignatedLeader} its own, in {@code processReconfig} its leader's. Where a name did not resolve for
 * a moment, or a pod came back under another address, they differ although nothing moved; the leader then believes that
 * somebody else must lead and never commits anything again (ZOOKEEPER-4708, not mended in 3.9). Both comparisons are
 * made between the same things here: same name and ports means same member.
 */
final class NamedQuorumPeer extends GuardedPeer {

    private static final int LAST_SERVER = 255; // ZooKeeper gives negative numbers to learners that have none

    private final Optional<InetAddress> bindAddress;
    private final BooleanSupplier stopped;
    private final Consumer<IOException> writeFailed;
    private final Strangers strangers;
    private final QuorumSecurity security;
    private final PlaintextGate gate;
    private final ThreadLocal<Boolean> callsWithTls = new ThreadLocal<>();
    private volatile boolean learnsWithTls;
    private volatile boolean makingLeader;

    /**
     * A peer that is not started yet.
     *
     * @param bindAddress the one address to listen on; empty where the configuration says: on all
     * @param stopped whether it was asked to stop while it started
     * @param strangers whom it takes nobody in of, and no configuration from
     * @param writeFailed is told when a log or snapshot could not be written; nothing is written after that
     * @param security how it talks to the others
     */
    NamedQuorumPeer(
            Optional<InetAddress> bindAddress,
            BooleanSupplier stopped,
            Strangers strangers,
            Consumer<IOException> writeFailed,
            QuorumSecurity security)
            throws SaslException {
        super();
        this.strangers = strangers;
        this.security = security;
        this.gate = new PlaintextGate(security);
        this.writeFailed = writeFailed;
        this.bindAddress = bindAddress;
        this.stopped = stopped;
    }

    @Override
    public synchronized void start() {
        super.start();
        if (stopped.getAsBoolean()) {
            shutdown();
        }
    }

    /** Takes the same files, guarded. */
    @Override
    public void setTxnFactory(FileTxnSnapLog files) {
        try {
            super.setTxnFactory(new GuardedDatabase(
                    files.getDataLogDir().getParentFile(), files.getSnapDir().getParentFile(), writeFailed));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the same directories were there a moment ago
        }
    }

    /** Whether plaintext is accepted beside TLS, asked whenever a port is opened. */
    @Override
    public boolean shouldUsePortUnification() {
        return security.acceptsTls() && !security.requiresTls();
    }

    /**
     * Whether to use TLS, asked whenever a port is opened or somebody is called. For calls it was decided by whom is
     * called: in an election by the thread that calls, otherwise when this member began to learn from its leader.
     */
    @Override
    public boolean isSslQuorum() {
        Boolean decided = callsWithTls.get();
        if (decided != null) {
            return decided;
        }
        boolean opensPort = makingLeader || Thread.currentThread() instanceof QuorumCnxManager.Listener;
        return opensPort ? security.acceptsTls() : learnsWithTls;
    }

    @Override
    protected void calling(long sid, Runnable call) {
        callsWithTls.set(security.speaksTlsTo(new MemberId(Math.toIntExact(sid))));
        try {
            call.run();
        } finally {
            callsWithTls.remove();
        }
    }

    /** Ends what came in plaintext, now that TLS is required. */
    void shutPlaintext() {
        gate.shut();
    }

    @Override
    protected Gate gate() {
        return gate;
    }

    @Override
    protected Penalties penalties() {
        return ProcessPenalties.members();
    }

    @Override
    protected Follower makeFollower(FileTxnSnapLog logFactory) throws IOException {
        learnFromLeader();
        return super.makeFollower(logFactory);
    }

    @Override
    protected Observer makeObserver(FileTxnSnapLog logFactory) throws IOException {
        learnFromLeader();
        return super.makeObserver(logFactory);
    }

    private void learnFromLeader() {
        learnsWithTls = security.speaksTlsTo(
                new MemberId(Math.toIntExact(getCurrentVote().getId())));
    }

    /**
     * A leader resolves its own name once more before it listens, unless it listens on all addresses. While the name
     * server is down nobody could become leader then; so it is given the address it listens on as it is.
     */
    @Override
    protected Leader makeLeader(FileTxnSnapLog logFactory) throws IOException, X509Exception {
        makingLeader = true;
        try {
            return super.makeLeader(logFactory);
        } finally {
            makingLeader = false;
        }
    }

    @Override
    protected boolean isStranger(long sid) {
        return sid > 0 && sid <= LAST_SERVER && strangers.include(new MemberId((int) sid));
    }

    @Override
    protected boolean isStrangerAt(InetAddress address, long sid) {
        return sid > 0 && sid <= LAST_SERVER && strangers.areAt(address, new MemberId((int) sid));
    }

    @Override
    protected boolean isOfStrangers(EnsembleConfig config) {
        return strangers.have(config);
    }

    /**
     * The own quorum address as the newest configuration has it, if it names the same host and port; that is what it
     * is about to be compared with.
     */
    @Override
    public MultipleAddresses getQuorumAddress() {
        MultipleAddresses known = super.getQuorumAddress();
        if (makingLeader && bindAddress.isPresent()) {
            int port = known.getOne().getPort();
            return new MultipleAddresses(new InetSocketAddress(bindAddress.get(), port));
        }
        QuorumVerifier newest = newest(getQuorumVerifier(), getLastSeenQuorumVerifier());
        QuorumServer self = newest == null ? null : newest.getAllMembers().get(getMyId());
        return self != null && sameNames(self.addr, known) ? self.addr : known;
    }

    /** Without a transaction it comes from another's notification, and may be of an ensemble that is not this one. */
    @Override
    public boolean processReconfig(QuorumVerifier qv, Long suggestedLeaderId, Long zxid, boolean restartLE) {
        boolean heardOf = zxid == null && !restartLE;
        if (heardOf && strangers.aloneKnowConfig(qv.getVersion())) {
            return false;
        }
        if (getCurrentVote() != null) {
            adoptAddresses(qv, getCurrentVote().getId());
        }
        return super.processReconfig(qv, suggestedLeaderId, zxid, restartLE);
    }

    /** Gives the known seat of a member the addresses of the new one, where both have the same names and ports. */
    private void adoptAddresses(QuorumVerifier next, long id) {
        QuorumServer before = getQuorumVerifier().getAllMembers().get(id);
        QuorumServer after = next.getAllMembers().get(id);
        if (before != null && after != null && sameNames(before.addr, after.addr)) {
            before.addr = after.addr;
            before.electionAddr =
                    sameNames(before.electionAddr, after.electionAddr) ? after.electionAddr : before.electionAddr;
        }
    }

    private static QuorumVerifier newest(QuorumVerifier committed, QuorumVerifier lastSeen) {
        if (lastSeen == null || committed == null) {
            return committed;
        }
        return lastSeen.getVersion() > committed.getVersion() ? lastSeen : committed;
    }

    private static boolean sameNames(MultipleAddresses some, MultipleAddresses others) {
        return names(some).equals(names(others));
    }

    private static Set<String> names(MultipleAddresses addresses) {
        return addresses.getAllAddresses().stream()
                .map(address -> address.getHostString() + ":" + address.getPort())
                .collect(Collectors.toSet());
    }
}
