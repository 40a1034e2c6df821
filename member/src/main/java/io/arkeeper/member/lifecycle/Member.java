package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Seat;
import io.arkeeper.core.SeatDifferences;
import io.arkeeper.core.Topology;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.disk.DiskSpace;
import io.arkeeper.core.disk.Ownership;
import io.arkeeper.core.forming.Forming;
import io.arkeeper.core.membership.MembershipStep.Change;
import io.arkeeper.core.membership.Scale;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.chroot.ChrootLoop;
import io.arkeeper.member.config.ChrootsFile;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.disk.DiskFailures;
import io.arkeeper.member.disk.DiskUsage;
import io.arkeeper.member.disk.MemberDisk;
import io.arkeeper.member.log.Logging;
import io.arkeeper.member.membership.LeaderLoop;
import io.arkeeper.member.membership.MembershipReport;
import io.arkeeper.member.membership.PerformedChange;
import io.arkeeper.member.membership.Sizes;
import io.arkeeper.member.metrics.AuthMetrics;
import io.arkeeper.member.metrics.DiskMetrics;
import io.arkeeper.member.metrics.SuperuserMetrics;
import io.arkeeper.member.metrics.TlsMetrics;
import io.arkeeper.member.peers.PeerQuestions;
import io.arkeeper.member.peers.PeerReport;
import io.arkeeper.member.peers.PeerTls;
import io.arkeeper.member.server.AuthKeys;
import io.arkeeper.member.server.EmbeddedServer;
import io.arkeeper.member.server.PathMaker;
import io.arkeeper.member.server.QuorumSecurity;
import io.arkeeper.member.server.Reconfigurer;
import io.arkeeper.member.server.Refused;
import io.arkeeper.member.server.ServerView;
import io.arkeeper.member.server.TlsKeys;
import io.arkeeper.member.server.TrialWrite;
import io.arkeeper.member.superuser.SuperuserSessions;
import io.prometheus.client.CollectorRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member from start to stop. Read {@link #run()} from top to bottom: that is the order of its life.
 *
 * <p>It only acts; what to do is decided by {@link Ownership} and {@link Forming}. Each stretch of the life is a class of
 * its own: {@link DiskExamination}, {@link FirstConfiguration}, {@link ServerWatch}, {@link SeatRelease}.
 */
public final class Member {

    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    private static final Duration LOOK_FOR_NAME = Duration.ofMillis(100);
    private static final Duration SETTLED = Duration.ofSeconds(3); // after it began to serve

    private final MemberSettings settings;
    private final OwnPorts ports;
    private final WantedTopology topology;
    private final CollectorRegistry metrics;
    private final Optional<MemberTls> tls;
    private final MemberAuth auth;
    private final SuperuserSessions superusers;
    private final PeerQuestions questions;
    private final Function<String, Scale> scales;
    private final SeatRelease seatRelease;
    private final Consumer<Change> events;
    private final RandomGenerator random;
    private final CurrentStatus status = new CurrentStatus();
    private final StopSignal stop = new StopSignal();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile Optional<MemberDisk> disk = Optional.empty();
    private volatile Optional<EmbeddedServer> server = Optional.empty();
    private volatile Optional<LeaderLoop> leaderLoop = Optional.empty();
    private volatile Optional<DiskSpace> fullVolume = Optional.empty();
    private volatile Optional<String> foreign = Optional.empty();

    /**
     * @param metrics takes ZooKeeper's metrics
     * @param scales asks Kubernetes how many pods a StatefulSet is to have
     * @param events is told of each change of the membership that this member made
     * @param random tells a new ensemble from all others, and makes tickets; must not be foreseeable
     */
    public Member(
            MemberSettings settings,
            CollectorRegistry metrics,
            Function<String, Scale> scales,
            Consumer<Change> events,
            RandomGenerator random) {
        this.scales = scales;
        this.events = events;
        this.random = random;
        this.settings = settings;
        this.ports = new OwnPorts(settings);
        this.topology = new WantedTopology(settings);
        this.metrics = metrics;
        this.tls = MemberTls.open(settings, InstantSource.system());
        this.auth = MemberAuth.open(settings.auth());
        this.superusers =
                new SuperuserSessions(settings.identity().toString(), System::nanoTime, random, Logging.superuser());
        this.questions =
                new PeerQuestions(settings.identity(), settings.topology(), tls.map(Function.<PeerTls>identity()));
        this.seatRelease = new SeatRelease(
                settings.identity(),
                topology,
                scales,
                status,
                stop,
                settings.grace().toLeave());
        tls.ifPresent(material -> metrics.register(new TlsMetrics(material.store(), material::requiresTls)));
        metrics.register(new AuthMetrics(() -> auth.warnings().size(), auth::adopted, auth::refused));
        metrics.register(
                new SuperuserMetrics(superusers::open, superusers::begun, superusers::lapsed, superusers::refused));
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
        auth.start();
        DiskFinding found = examine(own);
        if (stop.isGiven()) {
            return;
        }
        Optional<EnsembleConfig> config = firstConfiguration(own, found);
        if (config.isEmpty() || !awaitOwnName()) {
            return; // stopped while waiting
        }
        tellDifferences(config.get());
        ports.requireFree(ownSeat(config.get()));
        writeZooCfg(own, config.get());
        serve(own);
    }

    private DiskFinding examine(MemberDisk own) {
        OrderExecution execution = new OrderExecution(settings.identity(), own, status, topology, questions);
        return new DiskExamination(settings, own, status, stop, execution, random).examine();
    }

    private Optional<EnsembleConfig> firstConfiguration(MemberDisk own, DiskFinding found) {
        return new FirstConfiguration(settings.identity(), own, status, stop, topology, questions).decide(found);
    }

    private boolean awaitOwnName() {
        OwnName name = new OwnName(settings.topology().host(settings.identity().id()), settings.bindAddress());
        while (!stop.isGiven()) {
            Verdict verdict = name.resolves();
            if (verdict.yes()) {
                return true;
            }
            status.enter(MemberState.WAITING_FOR_NAME, verdict.reason());
            stop.pause(LOOK_FOR_NAME);
        }
        return false;
    }

    /** The seat it starts with. Who is not in the configuration yet will be given the one of the settings. */
    private Seat ownSeat(EnsembleConfig config) {
        MemberIdentity self = settings.identity();
        return config.seat(self.id()).orElseGet(() -> settings.topology().seat(self.id(), self.role()));
    }

    private void tellDifferences(EnsembleConfig config) {
        Seat seat = ownSeat(config);
        List<String> differences = SeatDifferences.between(
                seat, settings.topology().seat(settings.identity().id(), seat.role()));
        if (!differences.isEmpty()) {
            LOG.warn(
                    "{}; set back what was changed: an ensemble that runs keeps its names and ports, while Services and network policies follow the settings",
                    String.join("; ", differences));
        }
    }

    private void writeZooCfg(MemberDisk own, EnsembleConfig config) {
        Map<String, Object> keys = new LinkedHashMap<>(tls.map(MemberTls::settings)
                .map(material -> TlsKeys.of(material, settings.bindAddress()))
                .orElse(Map.of()));
        keys.putAll(AuthKeys.of(settings.auth(), settings.tls()));
        String text = settings.zooCfg()
                .text(
                        own.paths().dataDir().toString(),
                        own.paths().logDir().toString(),
                        own.paths().dynamicConfig(config).toString(),
                        settings.bindAddress().isEmpty(),
                        keys);
        own.configs().writeZooCfg(text);
    }

    private void serve(MemberDisk own) {
        InetSocketAddress clients = ports.clients();
        tls.map(MemberTls::store).ifPresent(EmbeddedServer::use);
        EmbeddedServer.use(auth.logins());
        EmbeddedServer.use(superusers);
        EmbeddedServer.use(settings.zooCfg().limits());
        EmbeddedServer embedded = new EmbeddedServer(
                own.paths().zooCfg(),
                clients,
                ports.address(),
                metrics,
                new HeardStrangers(status, topology, questions),
                tls.map(Function.<QuorumSecurity>identity()).orElse(QuorumSecurity.PLAINTEXT));
        server = Optional.of(embedded);
        if (stop.isGiven()) {
            return;
        }
        status.enter(MemberState.STARTING, "loading its database");
        EnsembleNotes notes =
                new EnsembleNotes(settings.identity(), own.entry(), own.survey().hasDatabase(), status, id -> questions
                        .ask(Set.of(id))
                        .get(id));
        try (ServerWatch watch = new ServerWatch(
                        settings.identity(), embedded, notes, status, topology, questions, this::endAsForeign);
                DiskWatch diskWatch = new DiskWatch(own.space()::ofEach, status, this::endForSpace);
                LeaderLoop membership = new LeaderLoop(
                        settings.identity().id(),
                        embedded,
                        new Reconfigurer(clients),
                        topology,
                        new Sizes(scales, settings.identity()),
                        () -> status.get().ensemble(),
                        questions::reports,
                        events,
                        InstantSource.system());
                ChrootLoop chroots = new ChrootLoop(
                        embedded::leads, new ChrootsFile(settings.config())::read, new PathMaker(clients))) {
            watch.start();
            diskWatch.start();
            membership.start();
            chroots.start();
            leaderLoop = Optional.of(membership);
            Thread.ofPlatform().daemon().name("rehearse-stop").start(this::rehearseStop);
            embedded.run();
        }
        if (!stop.isGiven()) {
            throw failure()
                    .orElseGet(() ->
                            new MemberFailure(ExitCode.UNEXPECTED, "the server ended by itself; its log says why"));
        }
    }

    private void rehearseStop() {
        try {
            while (!stop.isGiven() && !isServing()) {
                status.await(now -> isServing() || now.state() == MemberState.STOPPING, SETTLED);
            }
            stop.pause(SETTLED);
            if (!stop.isGiven()) {
                seatRelease.rehearse();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isServing() {
        return status.get().server().filter(ServerView::serving).isPresent();
    }

    private void endAsForeign(String why) {
        if (foreign.isEmpty() && !stop.isGiven()) {
            foreign = Optional.of(why);
            server.ifPresent(EmbeddedServer::shutdown);
        }
    }

    /** Why the server cannot go on, where that is the disk. */
    public Optional<MemberFailure> failure() {
        Optional<MemberFailure> disk = diskFailure();
        return disk.isPresent()
                ? disk
                : foreign.map(why -> new MemberFailure(
                        ExitCode.FOREIGN_DISK, "starts again, to wait before it elects with anybody: " + why));
    }

    private Optional<MemberFailure> diskFailure() {
        return fullVolume
                .map(space -> new MemberFailure(
                        ExitCode.DISK_FULL,
                        "%s; stops before a write fails, and starts again once there is room".formatted(space.alarm())))
                .or(() -> server.flatMap(EmbeddedServer::writeFailure)
                        .map(failure -> DiskFailures.of(settings.data(), failure)));
    }

    private void endForSpace(DiskSpace space) {
        if (fullVolume.isEmpty() && !stop.isGiven()) {
            fullVolume = Optional.of(space);
            server.ifPresent(EmbeddedServer::shutdown);
        }
    }

    /** Stays in sight after {@link #run()} has failed, so that people can look at it and {@link Repair} can mend it. */
    public void stayBroken(String why) {
        status.enter(MemberState.BROKEN, why);
        status.update(now -> now.holding(DiskContent.DAMAGED));
    }

    /** Waits until it is stopped. */
    public void awaitStop() {
        stop.await();
    }

    Optional<MemberDisk> disk() {
        return disk;
    }

    SortedMap<MemberId, PeerReport> reports() {
        TreeSet<MemberId> ids = new TreeSet<>(topology.get().wanted());
        status.get().config().map(config -> config.seats().keySet()).ifPresent(ids::addAll);
        return questions.reports(ids);
    }

    private Collection<MemberId> others() {
        TreeSet<MemberId> ids =
                new TreeSet<>(topology.get().wantedConfig().seats().keySet());
        status.get().config().map(config -> config.seats().keySet()).ifPresent(ids::addAll);
        ids.remove(settings.identity().id());
        return ids;
    }

    /** Whether a write through this member is acknowledged. */
    public Verdict writes() {
        try {
            return Verdict.yes("wrote " + new TrialWrite(ports.clients(), random).perform());
        } catch (Refused e) {
            return Verdict.no(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.no("interrupted");
        }
    }

    /** Who may come. */
    public MemberAuth auth() {
        return auth;
    }

    /** Administrators' sessions. */
    public SuperuserSessions superusers() {
        return superusers;
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
            seatRelease.leave(() -> server.flatMap(EmbeddedServer::view));
        }
        status.update(now -> now.in(MemberState.STOPPING, "stopping"));
        stop.give();
        server.ifPresent(embedded -> {
            embedded.shutdown();
            Duration within = settings.grace().toStop();
            try {
                if (!embedded.awaitEnd(within.toMillis())) {
                    LOG.warn("the server has not ended within {}s", within.toSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        tls.ifPresent(MemberTls::close);
        auth.close();
        questions.close();
        disk.ifPresent(MemberDisk::close);
    }

    public MemberStatus status() {
        return status.get();
    }

    /** Returns once its status is such a one, or after the time. */
    public void awaitStatus(Predicate<MemberStatus> wanted, Duration longest) throws InterruptedException {
        status.await(wanted, longest);
    }

    public MemberSettings settings() {
        return settings;
    }

    /** What the leader last thought about the membership; empty where this member does not lead. */
    public Optional<MembershipReport> membership() {
        return leaderLoop.flatMap(LeaderLoop::report);
    }

    /** The last change of the membership that it made since it leads. */
    public Optional<PerformedChange> lastChange() {
        return leaderLoop.flatMap(LeaderLoop::lastChange);
    }

    /** The volume's usage, once it was opened. */
    public Optional<DiskUsage> diskUsage() {
        return disk.map(open -> open.space().usage());
    }

    /** The ensemble as the chart wants it now. */
    public Topology topology() {
        return topology.get();
    }
}
