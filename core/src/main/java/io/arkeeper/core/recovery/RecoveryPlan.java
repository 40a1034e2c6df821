package io.arkeeper.core.recovery;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.database.Zxid;
import io.arkeeper.core.recovery.DiskWord.Holds;
import io.arkeeper.core.recovery.DiskWord.Silent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether an ensemble that lost the majority of its disks may be formed again from one that is left.
 *
 * <p><b>Invariants</b>, checked over all small worlds by {@code RecoveryPlanTest}:
 *
 * <ol>
 *   <li>Nothing is done while anybody serves as part of a quorum.
 *   <li>Nothing is done while the disks that may still hold data could be a quorum. A silent member counts as one of
 *       them until a person says that its disk is lost.
 *   <li>No disk is taken while another one holds anything newer, nor one that has lost some of its own, unless a person
 *       accepts that.
 *   <li>Disks of different ensembles are never weighed against each other: a person names the one that counts, and
 *       accepts that those of the others are put aside.
 *   <li>No disk is taken that no member starts with.
 *   <li>The new ensemble begins in an epoch above all that any of the disks has seen, so whoever returns follows it.
 * </ol>
 */
public sealed interface RecoveryPlan {

    /**
     * Nothing is done.
     *
     * @param why one sentence: what stands against it, and what to do
     */
    record Refuse(Why kind, String why) implements RecoveryPlan {}

    /** What stands against it. */
    enum Why {
        /** There is nothing to recover, or a quorum is still possible. */
        NOT_NEEDED,
        /** No disk that is left is of any use. */
        NOTHING_LEFT,
        /** It takes an explicit word. */
        WORD_MISSING,
        /** The word names a pod that is none, or of no use. */
        WRONG_WORD
    }

    /**
     * Form the ensemble again.
     *
     * @param from the disk to take
     * @param setAside the other disks that hold data: it is put aside, so that none of them has a vote or is cut
     * @param epoch the new ensemble's epochs are above this
     * @param losses what is given up, one sentence each
     */
    record Reform(DiskSummary from, List<DiskSummary> setAside, long epoch, List<String> losses)
            implements RecoveryPlan {

        public Reform {
            setAside = List.copyOf(setAside);
            losses = List.copyOf(losses);
        }
    }

    /**
     * @param members by pod, every pod there is or should be
     * @param words what a person said
     */
    static RecoveryPlan of(SortedMap<String, DiskWord> members, Words words) {
        return new Decision(members, words).plan();
    }

    /** One decision. */
    final class Decision {

        private final SortedMap<String, DiskWord> members;
        private final Words words;
        private final List<DiskSummary> disks;

        private Decision(SortedMap<String, DiskWord> members, Words words) {
            this.members = members;
            this.words = words;
            this.disks = members.values().stream()
                    .flatMap(word -> word.data().stream())
                    .toList();
        }

        private RecoveryPlan plan() {
            return wrongWord()
                    .or(this::servingMember)
                    .or(this::nothingLeft)
                    .or(this::severalEnsembles)
                    .or(this::possibleQuorum)
                    .orElseGet(this::choose);
        }

        private Optional<RecoveryPlan> wrongWord() {
            Set<String> known = new TreeSet<>(members.keySet());
            config().seats().values().forEach(seat -> known.add(seat.podName()));
            List<String> named = new ArrayList<>(words.lost());
            words.from().ifPresent(named::add);
            return named.stream()
                    .filter(pod -> !known.contains(pod))
                    .findFirst()
                    .map(pod -> refuse(
                            Why.WRONG_WORD,
                            "no member is called %s, there are %s".formatted(pod, String.join(", ", known))))
                    .or(() -> words.lost().stream()
                            .filter(pod -> members.containsKey(pod) && !(members.get(pod) instanceof Silent))
                            .findFirst()
                            .map(pod -> refuse(
                                    Why.WRONG_WORD,
                                    "%s answers, so its disk is not lost; leave out --lost %s".formatted(pod, pod))));
        }

