package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Role;
import io.arkeeper.core.Topology;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.FormingDecision.Form;
import io.arkeeper.core.forming.FormingDecision.Join;
import io.arkeeper.core.forming.FormingDecision.Wait;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what a member does whose disk holds no data: form, join, or wait.
 *
 * <p><b>Invariant:</b> a new ensemble is formed only if no member of it can hold the data of an older one. Therefore:
 *
 * <ol>
 *   <li>Any peer that has data, or knows of an ensemble, means <em>join</em>. The joiner never votes before it is
 *       synced, so a wrong join costs time, never data.
 *   <li><em>Form</em> needs every other member of the first configuration to say that it never served. A majority is
 *       not enough: two emptied disks of three are a majority while the one with the data restarts, and two new pods
 *       of a scale-up from one to three are a majority without the only one that has data.
 *   <li>All must mean the same ensemble: one who has already begun to form decides for the others who belongs to it, and
 *       everyone who belongs to it must have been asked and must expect at least as many servers. A member that expects
 *       fewer would not ask the others before it forms its own.
 *   <li>Silence (no DNS answer, no connection, an error) means <em>wait</em>, never "nobody there".
 *   <li>They also agree on the ensemble's identity, which nobody else ever has: what the empty disk of the lowest voter
 *       proposes. The proposal is on that disk before anybody hears it, and who has begun has begun with the pair of
 *       configuration and identity.
 *   <li>Peers of two ensembles are never taken for one: who serves is believed, and while nobody does, or members of two
 *       ensembles do, this one waits.
 *   <li>An observer never forms. One that knows of an ensemble is believed like anybody else; its silence stops nobody,
 *       because it may have no place to run.
 * </ol>
 *
 * <p>Forming takes two steps. {@link FormingDecision.Form} means: write the first configuration to the disk. Only when
 * {@link #mayElect} says that all have written the same one does a member take part in an election. Otherwise one who was
 * heard as empty could change its mind afterwards (restart with {@code servers=1}) and form an ensemble of its own.
 *
 * <p>Nobody can be asked where {@code servers} is 1: a single server that lost its disk forms anew.
 *
 * <p>Once formed, an ensemble waits for no answer again: a restart with data needs nobody's consent, and only somebody who
 * answers for another ensemble can hold it up, see {@link io.arkeeper.core.kinship.Kinship}. So a member that is away delays
 * the very first start and nothing else.
 */
public final class Forming {

    private Forming() {}

    /** Whom to ask, this member included: those the chart wants, and those of a configuration that was begun. */
    public static Set<MemberId> concerned(DiskFinding own, Topology topology) {
        Set<MemberId> ids = new TreeSet<>(topology.wantedConfig().seats().keySet());
        own.config().map(EnsembleConfig::voters).ifPresent(ids::addAll);
        return ids;
    }

    /**
     * @param self who asks
     * @param own what its disk holds: no data, or that of a member that was removed
     * @param topology what the chart wants
     * @param peers every other ordinal below {@code servers}, every other voter of the disk's own configuration, the
     *     observers, and whoever else is known, by id
     */
    public static FormingDecision decide(
            MemberIdentity self, DiskFinding own, Topology topology, SortedMap<MemberId, PeerStatement> peers) {
        if (spoken(peers).anyMatch(Spoke::knowsOfAnEnsemble)) {
            return joinOrWait(self, own, topology, peers);
        }
        if (own.content() == DiskContent.AWAITING_SYNC) {
            return new Wait(waitingFor(
                    self,
                    "this disk belonged to an ensemble and holds no data any more; it is not formed anew",
                    peers,
                    spoke -> spoke.content().neverServed()));
        }
        SortedMap<MemberId, PeerStatement> voters = new TreeMap<>(peers);
        voters.keySet().removeIf(MemberId::isObserver);
        List<MemberId> silent = voters.entrySet().stream()
                .filter(peer -> peer.getValue() instanceof Silent)
                .map(Map.Entry::getKey)
                .toList();
        if (!silent.isEmpty()) {
            return new Wait(waitingFor(
                    self,
                    "a new ensemble of %d is formed once every member says that its disk is empty"
                            .formatted(topology.servers()),
                    voters,
                    spoke -> true));
        }
        return formTogether(self, own, topology, voters);
    }

    private static FormingDecision joinOrWait(
            MemberIdentity self, DiskFinding own, Topology topology, SortedMap<MemberId, PeerStatement> peers) {
        List<Spoke> knowing = spoken(peers).filter(Spoke::knowsOfAnEnsemble).toList();
        Set<EnsembleId> serving = ensembles(knowing, Spoke::serving);
        Set<EnsembleId> existing = serving.isEmpty() ? ensembles(knowing, spoke -> true) : serving;
        if (existing.size() > 1) {
            return new Wait("members of different ensembles %s (%s); joining once only one of them serves"
                    .formatted(serving.isEmpty() ? "answer and none serves" : "serve", byEnsemble(self, peers)));
        }
        Optional<EnsembleId> ensemble = existing.stream().findFirst();
        if (own.content().isDatabase()
                && own.ensemble().isPresent()
                && ensemble.isPresent()
                && !own.ensemble().equals(ensemble)) {
            return new Wait("this disk holds data of ensemble %s, but %s"
                    .formatted(own.ensemble().get(), byEnsemble(self, peers)));
        }
        Optional<EnsembleId> filledBy = serving.stream().findFirst();
        return knowing.stream()
                .filter(spoke -> !spoke.isStrangerTo(ensemble))
                .flatMap(spoke -> spoke.config().stream())
                .max(Comparator.comparingLong(EnsembleConfig::version))
                .<FormingDecision>map(config -> new Join(seated(config, self, topology), filledBy))
                .orElseGet(() -> new Wait(waitingFor(
                        self,
                        "an ensemble exists, but nobody who answers knows its configuration",
                        peers,
                        spoke -> false)));
    }

    private static Set<EnsembleId> ensembles(List<Spoke> knowing, Predicate<Spoke> which) {
        return knowing.stream()
                .filter(which)
                .flatMap(spoke -> spoke.ensemble().stream())
                .collect(Collectors.toSet());
    }

    private static String byEnsemble(MemberIdentity self, SortedMap<MemberId, PeerStatement> peers) {
        return peers.entrySet().stream()
                .filter(peer -> peer.getValue() instanceof Spoke spoke
                        && spoke.knowsOfAnEnsemble()
                        && spoke.ensemble().isPresent())
                .map(peer -> "%s belongs to %s"
                        .formatted(
                                self.podName(peer.getKey()),
                                ((Spoke) peer.getValue()).ensemble().orElseThrow()))
                .collect(Collectors.joining(", "));
    }

    private static FormingDecision formTogether(
            MemberIdentity self, DiskFinding own, Topology topology, SortedMap<MemberId, PeerStatement> peers) {
        List<Founding> begun = Stream.concat(
                        own.config().map(config -> new Founding(config, own.ensemble())).stream(),
                        spoken(peers).flatMap(spoke -> begun(spoke).stream()))
                .distinct()
                .toList();
        if (begun.size() > 1) {
            return new Wait("members began to form different ensembles (%s); empty the disks of one side"
                    .formatted(begun.stream().map(Forming::named).collect(Collectors.joining(" and "))));
        }
        if (begun.size() == 1) {
            return formBegun(begun.getFirst(), self, peers);
        }
        if (!topology.wanted().contains(self.id())) {
            return new Wait(
                    self.isObserver()
                            ? "an observer never forms an ensemble; waiting for one to join"
                            : "ordinal %d is beyond servers=%d; waiting for an ensemble to join"
                                    .formatted(self.ordinal(), topology.servers()));
        }
        List<String> otherViews = views(self, peers, spoke -> spoke.servers() != topology.servers());
        if (!otherViews.isEmpty()) {
            return new Wait("servers is %d here, but %s; waiting until all read the same ConfigMap"
                    .formatted(topology.servers(), String.join(", ", otherViews)));
        }
        return formAnew(topology.initialConfig(), self, own, peers);
    }

    private static Optional<Founding> begun(Spoke spoke) {
        return spoke.config().map(config -> new Founding(config, spoke.ensemble()));
    }

    private static String named(Founding founding) {
        return "voters " + founding.config().voters()
                + founding.ensemble().map(ensemble -> " of " + ensemble).orElse("");
    }

    private static FormingDecision formAnew(
            EnsembleConfig config, MemberIdentity self, DiskFinding own, SortedMap<MemberId, PeerStatement> peers) {
        MemberId lowest = config.voters().iterator().next();
        Optional<EnsembleId> proposal = lowest.equals(self.id())
                ? own.ensemble()
                : spoken(peers, lowest).flatMap(Spoke::ensemble);
        FormingDecision decision = formIfAllWereAsked(new Founding(config, proposal), self, peers);
        return decision instanceof Form && proposal.isEmpty()
                ? new Wait("a new ensemble of %d gets the identity that %s proposes, which proposes none yet"
                        .formatted(config.voters().size(), self.podName(lowest)))
                : decision;
    }

    private static FormingDecision formBegun(
            Founding begun, MemberIdentity self, SortedMap<MemberId, PeerStatement> peers) {
        EnsembleConfig config = begun.config();
        if (!config.isVoter(self.id())) {
            return new Wait(
                    "an ensemble of voters %s is being formed; joining it afterwards".formatted(config.voters()));
        }
        List<String> fewer = views(
                self,
                peers,
                spoke -> spoke.config().isEmpty()
                        && spoke.servers() < config.voters().size());
        if (!fewer.isEmpty()) {
            return new Wait(
                    "an ensemble of voters %s is being formed, but %s; waiting until all read the same ConfigMap"
                            .formatted(config.voters(), String.join(", ", fewer)));
        }
        return formIfAllWereAsked(begun, self, peers);
    }

    private static FormingDecision formIfAllWereAsked(
            Founding founding, MemberIdentity self, SortedMap<MemberId, PeerStatement> peers) {
        EnsembleConfig config = founding.config();
        List<MemberId> notAsked = config.voters().stream()
                .filter(id -> !id.equals(self.id()) && !peers.containsKey(id))
                .toList();
        return notAsked.isEmpty()
                ? new Form(founding)
                : new Wait("an ensemble of voters %s is being formed, of whom %s were not asked yet"
                        .formatted(config.voters(), notAsked));
    }

    /** How many servers those peers expect that do not share a view. */
    private static List<String> views(
            MemberIdentity self, SortedMap<MemberId, PeerStatement> peers, Predicate<Spoke> differing) {
        return peers.entrySet().stream()
                .filter(peer -> peer.getValue() instanceof Spoke spoke && differing.test(spoke))
                .map(peer ->
                        "%s expects %d".formatted(self.podName(peer.getKey()), ((Spoke) peer.getValue()).servers()))
                .toList();
    }

    /**
     * Whether a member that has written {@code begun} to its disk may now elect a leader with the others: once every other
     * voter says that it has written the same. While this says no, {@link #decide} is to be asked again as well, because
     * the others may have elected a leader already.
     */
    public static Verdict mayElect(Founding begun, MemberIdentity self, SortedMap<MemberId, PeerStatement> peers) {
        List<String> missing = begun.config().voters().stream()
                .filter(id -> !id.equals(self.id()) && !hasBegun(peers.get(id), begun))
                .map(id -> "%s: %s".formatted(self.podName(id), lack(peers.get(id))))
                .toList();
        return missing.isEmpty()
                ? Verdict.yes("all members of the new ensemble have begun to form it")
                : Verdict.no("a leader is elected once all members have begun to form the new ensemble; waiting for "
                        + String.join(", ", missing));
    }

    private static boolean hasBegun(PeerStatement peer, Founding founding) {
        return peer instanceof Spoke spoke
                && spoke.content() == DiskContent.FORMING
                && begun(spoke).equals(Optional.of(founding));
    }

    /** The configuration to join with: the ensemble's own, with this member in it, as an observer if it is new. */
    public static EnsembleConfig seated(EnsembleConfig config, MemberIdentity self, Topology topology) {
        return config.has(self.id()) ? config : config.with(topology.seat(self.id(), Role.OBSERVER));
    }

    private static Stream<Spoke> spoken(SortedMap<MemberId, PeerStatement> peers) {
        return peers.values().stream().filter(Spoke.class::isInstance).map(Spoke.class::cast);
    }

    private static Optional<Spoke> spoken(SortedMap<MemberId, PeerStatement> peers, MemberId id) {
        return peers.get(id) instanceof Spoke spoke ? Optional.of(spoke) : Optional.empty();
    }

    private static String waitingFor(
            MemberIdentity self, String why, SortedMap<MemberId, PeerStatement> peers, Predicate<Spoke> satisfied) {
        List<String> missing = new ArrayList<>();
        peers.forEach((id, peer) -> {
            if (!(peer instanceof Spoke spoke) || !satisfied.test(spoke)) {
                missing.add("%s: %s".formatted(self.podName(id), lack(peer)));
            }
        });
        return missing.isEmpty() ? why : why + "; waiting for " + String.join(", ", missing);
    }

    private static String lack(PeerStatement peer) {
        return switch (peer) {
            case null -> "not asked yet";
            case Silent silent -> silent.reason();
            case Spoke spoke -> "its disk is " + spoke.content();
        };
    }
}
