package io.arkeeper.member.server;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.Limits;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.database.DatabaseState;
import io.arkeeper.core.database.Finding;
import io.arkeeper.core.database.Zxid;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.auth.Logins;
import io.arkeeper.member.database.DatabaseFiles;
import io.arkeeper.member.superuser.SuperuserSessions;
import io.arkeeper.member.tls.TlsStore;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import javax.security.sasl.SaslException;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.PurgeTxnLog;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
import org.apache.zookeeper.server.auth.ProviderRegistry;
import org.apache.zookeeper.server.quorum.Leader;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeer.LearnerType;
import org.apache.zookeeper.server.quorum.QuorumPeer.QuorumServer;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.apache.zookeeper.server.quorum.ReadOnlyZooKeeperServer;
import org.apache.zookeeper.server.quorum.Vote;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
import org.apache.zookeeper.server.quorum.flexible.QuorumVerifier;

/**
 * ZooKeeper's quorum peer inside this process.
 *
 * <p>It is started by ZooKeeper's own {@code QuorumPeerMain}, so that every setting means what its documentation says;
 * only the peer itself is ours, see {@link NamedQuorumPeer}.
 */
public final class EmbeddedServer {

    private final Path zooCfg;
    private final InetSocketAddress clients;
    private final Optional<InetAddress> bindAddress;
    private final CollectorRegistry registry;
    private final Strangers strangers;
    private final QuorumSecurity security;
    private final Main main = new Main();
    private volatile NamedQuorumPeer peer;
    private volatile boolean stopped;
    private volatile Optional<IOException> writeFailure = Optional.empty();

    /**
     * @param zooCfg the configuration file, see {@link io.arkeeper.core.ZooCfg}
     * @param clients where clients connect
     * @param bindAddress the one address that the quorum listens on; empty listens on all
     * @param registry takes ZooKeeper's metrics
     * @param strangers asked of everybody who is to follow, and of configurations heard of while looking for a leader
     * @param security how it talks to the other members
     */
    public EmbeddedServer(
            Path zooCfg,
            InetSocketAddress clients,
            Optional<InetAddress> bindAddress,
            CollectorRegistry registry,
            Strangers strangers,
            QuorumSecurity security) {
        this.zooCfg = zooCfg;
        this.clients = clients;
        this.bindAddress = bindAddress;
        this.registry = registry;
        this.strangers = strangers;
        this.security = security;
    }

    /** Makes this the TLS material of the process; to be called before {@link #run()}. */
    public static void use(TlsStore material) {
        ProcessTls.install(material);
    }

    /** Makes these the logins of the process; to be called before {@link #run()}. */
    public static void use(Logins logins) {
        ProcessLogins.install(logins);
    }

    /** Makes these the limits of the process, as far as ZooKeeper knows none of them; to be called before {@link #run()}. */
    public static void use(Limits limits) {
        ProcessPenalties.install(limits);
    }

    /** Makes these the sessions of the superuser in this process; to be called before {@link #run()}. */
    public static void use(SuperuserSessions superusers) {
        ProcessSuperusers.install(superusers);
    }

    /** Ends what other members said in plaintext, now that TLS is required. */
    public void shutPlaintext() {
        NamedQuorumPeer running = peer;
        if (running != null) {
            running.shutPlaintext();
        }
    }