        private Optional<RecoveryPlan> servingMember() {
            return members.entrySet().stream()
                    .filter(member -> member.getValue() instanceof Holds holds && holds.serving())
                    .findFirst()
                    .map(member -> refuse(
                            Why.NOT_NEEDED,
                            "%s serves as part of a quorum, so there is nothing to recover: members that are away or empty"
                                            .formatted(member.getKey())
                                    + " join by themselves"));
        }

        private Optional<RecoveryPlan> nothingLeft() {
            if (candidates().findAny().isPresent()) {
                return Optional.empty();
            }
            String damaged = disks.isEmpty()
                    ? "no disk that answers holds any data"
                    : "no ensemble can be formed from any of the disks that are left (%s)"
                            .formatted(disks.stream()
                                    .map(disk -> disk.pod() + ": "
                                            + disk.damage().orElse("an observer's, which never votes"))
                                    .reduce((some, more) -> some + "; " + more)
                                    .orElseThrow());
            return Optional.of(refuse(
                    Why.NOTHING_LEFT,
                    damaged + "; bring back a disk with data, for instance from a snapshot that the storage took"));
        }

        private Optional<RecoveryPlan> severalEnsembles() {
            SortedMap<String, List<String>> pods = new TreeMap<>();
            disks.forEach(disk -> disk.ensemble()
                    .ifPresent(ensemble -> pods.computeIfAbsent(ensemble.value(), any -> new ArrayList<>())
                            .add(disk.pod())));
            return pods.size() < 2 || words.from().isPresent()
                    ? Optional.empty()
                    : Optional.of(refuse(
                            Why.WORD_MISSING,
                            "the disks belong to different ensembles (%s), which cannot be compared; name the disk to take with --from"
                                    .formatted(pods.entrySet().stream()
                                            .map(entry -> "%s to %s"
                                                    .formatted(String.join(", ", entry.getValue()), entry.getKey()))
                                            .collect(Collectors.joining("; ")))));
        }

        /** Those that may be of one ensemble with the disk that a person named; all where nobody named one. */
        private List<DiskSummary> kin() {
            Optional<DiskSummary> named = words.from().flatMap(pod -> disks.stream()
                    .filter(disk -> disk.pod().equals(pod))
                    .findFirst());
            return named.isEmpty()
                    ? disks
                    : disks.stream()
                            .filter(disk -> !disk.isStrangerTo(named.get()))
                            .toList();
        }

        /** An observer never votes, so it cannot be the first of an ensemble; what only it holds counts as a loss. */
        private Stream<DiskSummary> candidates() {
            return disks.stream().filter(disk -> disk.starts() && !disk.id().isObserver());
        }

        /** What the disks that are left could be a quorum of, as the newest of them says. */
        private EnsembleConfig config() {
            return kin().stream()
                    .flatMap(disk -> disk.config().stream())
                    .max(Comparator.comparingLong(EnsembleConfig::version))
                    .orElseGet(() -> EnsembleConfig.of(0, List.of()));
        }

        private Optional<RecoveryPlan> possibleQuorum() {
            EnsembleConfig config = config();
            List<MemberId> electing = kin().stream()
                    .filter(DiskSummary::starts)
                    .map(DiskSummary::id)
                    .toList();
            if (config.isQuorum(electing)) {
                return Optional.of(refuse(
                        Why.NOT_NEEDED,
                        "%d of %d voters hold data, which is a majority: they elect a leader by themselves. Look at what hinders them with `status`"
                                .formatted(
                                        config.voters().stream()
                                                .filter(electing::contains)
                                                .count(),
                                        config.voters().size())));
            }
            List<MemberId> possible = new ArrayList<>(electing);
            List<String> unknown = new ArrayList<>();
            config.seats().values().stream()
                    .filter(seat -> config.isVoter(seat.id()) && isSilent(seat.podName()))
                    .forEach(seat -> {
                        possible.add(seat.id());
                        unknown.add(seat.podName());
                    });
            List<String> unseated = unseated(config);
            unknown.addAll(unseated);
            long voting = possible.stream().filter(config::isVoter).count() + unseated.size();
            if (voting <= (config.voters().size() + unseated.size()) / 2) {
                return Optional.empty();
            }
            return Optional.of(refuse(
                    Why.WORD_MISSING,
                    "%s %s, and with what may be on %s disk there could still be a quorum. Bring %s back; only where a disk is gone for good, say so with %s"
                            .formatted(
                                    String.join(", ", unknown),
                                    unknown.size() == 1 ? "does not answer" : "do not answer",
                                    unknown.size() == 1 ? "its" : "their",
                                    unknown.size() == 1 ? "it" : "them",
                                    "--lost " + String.join(" --lost ", unknown))));
        }

