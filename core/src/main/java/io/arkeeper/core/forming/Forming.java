package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
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
 * <p>Once formed, an ensemble never asks again: a restart with data needs nobody's consent. So a member that is away
 * delays the very first start and nothing else.
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
     * @param own what its disk holds; not {@link DiskContent#DATA}
     * @param topology what the chart wants
     * @param peers every other ordinal below {@code servers}, every other voter of the disk's own configuration, the
     *     observers, and whoever else is known, by id
     */
    public static FormingDecision decide(
            MemberIdentity self, DiskFinding own, Topology topology, SortedMap<MemberId, PeerStatement> peers) {
        Optional<EnsembleConfig> existing = newestConfig(peers);
        if (existing.isPresent()) {
            return new Join(seated(existing.get(), self, topology));
        }
        if (peers.values().stream().anyMatch(Forming::knowsOfAnEnsemble)) {
            return new Wait(waitingFor(
                    self, "an ensemble exists, but nobody who answers knows its configuration", peers, spoke -> false));
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

    private static FormingDecision formTogether(
            MemberIdentity self, DiskFinding own, Topology topology, SortedMap<MemberId, PeerStatement> peers) {
        List<EnsembleConfig> begun = Stream.concat(
                        own.config().stream(), spoken(peers).flatMap(spoke -> spoke.config().stream()))
                .distinct()
                .toList();
        if (begun.size() > 1) {
            return new Wait("members began to form different ensembles (%s); empty the disks of one side"
                    .formatted(begun.stream()
                            .map(config -> "voters " + config.voters())
                            .collect(Collectors.joining(" and "))));
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
        return formIfAllWereAsked(topology.initialConfig(), self, peers);
    }

    private static FormingDecision formBegun(
            EnsembleConfig config, MemberIdentity self, SortedMap<MemberId, PeerStatement> peers) {
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
        return formIfAllWereAsked(config, self, peers);
    }

    private static FormingDecision formIfAllWereAsked(
            EnsembleConfig config, MemberIdentity self, SortedMap<MemberId, PeerStatement> peers) {
        List<MemberId> notAsked = config.voters().stream()
                .filter(id -> !id.equals(self.id()) && !peers.containsKey(id))
                .toList();
        return notAsked.isEmpty()
                ? new Form(config)
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
    public static Verdict mayElect(
            EnsembleConfig begun, MemberIdentity self, SortedMap<MemberId, PeerStatement> peers) {
        List<String> missing = begun.voters().stream()
                .filter(id -> !id.equals(self.id()) && !hasBegun(peers.get(id), begun))
                .map(id -> "%s: %s".formatted(self.podName(id), lack(peers.get(id))))
                .toList();
        return missing.isEmpty()
                ? Verdict.yes("all members of the new ensemble have begun to form it")
                : Verdict.no("a leader is elected once all members have begun to form the new ensemble; waiting for "
                        + String.join(", ", missing));
    }

    private static boolean hasBegun(PeerStatement peer, EnsembleConfig config) {
        return peer instanceof Spoke spoke
                && spoke.content() == DiskContent.FORMING
                && spoke.config().filter(config::equals).isPresent();
    }

    /** The configuration to join with: the ensemble's own, with this member in it, as an observer if it is new. */
    public static EnsembleConfig seated(EnsembleConfig config, MemberIdentity self, Topology topology) {
        return config.has(self.id()) ? config : config.with(topology.seat(self.id(), Role.OBSERVER));
    }

    /** The newest configuration of an ensemble that exists, as told by peers that belong to one. */
    private static Optional<EnsembleConfig> newestConfig(SortedMap<MemberId, PeerStatement> peers) {
        return spoken(peers)
                .filter(Forming::knowsOfAnEnsemble)
                .flatMap(spoke -> spoke.config().stream())
                .max(Comparator.comparingLong(EnsembleConfig::version));
    }

    private static boolean knowsOfAnEnsemble(PeerStatement peer) {
        return peer instanceof Spoke spoke
                && (spoke.serving() || !spoke.content().neverServed());
    }

    private static Stream<Spoke> spoken(SortedMap<MemberId, PeerStatement> peers) {
        return peers.values().stream().filter(Spoke.class::isInstance).map(Spoke.class::cast);
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
