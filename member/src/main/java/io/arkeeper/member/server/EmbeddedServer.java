package io.arkeeper.member.server;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.sasl.SaslException;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
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
    private final CollectorRegistry registry;
    private final Main main = new Main();
    private volatile NamedQuorumPeer peer;
    private volatile boolean stopped;

    /**
     * @param zooCfg the configuration file, see {@link io.arkeeper.core.ZooCfg}
     * @param clients where clients connect
     * @param registry takes ZooKeeper's metrics
     */
    public EmbeddedServer(Path zooCfg, InetSocketAddress clients, CollectorRegistry registry) {
        this.zooCfg = zooCfg;
        this.clients = clients;
        this.registry = registry;
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
            throw e.getCause() instanceof IOException damage ? unreadable(config, damage) : e;
        } finally {
            purge.shutdown();
            if (peer != null) {
                peer.shutdown(); // where the start failed, its ports are bound already
            }
        }
    }

    private static MemberFailure unreadable(EmbeddedConfig config, IOException damage) {
        Path snapshots = config.getDataDir().toPath().resolve("version-2");
        Path logs = config.getDataLogDir().toPath().resolve("version-2");
        return new MemberFailure(
                ExitCode.DATABASE_UNREADABLE,
                ("the database cannot be read: %s. Snapshots are in %s, transaction logs in %s, nothing was changed."
                                + " If the other members are well, move both directories away and restart: this member"
                                + " then has no vote until the leader has sent it everything")
                        .formatted(place(logs).orElseGet(() -> rootMessage(damage)), snapshots, logs),
                damage);
    }

    private static Optional<String> place(Path logs) {
        try (Stream<Path> files = Files.list(logs)) {
            return LogDamage.first(
                            files.filter(file -> file.getFileName().toString().startsWith("log."))
                                    .sorted()
                                    .toList())
                    .map(LogDamage::toString);
        } catch (IOException e) {
            return Optional.empty(); // then ZooKeeper's own words must do
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
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
                server == null ? OptionalLong.empty() : OptionalLong.of(server.getLastProcessedZxid()),
                config(peer.getQuorumVerifier()),
                server == null || server.getServerCnxnFactory() == null
                        ? 0
                        : server.getServerCnxnFactory().getNumAliveConnections(),
                server == null ? 0 : server.getZKDatabase().getNodeCount());
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

    private Optional<InetAddress> bindAddress() {
        return Optional.of(clients.getAddress()).filter(address -> !address.isAnyLocalAddress());
    }

    private final class Main extends QuorumPeerMain {
        @Override
        protected QuorumPeer getQuorumPeer() throws SaslException {
            peer = new NamedQuorumPeer(bindAddress(), () -> stopped);
            return peer;
        }
    }
}