        /**
         * Silent pods of voters that this configuration does not know: a newer one, which nobody who answers has seen, may.
         */
        private List<String> unseated(EnsembleConfig config) {
            return members.keySet().stream()
                    .filter(pod -> isSilent(pod) && !MemberIdentity.isObserverPod(pod))
                    .filter(pod -> config.seats().values().stream()
                            .noneMatch(seat -> seat.podName().equals(pod)))
                    .toList();
        }

        private boolean isSilent(String pod) {
            DiskWord word = members.get(pod);
            return (word == null || word instanceof Silent) && !words.lost().contains(pod);
        }

        private RecoveryPlan choose() {
            DiskSummary best = candidates().max(DiskSummary.BY_ELECTION).orElseThrow();
            if (words.from().isEmpty()) {
                return reform(best);
            }
            String named = words.from().get();
            Optional<DiskSummary> chosen =
                    disks.stream().filter(disk -> disk.pod().equals(named)).findFirst();
            if (chosen.isEmpty()) {
                return refuse(
                        Why.WRONG_WORD, "%s holds no data; the best disk is that of %s".formatted(named, best.pod()));
            }
            if (chosen.get().id().isObserver()) {
                return refuse(
                        Why.WRONG_WORD,
                        "%s is an observer, which never votes and so cannot be the first; the best disk of a voter is that of %s"
                                .formatted(named, best.pod()));
            }
            if (!chosen.get().starts()) {
                return refuse(
                        Why.WRONG_WORD,
                        "no member starts with the disk of %s (%s); the best one is that of %s"
                                .formatted(named, chosen.get().damage().orElse("damaged"), best.pod()));
            }
            return reform(chosen.get());
        }

        private RecoveryPlan reform(DiskSummary from) {
            List<String> losses = new ArrayList<>();
            if (from.seen() > from.restorable()) {
                losses.add("%s itself has transactions up to %s behind damage (%s), which are given up"
                        .formatted(
                                from.pod(),
                                Zxid.text(from.seen()),
                                from.damage().orElse("damaged")));
            }
            disks.stream()
                    .filter(other -> other.isStrangerTo(from))
                    .forEach(other -> losses.add("%s belongs to another ensemble, %s: what it holds is put aside"
                            .formatted(other.pod(), other.ensemble().orElseThrow())));
            kin().stream()
                    .filter(other -> !other.equals(from) && other.reachesBeyond(from))
                    .forEach(
                            other -> losses.add("%s reaches %s, further than %s with %s: what only it holds is given up"
                                    .formatted(
                                            other.pod(),
                                            "epoch %d, %s".formatted(other.currentEpoch(), Zxid.text(other.seen())),
                                            from.pod(),
                                            from.place())));
            if (!losses.isEmpty() && !words.acceptLoss()) {
                return refuse(
                        Why.WORD_MISSING,
                        String.join("; ", losses)
                                + ". Choose the other disk with --from, or accept it with --accept-loss");
            }
            return new Reform(
                    from,
                    disks.stream().filter(other -> !other.equals(from)).toList(),
                    disks.stream().mapToLong(DiskSummary::highestEpoch).max().orElseThrow(),
                    losses);
        }

        private static RecoveryPlan refuse(Why kind, String why) {
            return new Refuse(kind, why);
        }
    }
}
