package io.arkeeper.member.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Topology;
import io.arkeeper.core.membership.EnsembleView;
import io.arkeeper.core.membership.MembershipPlanner;
import io.arkeeper.core.membership.MembershipStep;
import io.arkeeper.core.membership.MembershipStep.Change;
import io.arkeeper.core.membership.MembershipStep.Settled;
import io.arkeeper.core.membership.MembershipStep.Wait;
import io.arkeeper.core.membership.Presence;
import io.arkeeper.core.membership.Target;
import io.arkeeper.member.Loop;
import io.arkeeper.member.peers.PeerReport;
import io.arkeeper.member.server.EmbeddedServer;
import io.arkeeper.member.server.LeaderView;
import io.arkeeper.member.server.Reconfigurer;
import io.arkeeper.member.server.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the ensemble's membership to what is wanted, as long as this member leads it.
 *
 * <p>It remembers nothing: every turn looks anew and has {@link MembershipPlanner} decide. So it does not matter where
 * the leader before it stopped, and a change whose answer was lost needs no special case.
 */
public final class LeaderLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoop.class);

    private static final Duration TURN = Duration.ofMillis(200);

    private final MemberId self;
    private final EmbeddedServer server;
    private final Reconfigurer reconfigurer;
    private final Supplier<Topology> topology;
    private final Sizes sizes;
    private final Supplier<Optional<EnsembleId>> ensemble;
    private final Function<Collection<MemberId>, SortedMap<MemberId, PeerReport>> ask;
    private final Consumer<Change> events;
    private final InstantSource clock;
    private final Loop loop = new Loop("membership", this::pause, this::turn);
    private volatile Optional<MembershipReport> report = Optional.empty();
    private volatile Optional<PerformedChange> lastChange = Optional.empty();
    private String told = "";
    private boolean changed; // in the last turn

    /**
     * @param topology with the sizes that the mounted ConfigMap says
     * @param sizes what Kubernetes says of them
     * @param ensemble which ensemble this is, as far as its disk says
     * @param ask asks members what they say of themselves
     * @param events is told of each change that was made; returns at once
     * @param clock tells when a change was made
     */
    public LeaderLoop(
            MemberId self,
            EmbeddedServer server,
            Reconfigurer reconfigurer,
            Supplier<Topology> topology,
            Sizes sizes,
            Supplier<Optional<EnsembleId>> ensemble,
            Function<Collection<MemberId>, SortedMap<MemberId, PeerReport>> ask,
            Consumer<Change> events,
            InstantSource clock) {
        this.self = self;
        this.server = server;
        this.reconfigurer = reconfigurer;
        this.topology = topology;
        this.sizes = sizes;
        this.ensemble = ensemble;
        this.ask = ask;
        this.events = events;
        this.clock = clock;
    }

    public void start() {
        loop.start();
    }

    /** What it last thought; empty where this member does not lead. */
    public Optional<MembershipReport> report() {
        return report;
    }

    /** The last change it made since this member leads; empty where there was none, or where it does not lead. */
    public Optional<PerformedChange> lastChange() {
        return lastChange;
    }

    /** One change opens the way for the next, which then is not kept waiting. */
    private Duration pause() {
        return changed ? Duration.ZERO : TURN;
    }

    private void turn() throws InterruptedException {
        changed = false;
        Optional<LeaderView> leading = server.leading(Set.of());
        if (leading.isEmpty()) {
            report = Optional.empty();
            lastChange = Optional.empty();
            sizes.forget();
            told = "";
            return;
        }
        sizes.refresh();
        Target target = Target.of(topology.get(), leading.get().config(), sizes.voters(), sizes.observers());
        MembershipReport next = think(leading.get(), target);
        report = Optional.of(next);
        tell(next.step());
        if (next.step() instanceof Change change) {
            perform(change);
        }
    }

    private MembershipReport think(LeaderView leading, Target target) {
        Optional<EnsembleConfig> wanted = target.wanted();
        if (wanted.isEmpty()) {
            return new MembershipReport(new Wait(target.reason()), target.reason(), Optional.empty());
        }
        if (isSettled(leading, wanted.get())) {
            String sentence = "the configuration is the wanted one";
            return new MembershipReport(new Settled(sentence), target.reason(), Optional.empty());
        }
        Set<MemberId> concerned = new TreeSet<>(wanted.get().seats().keySet());
        concerned.addAll(leading.config().seats().keySet());
        SortedMap<MemberId, PeerReport> peers = ask.apply(concerned);
        Optional<LeaderView> now = server.leading(concerned); // after the answers, which may have taken a while
        if (now.isEmpty()) {
            return new MembershipReport(new Wait("another member leads by now"), target.reason(), Optional.empty());
        }
        EnsembleView view = view(now.get(), peers, wanted.get());
        return new MembershipReport(MembershipPlanner.next(view), target.reason(), Optional.of(view));
    }

    private static boolean isSettled(LeaderView view, EnsembleConfig wanted) {
        return !view.reconfiguring()
                && view.config().voters().equals(wanted.voters())
                && view.config().observers().equals(wanted.observers());
    }

    private EnsembleView view(LeaderView leader, SortedMap<MemberId, PeerReport> peers, EnsembleConfig wanted) {
        Map<MemberId, Presence> seen = new TreeMap<>();
        peers.forEach((id, peer) -> seen.put(id, presence(leader, id, peer)));
        Set<MemberId> leaving = peers.entrySet().stream()
                .filter(peer -> peer.getValue().leaving())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Map<MemberId, String> refused = new TreeMap<>();
        Optional<EnsembleId> own = ensemble.get();
        peers.forEach((id, peer) -> peer.objectionOf(own).ifPresent(reason -> refused.put(id, reason)));
        return new EnsembleView(leader.config(), self, seen, wanted, leaving, refused, leader.reconfiguring());
    }

    /**
     * Both must say so: the leader, who sent everything, and the member, who serves with it. Of observers in the
     * configuration the leader tells nothing, and their word is enough: they count towards nothing.
     */
    private Presence presence(LeaderView leader, MemberId id, PeerReport peer) {
        boolean synced =
                leader.synced().contains(id) || leader.config().observers().contains(id);
        if (synced && peer.servesBehind(self, leader.epoch())) {
            return Presence.IN_SYNC;
        }
        return leader.synced().contains(id) || peer.leader().equals(Optional.of(self))
                ? Presence.CATCHING_UP
                : Presence.AWAY;
    }

    private void tell(MembershipStep step) {
        if (!told.equals(step.reason())) {
            told = step.reason();
            LOG.info("membership: {}", told);
        }
    }

    private void perform(Change change) throws InterruptedException {
        try {
            EnsembleConfig config = reconfigurer.perform(change);
            lastChange = Optional.of(new PerformedChange(change, config, clock.instant()));
            changed = true;
            events.accept(change);
            LOG.info(
                    "membership: configuration 0x{} is in force, voters {}{}",
                    config.versionText(),
                    names(config, config.voters()),
                    config.observers().isEmpty() ? "" : ", observers " + names(config, config.observers()));
        } catch (Refused e) {
            LOG.warn("membership: not done ({}); looking again", e.getMessage());
        }
    }

    private static String names(EnsembleConfig config, Collection<MemberId> ids) {
        return ids.stream().map(id -> config.seats().get(id).podName()).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        loop.close();
    }
}
