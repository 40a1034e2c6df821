package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Role;
import io.arkeeper.core.Topology;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.database.Zxid;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.disk.DiskSpace;
import io.arkeeper.core.disk.Ownership;
import io.arkeeper.core.forming.Forming;
import io.arkeeper.core.forming.FormingDecision.Form;
import io.arkeeper.core.forming.FormingDecision.Join;
import io.arkeeper.core.forming.FormingDecision.Wait;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.core.membership.Departure;
import io.arkeeper.core.membership.MembershipStep.Change;
import io.arkeeper.core.membership.Scale;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.chroot.ChrootLoop;
import io.arkeeper.member.config.ChrootsFile;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.config.ServersFile;
import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.disk.DiskFailures;
import io.arkeeper.member.disk.DiskOrder;
import io.arkeeper.member.disk.DiskUsage;
import io.arkeeper.member.disk.MemberDisk;
import io.arkeeper.member.membership.LeaderLoop;
import io.arkeeper.member.membership.MembershipReport;
import io.arkeeper.member.membership.Sizes;
import io.arkeeper.member.metrics.DiskMetrics;
import io.arkeeper.member.metrics.TlsMetrics;
import io.arkeeper.member.peers.PeerQuestions;
import io.arkeeper.member.peers.PeerReport;
import io.arkeeper.member.peers.PeerTls;
import io.arkeeper.member.server.EmbeddedServer;
import io.arkeeper.member.server.PathMaker;
import io.arkeeper.member.server.QuorumSecurity;
import io.arkeeper.member.server.Reconfigurer;
import io.arkeeper.member.server.TlsKeys;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member from start to stop. Read {@link #run()} from top to bottom: that is the order of its life.
 *
 * <p>It only acts; what to do is decided by {@link Ownership} and {@link Forming}.
 */
public final class Member {

    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    private static final Duration FIRST_QUESTIONS = Duration.ofMillis(100); // members of one install start together
    private static final Duration LATER_QUESTIONS = Duration.ofSeconds(1);
    private static final int QUICK_QUESTIONS = 100; // so ten seconds of the short interval
    private static final Duration ORDER_HOLDS = Duration.ofHours(1); // a node may take that long to come back
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(20); // together with the next, within the chart's
    private static final Duration STOP_WITHIN = Duration.ofSeconds(25); // grace period
    private static final Duration LOOK_WHILE_LEAVING = Duration.ofMillis(50);

    private final MemberSettings settings;
    private final ServersFile serversFile;
    private final CollectorRegistry metrics;
    private final Optional<MemberTls> tls;
    private final PeerQuestions questions;
    private final Function<String, Scale> scales;
    private final Consumer<Change> events;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile MemberStatus status = MemberStatus.FIRST;
    private volatile Optional<MemberDisk> disk = Optional.empty();
    private volatile Optional<EmbeddedServer> server = Optional.empty();
    private volatile Optional<LeaderLoop> leaderLoop = Optional.empty();
    private volatile Optional<DiskSpace> fullVolume = Optional.empty();

    /**
     * @param metrics takes ZooKeeper's metrics
     * @param scales asks Kubernetes how many pods a StatefulSet is to have
     * @param events is told of each change of the membership that this member made
     */
    public Member(
            MemberSettings settings,
            CollectorRegistry metrics,
            Function<String, Scale> scales,
            Consumer<Change> events) {
        this.scales = scales;
        this.events = events;
        this.settings = settings;
        this.serversFile = new ServersFile(settings.config());
        this.metrics = metrics;
        this.tls = MemberTls.open(settings, InstantSource.system());
        this.questions =
                new PeerQuestions(settings.identity(), settings.topology(), tls.map(Function.<PeerTls>identity()));
        tls.ifPresent(material -> metrics.register(new TlsMetrics(material.store(), material::requiresTls)));
        metrics.register(
                new DiskMetrics(() -> disk.map(open -> open.space().ofEach()).orElse(List.of())));
    }

    /**
     * Lives until {@link #stop()} is called.
     *
     * @throws MemberFailure where it cannot go on
     */
    public void run() {
        MemberDisk own = MemberDisk.open(settings.data(), settings.txnLog());
        disk = Optional.of(own);
        tls.ifPresent(material -> material.start(questions::reports, this::others, this::shutPlaintext));
        DiskFinding found = examine(own);
        if (stopping()) {
            return;
        }
        Optional<EnsembleConfig> config = configFrom(own, found);
        if (config.isEmpty() || !awaitOwnName()) {
            return; // stopped while waiting
        }
        requirePorts();
        Map<String, Object> tlsKeys = tls.map(MemberTls::settings)
                .map(keys -> TlsKeys.of(keys, settings.bindAddress()))
                .orElse(Map.of());
        own.configs()
                .writeZooCfg(settings.zooCfg()
                        .text(
                                own.paths().dataDir().toString(),
                                own.paths().logDir().toString(),
                                own.paths().dynamicConfig(config.get()).toString(),
                                settings.bindAddress().isEmpty(),
                                tlsKeys));
        serve(own);
    }

    private DiskFinding examine(MemberDisk own) {
        DiskFinding found = own.survey().find();
        Verdict ownership = Ownership.judge(settings.identity(), found);
        if (!ownership.yes()) {
            throw new MemberFailure(ExitCode.FOREIGN_DISK, ownership.reason());
        }
        Verdict log = own.survey().findLogVolume().judge(settings.identity());
        if (!log.yes()) {
            throw new MemberFailure(ExitCode.FOREIGN_DISK, log.reason());
        }
        status = status.holding(found.content(), found.config());
        if (!awaitSpace(own)) {
            return found;
        }
        if (own.orders().pending().isPresent()) {
            carryOut(own, own.orders().pending().get(), found);
            found = own.survey().find();
            status = status.holding(found.content(), found.config());
        }
        own.prepare();
        LOG.info(
                "{} starts on {}: {}, it holds {}",
                settings.identity(),
                settings.data(),
                ownership.reason(),
                found.content());
        return found;
    }

    /** Nothing is written before there is room; whether it was stopped meanwhile is the answer. */
    private boolean awaitSpace(MemberDisk own) {
        boolean purged = false;
        while (!stopping()) {
            Verdict space = own.space().mayStart();
            if (space.yes()) {
                return true;
            }
            enter(MemberState.WAITING_FOR_SPACE, space.reason());
            if (!purged && settings.zooCfg().purgeHours() > 0) {
                purge(own);
            }
            purged = true;
            pause(LATER_QUESTIONS);
        }
        return false;
    }

    private void purge(MemberDisk own) {
        try {
            EmbeddedServer.purge(
                    own.paths().logDir(),
                    own.paths().dataDir(),
                    settings.zooCfg().snapRetain());
        } catch (IOException e) {
            LOG.warn("cannot delete what the retention no longer asks for ({})", e.getMessage());
        }
    }

    private void carryOut(MemberDisk own, DiskOrder order, DiskFinding found) {
        if (order.at().plus(ORDER_HOLDS).isBefore(Instant.now())) {
            LOG.warn("does not do what it was told at {}: by now that may be wrong; give the order again", order.at());
            own.orders().forget();
            return;
        }
        switch (order) {
            case DiskOrder.Resync resync -> {
                enter(MemberState.CHECKING_DISK, "puts its data aside, as it was told to");
                own.repair().resync(settings.identity());
                LOG.info("has put its data aside; the leader is to send it all again");
            }
            case DiskOrder.Reform reform -> reform(own, reform, found);
        }
    }

    /** Whoever serves by now has a quorum, and what was decided without one is void. */
    private void reform(MemberDisk own, DiskOrder.Reform order, DiskFinding found) {
        EnsembleConfig alone = EnsembleConfig.of(
                Zxid.endOf(order.epoch()),
                List.of(topology().seat(settings.identity().id(), Role.VOTER)));
        boolean begun = found.config().equals(Optional.of(alone));
        if (!begun
                && questions.ask(concerned(topology(), found)).values().stream().anyMatch(Member::serves)) {
            LOG.warn("is not the first of a new ensemble, as it was told to be: another member serves by now");
            own.orders().forget();
            return;
        }
        enter(MemberState.CHECKING_DISK, "copies its database before it forms the ensemble again");
        own.repair().reform(settings.identity(), order, alone);
        LOG.info(
                "forms the ensemble again from its own disk, as the only voter of configuration 0x{}",
                alone.versionText());
    }

    static boolean serves(PeerStatement peer) {
        return peer instanceof Spoke spoke && spoke.serving();
    }

    /** The configuration to start with, written to disk; empty where the member was stopped before there was one. */
    private Optional<EnsembleConfig> configFrom(MemberDisk own, DiskFinding found) {
        EnsembleConfig known = found.config().orElseGet(() -> topology().initialConfig());
        if (own.survey().hasDatabase() && known.has(settings.identity().id())) {
            own.entry().beginRestart(settings.identity(), known);
            LOG.info("restarts with its data as {} of configuration 0x{}", roleIn(known), known.versionText());
            return Optional.of(known);
        }
        return askUntilDecided(own, found);
    }

    /**
     * Forming takes two steps, see {@link Forming}: the first configuration is written once all say that they never
     * served, and an election begins once all have written it. Until then the questions go on, because the others may
     * have elected a leader already.
     */
    private Optional<EnsembleConfig> askUntilDecided(MemberDisk own, DiskFinding first) {
        DiskFinding found = first;
        for (int asked = 0; !stopping(); asked++) {
            Topology topology = topology();
            SortedMap<MemberId, PeerStatement> peers = questions.ask(concerned(topology, found));
            switch (Forming.decide(settings.identity(), found, topology, peers)) {
                case Form form -> {
                    found = begin(own, found, form.config());
                    Verdict election = Forming.mayElect(form.config(), settings.identity(), peers);
                    if (election.yes()) {
                        LOG.info(
                                "forms a new ensemble of voters {}",
                                form.config().voters());
                        return Optional.of(form.config());
                    }
                    enter(MemberState.ASKING_PEERS, election.reason());
                }
                case Join join -> {
                    return Optional.of(join(own, join.config()));
                }
                case Wait wait -> enter(MemberState.ASKING_PEERS, wait.reason());
            }
            pause(asked < QUICK_QUESTIONS ? FIRST_QUESTIONS : LATER_QUESTIONS);
        }
        return Optional.empty();
    }

    /** Everybody who may know: those the chart wants, and those of a configuration that was begun. */
    private static Collection<MemberId> concerned(Topology topology, DiskFinding found) {
        TreeSet<MemberId> ids = new TreeSet<>(topology.wantedConfig().seats().keySet());
        found.config().map(EnsembleConfig::voters).ifPresent(ids::addAll);
        return ids;
    }

    private DiskFinding begin(MemberDisk own, DiskFinding found, EnsembleConfig config) {
        boolean begun = found.content() == DiskContent.FORMING
                && found.config().equals(Optional.of(config))
                && own.survey().isMarkedToForm();
        if (begun) {
            return found;
        }
        own.entry().beginForming(settings.identity(), config);
        status = status.holding(DiskContent.FORMING, Optional.of(config));
        return own.survey().find();
    }

    private EnsembleConfig join(MemberDisk own, EnsembleConfig joined) {
        EnsembleConfig config = startingConfig(joined);
        own.entry().beginJoining(settings.identity(), config);
        status = status.holding(
                own.survey().hasDatabase() ? DiskContent.DATA : DiskContent.AWAITING_SYNC, Optional.of(config));
        LOG.info(
                "joins the ensemble of voters {} as {}, without a vote until it is synced",
                config.voters(),
                roleIn(config));
        return config;
    }

    /**
     * A configuration this member was put into by itself is not a committed one: it gets version 0, so that the
     * leader's replaces it, and it is made anew at every start until the leader has added the member.
     */
    private EnsembleConfig startingConfig(EnsembleConfig joined) {
        return joined.seat(settings.identity().id())
                        .filter(seat -> seat.role() == Role.VOTER)
                        .isPresent()
                ? joined
                : joined.atVersion(0);
    }

    private boolean awaitOwnName() {
        OwnName name = new OwnName(settings.topology().host(settings.identity().id()), settings.bindAddress());
        while (!stopping()) {
            Verdict verdict = name.resolves();
            if (verdict.yes()) {
                return true;
            }
            enter(MemberState.WAITING_FOR_NAME, verdict.reason());
            pause(FIRST_QUESTIONS);
        }
        return false;
    }

    /** ZooKeeper would retry for ever and log stack traces; a port that is taken deserves a sentence. */
    private void requirePorts() {
        requirePort("clientPort", clients());
        requirePort("serverPort", listenAt(settings, settings.topology().ports().quorum()));
        requirePort(
                "leaderElectionPort",
                listenAt(settings, settings.topology().ports().election()));
        settings.tls()
                .filter(TlsSettings::wanted)
                .ifPresent(wanted -> requirePort("secureClientPort", listenAt(settings, wanted.secureClientPort())));
    }

    /** Where clients connect without TLS: where it is wanted, only those inside the pod. */
    private InetSocketAddress clients() {
        int port = settings.topology().ports().client();
        return settings.tls().filter(TlsSettings::closesPlaintext).isPresent()
                ? loopback(settings, port)
                : listenAt(settings, port);
    }

    private void requirePort(String name, InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of a predecessor that are still closing do not count
            socket.bind(address);
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.PORT_IN_USE,
                    "%s %d cannot be bound on %s (%s); stop what uses it or set %s"
                            .formatted(
                                    name,
                                    address.getPort(),
                                    address.getAddress().getHostAddress(),
                                    e.getMessage(),
                                    name),
                    e);
        }
    }

    private void serve(MemberDisk own) {
        InetSocketAddress clients = clients();
        tls.map(MemberTls::store).ifPresent(EmbeddedServer::use);
        EmbeddedServer embedded = new EmbeddedServer(
                own.paths().zooCfg(),
                clients,
                settings.bindAddress().map(Member::literal),
                metrics,
                tls.map(Function.<QuorumSecurity>identity()).orElse(QuorumSecurity.PLAINTEXT));
        server = Optional.of(embedded);
        if (stopping()) {
            return;
        }
        enter(MemberState.STARTING, "loading its database");
        try (ServerWatch watch = new ServerWatch(this, embedded, own);
                LeaderLoop membership = new LeaderLoop(
                        settings.identity().id(),
                        embedded,
                        new Reconfigurer(clients),
                        this::topology,
                        new Sizes(scales, settings.identity()),
                        questions::reports,
                        events);
                ChrootLoop chroots = new ChrootLoop(
                        embedded::leads, new ChrootsFile(settings.config())::read, new PathMaker(clients))) {
            watch.start();
            membership.start();
            chroots.start();
            leaderLoop = Optional.of(membership);
            embedded.run();
        }
        if (!stopping()) {
            throw failure()
                    .orElseGet(() ->
                            new MemberFailure(ExitCode.UNEXPECTED, "the server ended by itself; its log says why"));
        }
    }

    /** Why the server cannot go on, where that is the disk. */
    public Optional<MemberFailure> failure() {
        return fullVolume
                .map(space -> new MemberFailure(
                        ExitCode.DISK_FULL,
                        "%s; stops before a write fails, and starts again once there is room".formatted(space.alarm())))
                .or(() -> server.flatMap(EmbeddedServer::writeFailure)
                        .map(failure -> DiskFailures.of(settings.data(), failure)));
    }

    void endForSpace(DiskSpace space) {
        if (fullVolume.isEmpty() && !stopping()) {
            fullVolume = Optional.of(space);
            server.ifPresent(EmbeddedServer::shutdown);
        }
    }

    /** Stays in sight after {@link #run()} has failed, so that people can look at it and {@link Repair} can mend it. */
    public void stayBroken(String why) {
        enter(MemberState.BROKEN, why);
        update(now -> now.holding(DiskContent.DAMAGED, now.config()));
    }

    /** Waits until it is stopped. */
    public void awaitStop() {
        try {
            stopRequested.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Optional<MemberDisk> disk() {
        return disk;
    }

    SortedMap<MemberId, PeerReport> reports() {
        TreeSet<MemberId> ids = new TreeSet<>(topology().wanted());
        status.config().map(config -> config.seats().keySet()).ifPresent(ids::addAll);
        return questions.reports(ids);
    }

    private Collection<MemberId> others() {
        TreeSet<MemberId> ids = new TreeSet<>(topology().wantedConfig().seats().keySet());
        status.config().map(config -> config.seats().keySet()).ifPresent(ids::addAll);
        ids.remove(settings.identity().id());
        return ids;
    }

    private void shutPlaintext() {
        server.ifPresent(EmbeddedServer::shutPlaintext);
    }

    /** TLS, where it has material for it. */
    public Optional<MemberTls> tls() {
        return tls;
    }

    /**
     * Ends {@link #run()} in good order. Callable at any time and more than once.
     *
     * <p>A member that is not coming back gives up its seat first: it says so in its report, and goes on serving until
     * the leader has removed it. Where that does not happen in time it stops all the same.
     */
    public void stop() {
        if (leaving.compareAndSet(false, true)) {
            leave();
        }
        update(now -> now.in(MemberState.STOPPING, "stopping"));
        stopRequested.countDown();
        server.ifPresent(embedded -> {
            embedded.shutdown();
            try {
                if (!embedded.awaitEnd(STOP_WITHIN.toMillis())) {
                    LOG.warn("the server has not ended within {}s", STOP_WITHIN.toSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        tls.ifPresent(MemberTls::close);
        questions.close();
        disk.ifPresent(MemberDisk::close);
    }

    private void leave() {
        if (!hasSeat()) {
            return;
        }
        Scale scale = scales.apply(settings.identity().statefulSet());
        Verdict verdict = Departure.judge(settings.identity(), topology(), scale);
        LOG.info("is told to stop: {}", verdict.reason());
        if (!verdict.yes()) {
            return;
        }
        update(MemberStatus::leaving);
        long deadline = System.nanoTime() + LEAVE_WITHIN.toNanos();
        while (hasSeat() && System.nanoTime() < deadline) {
            pause(LOOK_WHILE_LEAVING);
        }
        if (hasSeat()) {
            LOG.warn("has not been removed within {}s; stops with its seat", LEAVE_WITHIN.toSeconds());
        } else {
            LOG.info("has given up its seat");
        }
    }

    private boolean hasSeat() {
        MemberId self = settings.identity().id();
        return server.flatMap(EmbeddedServer::view)
                .filter(view -> view.config().has(self))
                .isPresent();
    }

    /** Enters a state or changes its reason; each change is logged once. */
    synchronized void enter(MemberState state, String reason) {
        MemberStatus before = status;
        if (before.state() == MemberState.STOPPING) {
            return;
        }
        status = before.in(state, reason);
        if (before.state() != state || !before.reason().equals(reason)) {
            LOG.info("{}: {}", state, reason);
        }
    }

    synchronized void update(UnaryOperator<MemberStatus> change) {
        if (status.state() != MemberState.STOPPING) {
            status = change.apply(status);
        }
    }

    SortedMap<MemberId, PeerStatement> ask(Collection<MemberId> ids) {
        return questions.ask(ids);
    }

    public MemberStatus status() {
        return status;
    }

    public MemberSettings settings() {
        return settings;
    }

    /** What the leader last thought about the membership; empty where this member does not lead. */
    public Optional<MembershipReport> membership() {
        return leaderLoop.flatMap(LeaderLoop::report);
    }

    /** The volume's usage, once it was opened. */
    public Optional<DiskUsage> diskUsage() {
        return disk.map(open -> open.space().usage());
    }

    /** The ensemble as the chart wants it now. */
    public Topology topology() {
        Topology first = settings.topology();
        try {
            return serversFile.applyTo(first);
        } catch (InvalidSetting e) {
            LOG.warn(
                    "{}; going on with servers={} and observers={}",
                    e.getMessage(),
                    first.servers(),
                    first.observers());
            return first;
        }
    }

    private String roleIn(EnsembleConfig config) {
        return config.isVoter(settings.identity().id()) ? "voter" : "observer";
    }

    private boolean stopping() {
        return stopRequested.getCount() == 0;
    }

    private void pause(Duration time) {
        try {
            boolean stopped = stopRequested.await(time.toNanos(), TimeUnit.NANOSECONDS);
            if (stopped) {
                LOG.debug("stopped while waiting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopRequested.countDown();
        }
    }

    /** Where a port is bound: on the one address the member was given, or on all. */
    public static InetSocketAddress listenAt(MemberSettings settings, int port) {
        return settings.bindAddress()
                .map(address -> new InetSocketAddress(literal(address), port))
                .orElseGet(() -> new InetSocketAddress(port));
    }

    /** Where a port is bound that only the pod itself reaches. */
    public static InetSocketAddress loopback(MemberSettings settings, int port) {
        InetSocketAddress own = listenAt(settings, port);
        return own.getAddress().isLoopbackAddress()
                ? own
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new MemberFailure(
                    ExitCode.BAD_CONFIGURATION,
                    "ARKEEPER_BIND_ADDRESS is '%s', expected an IP address; unset it to listen on all addresses"
                            .formatted(address),
                    e);
        }
    }
}
