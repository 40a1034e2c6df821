package io.arkeeper.member.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Topology;
import io.arkeeper.core.membership.EnsembleView;
import io.arkeeper.core.membership.MembershipPlanner;
import io.arkeeper.core.membership.MembershipStep;
import io.arkeeper.core.membership.MembershipStep.Change;
import io.arkeeper.core.membership.MembershipStep.Settled;
import io.arkeeper.core.membership.MembershipStep.Wait;
import io.arkeeper.core.membership.Presence;
import io.arkeeper.core.membership.Scale;
import io.arkeeper.core.membership.Target;
import io.arkeeper.member.Loop;
import io.arkeeper.member.peers.PeerReport;
import io.arkeeper.member.server.EmbeddedServer;
import io.arkeeper.member.server.LeaderView;
import io.arkeeper.member.server.Reconfigurer;
import io.arkeeper.member.server.Refused;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final Duration ASK_SCALE = Duration.ofSeconds(2);

    private final MemberId self;
    private final EmbeddedServer server;
    private final Reconfigurer reconfigurer;
    private final Supplier<Topology> topology;
    private final Supplier<Scale> scale;
    private final Function<Collection<MemberId>, SortedMap<MemberId, PeerReport>> ask;
    private final Function<MemberId, String> name;
    private final Loop loop = new Loop("membership", TURN, this::turn);
    private volatile Optional<MembershipReport> report = Optional.empty();
    private Optional<Scale> knownScale = Optional.empty();
    private long scaleAskedNanos;
    private String told = "";

    /**
     * @param topology with the size that the mounted ConfigMap says
     * @param scale asks Kubernetes
     * @param ask asks members what they say of themselves
     * @param name a member's pod
     */
    public LeaderLoop(
            MemberId self,
            EmbeddedServer server,
            Reconfigurer reconfigurer,
            Supplier<Topology> topology,
            Supplier<Scale> scale,
            Function<Collection<MemberId>, SortedMap<MemberId, PeerReport>> ask,
            Function<MemberId, String> name) {
        this.self = self;
        this.server = server;
        this.reconfigurer = reconfigurer;
        this.topology = topology;
        this.scale = scale;
        this.ask = ask;
        this.name = name;
    }

    public void start() {
        loop.start();
    }

    /** What it last thought; empty where this member does not lead. */
    public Optional<MembershipReport> report() {
        return report;
    }

    private void turn() throws InterruptedException {
        Optional<LeaderView> leading = server.leading(Set.of());
        if (leading.isEmpty()) {
            report = Optional.empty();
            knownScale = Optional.empty();
            told = "";
            return;
        }
        Target target = Target.of(topology.get(), scale());
        MembershipReport next = think(leading.get(), target);
        report = Optional.of(next);
        tell(next.step());
        if (next.step() instanceof Change change) {
            perform(change);
        }
    }

    /** An answer stays in force until there is a better one: the ConfigMap may be a minute behind it. */
    private Scale scale() {
        long now = System.nanoTime();
        if (knownScale.isEmpty() || now - scaleAskedNanos > ASK_SCALE.toNanos()) {
            Scale answer = scale.get();
            scaleAskedNanos = now;
            if (!(answer instanceof Scale.Unknown) || knownScale.isEmpty()) {
                knownScale = Optional.of(answer);
            }
        }
        return knownScale.orElseThrow();
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
        return new EnsembleView(leader.config(), self, seen, wanted, leaving, leader.reconfiguring());
    }

    /** Both must say so: the leader, who sent everything, and the member, who serves with it. */
    private Presence presence(LeaderView leader, MemberId id, PeerReport peer) {
        boolean synced = leader.synced().contains(id);
        if (synced && peer.servesBehind(self, leader.epoch())) {
            return Presence.IN_SYNC;
        }
        return synced || peer.leader().equals(Optional.of(self)) ? Presence.CATCHING_UP : Presence.AWAY;
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
            LOG.info(
                    "membership: configuration 0x{} is in force, voters {}",
                    config.versionText(),
                    config.voters().stream().map(name).collect(Collectors.joining(", ")));
        } catch (Refused e) {
            LOG.warn("membership: not done ({}); looking again", e.getMessage());
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