    /**
     * Runs the server until it is shut down.
     *
     * @throws MemberFailure where it cannot start: a port is taken, or the database on disk is damaged
     */
    public void run() {
        Superuser.install();
        EmbeddedConfig config = new EmbeddedConfig(clients, registry);
        try {
            config.parse(zooCfg.toString());
        } catch (ConfigException e) {
            throw new MemberFailure(
                    ExitCode.BAD_CONFIGURATION,
                    "ZooKeeper refuses %s (%s); set the chart's values".formatted(zooCfg, rootMessage(e)),
                    e);
        }
        ProviderRegistry.initialize(); // with those of this file, whatever was asked for in this process before
        DatadirCleanupManager purge = new DatadirCleanupManager(
                config.getDataDir(), config.getDataLogDir(), config.getSnapRetainCount(), config.getPurgeInterval());
        purge.start();
        try {
            main.runFromConfig(config);
        } catch (BindException e) {
            throw new MemberFailure(
                    ExitCode.PORT_IN_USE,
                    "the client port %s cannot be bound (%s); stop what uses it or set clientPort"
                            .formatted(clients, e.getMessage()),
                    e);
        } catch (IOException | AdminServerException e) {
            throw new MemberFailure(ExitCode.UNEXPECTED, "the server could not start (%s)".formatted(e), e);
        } catch (RuntimeException e) {
            boolean loading = peer != null && !peer.isAlive();
            boolean unreadable = e.getCause() instanceof IOException
                    || (loading && place(files(config)).isPresent()); // ZooKeeper knows damage that it does not expect
            throw unreadable ? unreadable(config, e) : e;
        } finally {
            purge.shutdown();
            if (peer != null) {
                peer.shutdown(); // where the start failed, its ports are bound already
            }
        }
    }

    private static DatabaseFiles files(EmbeddedConfig config) {
        return new DatabaseFiles(
                config.getDataDir().toPath().resolve("version-2"),
                config.getDataLogDir().toPath().resolve("version-2"));
    }

    private static MemberFailure unreadable(EmbeddedConfig config, RuntimeException damage) {
        DatabaseFiles files = files(config);
        return new MemberFailure(
                ExitCode.DATABASE_UNREADABLE,
                ("the database cannot be read: %s. Snapshots are in %s, transaction logs in %s, nothing was changed."
                                + " If the other members serve, 'arkeeper member resync' has the leader fill this one"
                                + " again; 'arkeeper member check' tells all that is damaged")
                        .formatted(place(files).orElseGet(() -> rootMessage(damage)), files.snapshots(), files.logs()),
                damage);
    }

    /** Where the damage is, and how far the data is good; empty where the check finds nothing either. */
    private static Optional<String> place(DatabaseFiles files) {
        try {
            DatabaseState state = files.read();
            return state.findings().stream()
                    .filter(finding -> finding.weight() == Finding.Weight.FATAL)
                    .findFirst()
                    .or(state::firstDamage)
                    .map(finding -> "%s at byte %d: %s. It is good up to %s, and what it holds reaches %s"
                            .formatted(
                                    path(files, finding.file()),
                                    finding.offset(),
                                    finding.what(),
                                    Zxid.text(state.restorable()),
                                    Zxid.text(state.seen())));
        } catch (IOException e) {
            return Optional.empty(); // then ZooKeeper's own words must do
        }
    }

