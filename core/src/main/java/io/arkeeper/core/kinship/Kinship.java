package io.arkeeper.core.kinship;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.core.kinship.KinshipDecision.PutAside;
import io.arkeeper.core.kinship.KinshipDecision.Start;
import io.arkeeper.core.kinship.KinshipDecision.Wait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether a member starts ZooKeeper with the data on its disk, although members of another ensemble answer.
 *
 * <p>Kept volume claims of an earlier ensemble carry the names of the present one. ZooKeeper goes by numbers alone: it
 * takes over the configuration with the higher version, and cuts the log of whoever is ahead of the leader, wherever
 * either came from. Two histories are mixed then, and nothing notices. Therefore:
 *
 * <ol>
 *   <li>Where nobody of another ensemble is heard, the member starts. Silence hinders nobody: a restart is a matter of
 *       this disk alone.
 *   <li>Where its own ensemble serves, or so many of its voters answer that they can elect, the member starts. So a stray
 *       disk, whatever it holds, never holds up an ensemble that has its quorum: each member of that hears the others and
 *       starts.
 *   <li>Where another ensemble serves and has no seat for this member, its data is of a time that is over: it is put
 *       aside, and the member joins as a new one.
 *   <li>Otherwise nobody but people can know which ensemble is the right one, and the member waits. Without a quorum it
 *       could serve nobody anyway.
 * </ol>
 *
 * <p>A disk that does not know its ensemble fits everybody.
 */
public final class Kinship {

    private final MemberIdentity self;
    private final EnsembleId ensemble;
    private final Optional<EnsembleConfig> ownConfig;
    private final SortedMap<MemberId, Spoke> kin = new TreeMap<>();
    private final SortedMap<MemberId, Spoke> strangers = new TreeMap<>();

    private Kinship(
            MemberIdentity self,
            EnsembleId ensemble,
            Optional<EnsembleConfig> ownConfig,
            SortedMap<MemberId, PeerStatement> peers) {
        this.self = self;
        this.ensemble = ensemble;
        this.ownConfig = ownConfig;
        peers.forEach((id, peer) -> {
            if (peer instanceof Spoke spoke) {
                (spoke.isStrangerTo(Optional.of(ensemble)) ? strangers : kin).put(id, spoke);
            }
        });
    }

    /**
     * @param self whose disk it is
     * @param own what its disk holds, which is a database
     * @param peers what was heard of the others
     */
    public static KinshipDecision judge(
            MemberIdentity self, DiskFinding own, SortedMap<MemberId, PeerStatement> peers) {
        return own.ensemble()
                .map(ensemble -> new Kinship(self, ensemble, own.config(), peers).judge())
                .orElseGet(() -> new Start("the disk does not say to which ensemble it belongs"));
    }

    private KinshipDecision judge() {
        if (strangers.isEmpty()) {
            return new Start("nobody of another ensemble answers");
        }
        if (kin.values().stream().anyMatch(Spoke::serving)) {
            return new Start("its ensemble serves");
        }
        Optional<EnsembleConfig> config = newest(
                Stream.concat(ownConfig.stream(), kin.values().stream().flatMap(spoke -> spoke.config().stream())));
        Set<MemberId> electing = electing();
        if (config.filter(known -> known.isQuorum(electing)).isPresent()) {
            return new Start("a majority of its ensemble answers");
        }
        List<Spoke> serving = strangers.values().stream().filter(Spoke::serving).toList();
        boolean one = serving.stream().map(Spoke::ensemble).distinct().count() == 1;
        Optional<EnsembleConfig> theirs = newest(serving.stream().flatMap(spoke -> spoke.config().stream()));
        return one && theirs.filter(known -> !known.has(self.id())).isPresent()
                ? new PutAside("this disk holds data of ensemble %s, but %s, which knows no %s"
                        .formatted(ensemble, byEnsemble(), self.podName()))
                : new Wait(waiting(config, electing, !serving.isEmpty()));
    }

    private static Optional<EnsembleConfig> newest(Stream<EnsembleConfig> configs) {
        return configs.max(Comparator.comparingLong(EnsembleConfig::version));
    }

    private Set<MemberId> electing() {
        Set<MemberId> electing = new TreeSet<>(Set.of(self.id()));
        kin.forEach((id, spoke) -> {
            if (spoke.content() == DiskContent.DATA || spoke.content() == DiskContent.FORMING) {
                electing.add(id);
            }
        });
        return electing;
    }

    private String waiting(Optional<EnsembleConfig> config, Set<MemberId> electing, boolean anotherServes) {
        String resync = "give 'arkeeper member resync' for %s, which puts the data on this disk aside"
                .formatted(self.podName());
        return "this disk belongs to ensemble %s, but %s; where that is the right one, %s; where it is not, %s"
                .formatted(
                        ensemble,
                        byEnsemble(),
                        anotherServes ? resync : "bring back its other disks, and " + resync,
                        missing(config, electing));
    }

    private String missing(Optional<EnsembleConfig> config, Set<MemberId> electing) {
        List<String> missing = config.stream()
                .flatMap(known -> known.voters().stream())
                .filter(id -> !electing.contains(id))
                .map(self::podName)
                .toList();
        int needed = config.map(EnsembleConfig::majority).orElse(1);
        int there = config.map(known ->
                        (int) known.voters().stream().filter(electing::contains).count())
                .orElse(0);
        return "bring back the disks of %s of %s that belong to %s"
                .formatted(needed - there, String.join(", ", missing), ensemble);
    }

    /** Who answers for which other ensemble, such as {@code zk-0 serves and zk-1 belongs to 00…}. */
    private String byEnsemble() {
        Map<EnsembleId, List<String>> members = new TreeMap<>(Comparator.comparing(EnsembleId::value));
        strangers.forEach(
                (id, spoke) -> members.computeIfAbsent(spoke.ensemble().orElseThrow(), any -> new ArrayList<>())
                        .add(self.podName(id) + (spoke.serving() ? " (serving)" : "")));
        return members.entrySet().stream()
                .map(entry -> "%s %s to %s"
                        .formatted(
                                String.join(", ", entry.getValue()),
                                entry.getValue().size() == 1 ? "belongs" : "belong",
                                entry.getKey()))
                .collect(Collectors.joining(" and "));
    }
}