    private static Path path(DatabaseFiles files, String name) {
        return (name.startsWith("log.") ? files.logs() : files.snapshots()).resolve(name);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** Why a log or snapshot could not be written; the server then ends. */
    public Optional<IOException> writeFailure() {
        return writeFailure;
    }

    /** Called by a thread that the shutdown waits for. */
    private void writeFailed(IOException failure) {
        writeFailure = Optional.of(failure);
        Thread.ofPlatform().daemon().name("end-after-failed-write").start(this::shutdown);
    }

    /** Deletes what the retention no longer asks for, as the server does while it runs. */
    public static void purge(Path logDir, Path dataDir, int retain) throws IOException {
        PurgeTxnLog.purge(logDir.toFile(), dataDir.toFile(), retain);
    }

    /** Ends {@link #run()} in good order: clients are disconnected, the log is flushed. */
    public void shutdown() {
        stopped = true;
        NamedQuorumPeer running = peer;
        if (running != null && running.isAlive()) {
            running.shutdown();
        } // one that is still starting looks at `stopped` itself: half-made, it cannot be shut down
    }

    /** Whether the peer's thread ended within the time. */
    public boolean awaitEnd(long millis) throws InterruptedException {
        NamedQuorumPeer running = peer;
        if (running == null) {
            return true;
        }
        running.join(millis);
        return !running.isAlive();
    }

    /** Whether the peer's thread lives. It does from the moment the database is loaded. */
    public boolean isAlive() {
        NamedQuorumPeer running = peer;
        return running != null && running.isAlive();
    }

    /** What the server does now; empty before its database is loaded. */
    public Optional<ServerView> view() {
        NamedQuorumPeer running = peer;
        return running == null || !running.isAlive() ? Optional.empty() : Optional.of(view(running));
    }

    private static ServerView view(QuorumPeer peer) {
        ZooKeeperServer server = peer.getActiveServer();
        boolean serving = server != null && server.isRunning() && !(server instanceof ReadOnlyZooKeeperServer);
        return new ServerView(
                role(peer),
                leader(peer),
                serving,
                epoch(peer),
                server == null ? OptionalLong.empty() : zxid(server.getLastProcessedZxid()),
                config(peer.getQuorumVerifier()),
                server == null || server.getServerCnxnFactory() == null
                        ? 0
                        : server.getServerCnxnFactory().getNumAliveConnections(),
                server == null ? 0 : server.getZKDatabase().getNodeCount());
    }

    /** FileTxnSnapLog's restore of an empty disk says -1 until the leader has sent everything. */
    private static OptionalLong zxid(long last) {
        return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** Whether this server leads and serves. */
    public boolean leads() {
        NamedQuorumPeer running = peer;
        return running != null
                && running.leader != null
                && view().filter(ServerView::serving).isPresent();
    }

    /**
     * What the leader knows; empty where this server does not lead, or does not serve yet.
     *
     * @param asked whom to look for among those who follow
     */
    public Optional<LeaderView> leading(Collection<MemberId> asked) {
        NamedQuorumPeer running = peer;
        Leader leader = running == null ? null : running.leader;
        if (leader == null || !view().filter(ServerView::serving).isPresent()) {
            return Optional.empty();
        }
        QuorumVerifier committed = running.getQuorumVerifier();
        QuorumVerifier lastSeen = running.getLastSeenQuorumVerifier();
        return Optional.of(new LeaderView(
                config(committed),
                lastSeen != null && lastSeen.getVersion() > committed.getVersion(),
                epoch(running),
                asked.stream()
                        .filter(id -> id.value() != running.getMyId() && leader.isQuorumSynced(only(id)))
                        .collect(Collectors.toSet())));
    }

    /** A configuration with one voter. The leader tells which configurations are synced, not which members. */
    private static QuorumVerifier only(MemberId id) {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
        return new QuorumMaj(Map.of(
                (long) id.value(), new QuorumServer(id.value(), nowhere, nowhere, nowhere, LearnerType.PARTICIPANT)));
    }

    private static String role(QuorumPeer peer) {
        return switch (peer.getPeerState()) {
            case LEADING -> "leader";
            case FOLLOWING -> "follower";
            case OBSERVING -> "observer";
            case LOOKING -> "looking";
        };
    }

    private static Optional<MemberId> leader(QuorumPeer peer) {
        Vote vote = peer.getCurrentVote();
        return peer.getPeerState() == ServerState.LOOKING || vote == null || vote.getId() < 1
                ? Optional.empty()
                : Optional.of(new MemberId(Math.toIntExact(vote.getId())));
    }

    private static OptionalLong epoch(QuorumPeer peer) {
        try {
            long epoch = peer.getCurrentEpoch();
            return epoch < 0 ? OptionalLong.empty() : OptionalLong.of(epoch);
        } catch (IOException e) {
            return OptionalLong.empty(); // not written yet
        }
    }

    private static EnsembleConfig config(QuorumVerifier verifier) {
        return EnsembleConfig.parse(verifier.getVersion(), verifier.toString());
    }

    private final class Main extends QuorumPeerMain {
        @Override
        protected QuorumPeer getQuorumPeer() throws SaslException {
            peer = new NamedQuorumPeer(
                    bindAddress, () -> stopped, strangers, EmbeddedServer.this::writeFailed, security);
            return peer;
        }
    }
}
