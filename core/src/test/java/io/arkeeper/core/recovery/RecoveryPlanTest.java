package io.arkeeper.core.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import io.arkeeper.core.recovery.DiskWord.Empty;
import io.arkeeper.core.recovery.DiskWord.Holds;
import io.arkeeper.core.recovery.DiskWord.Silent;
import io.arkeeper.core.recovery.RecoveryPlan.Reform;
import io.arkeeper.core.recovery.RecoveryPlan.Refuse;
import io.arkeeper.core.recovery.RecoveryPlan.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RecoveryPlanTest {

    private static final long E1 = 0x100000000L;
    private static final DiskWord AWAY = new Silent("no answer");
    private static final DiskWord EMPTIED = new Empty();

    private static EnsembleConfig config(int voters) {
        return new Topology("test", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, voters).initialConfig();
    }

    private static DiskSummary disk(int ordinal, int voters, long epoch, long restorable, long seen, boolean starts) {
        return new DiskSummary(
                MemberId.ofOrdinal(ordinal),
                "zk-" + ordinal,
                starts,
                epoch,
                epoch,
                restorable,
                seen,
                Optional.empty(),
                Optional.of(config(voters)),
                starts && seen == restorable ? Optional.empty() : Optional.of("log.1 at byte 16: bad"),
                Optional.empty());
    }

    private static DiskWord data(int ordinal, long zxid) {
        return new Holds(disk(ordinal, 3, 1, zxid, zxid, true), false);
    }

    private static SortedMap<String, DiskWord> members(DiskWord... words) {
        SortedMap<String, DiskWord> members = new TreeMap<>();
        for (int ordinal = 0; ordinal < words.length; ordinal++) {
            members.put("zk-" + ordinal, words[ordinal]);
        }
        return members;
    }

    private static Words from(String pod) {
        return new Words(Optional.of(pod), false, Set.of());
    }

    private static Words accepting(String pod) {
        return new Words(Optional.of(pod), true, Set.of());
    }

    private static Words lost(String... pods) {
        return new Words(Optional.empty(), false, Set.of(pods));
    }

    @Test
    void theOneDiskThatIsLeftIsTaken() {
        DiskSummary left = disk(2, 3, 4, E1 + 7, E1 + 7, true);

        assertThat(RecoveryPlan.of(members(EMPTIED, EMPTIED, new Holds(left, false)), Words.NONE))
                .isEqualTo(new Reform(left, List.of(), 4, List.of()));
    }

    @Test
    void whoServesMakesARecoveryNeedless() {
        assertThat(RecoveryPlan.of(members(new Holds(disk(0, 3, 1, E1, E1, true), true), EMPTIED, EMPTIED), Words.NONE))
                .isEqualTo(new Refuse(
                        Why.NOT_NEEDED,
                        "zk-0 serves as part of a quorum, so there is nothing to recover: members that are away or empty"
                                + " join by themselves"));
    }

    @Test
    void anObserverIsNeverTheFirst_butWhatOnlyItHoldsIsALoss() {
        DiskSummary voters = disk(2, 3, 1, E1 + 7, E1 + 7, true);
        DiskSummary ahead = observing(E1 + 9);
        SortedMap<String, DiskWord> members = members(EMPTIED, EMPTIED, new Holds(voters, false));
        members.put(ahead.pod(), new Holds(ahead, false));

        assertThat(RecoveryPlan.of(members, Words.NONE))
                .isInstanceOfSatisfying(
                        Refuse.class, refuse -> assertThat(refuse.kind()).isEqualTo(Why.WORD_MISSING));
        assertThat(RecoveryPlan.of(members, accepting("zk-2"))).isInstanceOfSatisfying(Reform.class, reform -> {
            assertThat(reform.from()).isEqualTo(voters);
            assertThat(reform.setAside()).containsExactly(ahead);
        });
        assertThat(RecoveryPlan.of(members, accepting(ahead.pod())))
                .isEqualTo(new Refuse(
                        Why.WRONG_WORD,
                        "zk-observer-0 is an observer, which never votes and so cannot be the first; the best disk of a"
                                + " voter is that of zk-2"));
    }

    @Test
    void observersAloneAreNothingToFormAnEnsembleFrom() {
        SortedMap<String, DiskWord> members = members(EMPTIED, EMPTIED, EMPTIED);
        members.put("zk-observer-0", new Holds(observing(E1), false));

        assertThat(RecoveryPlan.of(members, Words.NONE))
                .isInstanceOfSatisfying(
                        Refuse.class, refuse -> assertThat(refuse.kind()).isEqualTo(Why.NOTHING_LEFT));
    }

    private static DiskSummary observing(long zxid) {
        return new DiskSummary(
                MemberId.ofObserver(0),
                "zk-observer-0",
                true,
                1,
                1,
                zxid,
                zxid,
                Optional.empty(),
                Optional.of(config(3)),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aMajorityOfDisksNeedsNoRecovery() {
        assertThat(RecoveryPlan.of(members(data(0, E1), data(1, E1), EMPTIED), Words.NONE))
                .isEqualTo(new Refuse(
                        Why.NOT_NEEDED,
                        "2 of 3 voters hold data, which is a majority: they elect a leader by themselves."
                                + " Look at what hinders them with `status`"));
    }

    @Test
    void whoIsSilentMayHoldWhatMakesAQuorumUntilItsLossIsSaid() {
        SortedMap<String, DiskWord> members = members(data(0, E1), AWAY, EMPTIED);

        assertThat(RecoveryPlan.of(members, Words.NONE))
                .isEqualTo(new Refuse(
                        Why.WORD_MISSING,
                        "zk-1 does not answer, and with what may be on its disk there could still be a quorum. Bring it"
                                + " back; only where a disk is gone for good, say so with --lost zk-1"));
        assertThat(RecoveryPlan.of(members, lost("zk-1"))).isInstanceOf(Reform.class);
    }

    /** Three grew to five while zk-0 was away: the five may have a quorum in zk-0 and the two that it has not heard of. */
    @Test
    void whoIsSilentCountsAlsoWhereNoDiskThatIsLeftHasHeardOfIt() {
        SortedMap<String, DiskWord> five = members(data(0, E1 + 1), EMPTIED, EMPTIED, AWAY, AWAY);

        assertThat(RecoveryPlan.of(five, Words.NONE))
                .isEqualTo(new Refuse(
                        Why.WORD_MISSING,
                        "zk-3, zk-4 do not answer, and with what may be on their disk there could still be a quorum. Bring them"
                                + " back; only where a disk is gone for good, say so with --lost zk-3 --lost zk-4"));
        assertThat(RecoveryPlan.of(five, lost("zk-3", "zk-4"))).isInstanceOf(Reform.class);
        assertThat(RecoveryPlan.of(members(data(0, E1 + 1), EMPTIED, EMPTIED, AWAY), Words.NONE))
                .as("two of four are no quorum")
                .isInstanceOf(Reform.class);
    }

    @Test
    void whoAnswersIsNotLost_andWhoDoesNotExistIsNobody() {
        SortedMap<String, DiskWord> members = members(data(0, E1), EMPTIED, EMPTIED);

        assertThat(RecoveryPlan.of(members, lost("zk-1")))
                .isEqualTo(new Refuse(Why.WRONG_WORD, "zk-1 answers, so its disk is not lost; leave out --lost zk-1"));
        assertThat(RecoveryPlan.of(members, from("zk-7")))
                .isEqualTo(new Refuse(Why.WRONG_WORD, "no member is called zk-7, there are zk-0, zk-1, zk-2"));
        assertThat(RecoveryPlan.of(members, from("zk-1")))
                .isEqualTo(new Refuse(Why.WRONG_WORD, "zk-1 holds no data; the best disk is that of zk-0"));
    }

    @Test
    void aVoterWhosePodIsNotThereAnyMoreCanBeDeclaredLost() {
        SortedMap<String, DiskWord> members = members(new Holds(disk(0, 3, 1, E1, E1, true), false));

        assertThat(RecoveryPlan.of(members, lost("zk-1"))).isInstanceOf(Refuse.class);
        assertThat(RecoveryPlan.of(members, lost("zk-1", "zk-2"))).isInstanceOf(Reform.class);
    }

    @Test
    void theBestOfSeveralIsTakenAndTheOthersArePutAside() {
        DiskSummary older = disk(0, 5, 3, E1 + 9, E1 + 9, true);
        DiskSummary newer = disk(4, 5, 4, E1 + 2, E1 + 2, true);

        assertThat(RecoveryPlan.of(
                        members(new Holds(older, false), EMPTIED, EMPTIED, EMPTIED, new Holds(newer, false)),
                        Words.NONE))
                .isEqualTo(new Reform(newer, List.of(older), 4, List.of()));
    }

    @Test
    void anOlderDiskTakesAnExplicitWord() {
        DiskSummary older = disk(0, 5, 3, E1 + 9, E1 + 9, true);
        DiskSummary newer = disk(4, 5, 4, E1 + 2, E1 + 2, true);
        SortedMap<String, DiskWord> members =
                members(new Holds(older, false), EMPTIED, EMPTIED, EMPTIED, new Holds(newer, false));
        String loss = "zk-4 reaches epoch 4, 0x100000002, further than zk-0 with epoch 3, 0x100000009: what only it"
                + " holds is given up";

        assertThat(RecoveryPlan.of(members, from("zk-0")))
                .isEqualTo(new Refuse(
                        Why.WORD_MISSING,
                        loss + ". Choose the other disk with --from, or accept it with --accept-loss"));
        assertThat(RecoveryPlan.of(members, accepting("zk-0")))
                .isEqualTo(new Reform(older, List.of(newer), 4, List.of(loss)));
    }

    @Test
    void aDamagedDiskThatHoldsMoreTakesAnExplicitWordToo() {
        DiskSummary whole = disk(0, 3, 1, E1 + 5, E1 + 5, true);
        DiskSummary damaged = disk(1, 3, 1, E1 + 2, E1 + 8, false);
        SortedMap<String, DiskWord> members = members(new Holds(whole, false), new Holds(damaged, false), EMPTIED);

        assertThat(RecoveryPlan.of(members, Words.NONE)).isInstanceOf(Refuse.class);
        assertThat(RecoveryPlan.of(members, new Words(Optional.empty(), true, Set.of())))
                .isInstanceOf(Reform.class)
                .extracting(plan -> ((Reform) plan).setAside())
                .isEqualTo(List.of(damaged));
    }

    @Test
    void whereNoDiskIsOfAnyUseNothingIsDone() {
        assertThat(RecoveryPlan.of(members(EMPTIED, EMPTIED, EMPTIED), Words.NONE))
                .isEqualTo(
                        new Refuse(
                                Why.NOTHING_LEFT,
                                "no disk that answers holds any data; bring back a disk with data, for instance from a snapshot that the storage took"));
        assertThat(RecoveryPlan.of(members(new Holds(disk(0, 1, 1, E1, E1 + 4, false), false)), Words.NONE))
                .isEqualTo(new Refuse(
                        Why.NOTHING_LEFT,
                        "no ensemble can be formed from any of the disks that are left (zk-0: log.1 at byte 16: bad);"
                                + " bring back a disk with data, for instance from a snapshot that the storage took"));
    }

    @Test
    void theNewEpochIsAboveAllThatAnyDiskHasSeen() {
        DiskSummary chosen = new DiskSummary(
                MemberId.ofOrdinal(0),
                "zk-0",
                true,
                3,
                3,
                3 * E1 + 1,
                3 * E1 + 1,
                Optional.empty(),
                Optional.of(config(5).atVersion(9 * E1 + 1)),
                Optional.empty(),
                Optional.empty());
        DiskSummary promised = new DiskSummary(
                MemberId.ofOrdinal(1),
                "zk-1",
                true,
                12,
                2,
                E1,
                E1,
                Optional.empty(),
                Optional.of(config(5)),
                Optional.empty(),
                Optional.empty());

        assertThat(RecoveryPlan.of(
                        members(new Holds(chosen, false), new Holds(promised, false), EMPTIED, EMPTIED, EMPTIED),
                        Words.NONE))
                .isInstanceOf(Reform.class)
                .extracting(plan -> ((Reform) plan).epoch())
                .isEqualTo(12L);
    }

    @Test
    void disksOfDifferentEnsemblesAreNotComparedAndOnlyAPersonChooses() {
        DiskSummary ours = of("00000000000000f1", disk(0, 3, 1, E1 + 7, E1 + 7, true));
        DiskSummary stray = of("00000000000000f2", disk(1, 3, 9, 9 * E1, 9 * E1, true));
        SortedMap<String, DiskWord> members = members(new Holds(ours, false), new Holds(stray, false), EMPTIED);

        assertThat(RecoveryPlan.of(members, Words.NONE))
                .isEqualTo(new Refuse(
                        Why.WORD_MISSING,
                        "the disks belong to different ensembles (zk-0 to 00000000000000f1; zk-1 to 00000000000000f2),"
                                + " which cannot be compared; name the disk to take with --from"));
        assertThat(RecoveryPlan.of(members, from("zk-0")))
                .isEqualTo(new Refuse(
                        Why.WORD_MISSING,
                        "zk-1 belongs to another ensemble, 00000000000000f2: what it holds is put aside."
                                + " Choose the other disk with --from, or accept it with --accept-loss"));
        assertThat(RecoveryPlan.of(members, accepting("zk-0")))
                .isEqualTo(new Reform(
                        ours,
                        List.of(stray),
                        9,
                        List.of("zk-1 belongs to another ensemble, 00000000000000f2: what it holds is put aside")));
    }

    private static DiskSummary of(String ensemble, DiskSummary disk) {
        return new DiskSummary(
                disk.id(),
                disk.pod(),
                disk.starts(),
                disk.acceptedEpoch(),
                disk.currentEpoch(),
                disk.restorable(),
                disk.seen(),
                disk.lastAt(),
                disk.config(),
                disk.damage(),
                Optional.of(new EnsembleId(ensemble)));
    }

    /** Every world of three members, each in every state, with every word: the invariants of {@link RecoveryPlan}. */
    @Test
    void everySmallWorldKeepsTheInvariants() {
        int worlds = 0;
        for (List<DiskWord> world : worlds()) {
            for (Words words : everyWord()) {
                SortedMap<String, DiskWord> members = members(world.toArray(DiskWord[]::new));
                if (RecoveryPlan.of(members, words) instanceof Reform reform) {
                    check(members, words, reform);
                }
                worlds++;
            }
        }
        assertThat(worlds).isGreaterThan(10_000);
    }

    private static void check(SortedMap<String, DiskWord> members, Words words, Reform reform) {
        String world = members + " " + words;
        List<DiskSummary> disks =
                members.values().stream().flatMap(word -> word.data().stream()).toList();
        assertThat(members.values()).as(world).noneMatch(word -> word instanceof Holds holds && holds.serving());
        assertThat(reform.from().starts()).as(world).isTrue();
        long electing = disks.stream().filter(DiskSummary::starts).count();
        long unknown = members.entrySet().stream()
                .filter(member ->
                        member.getValue() instanceof Silent && !words.lost().contains(member.getKey()))
                .count();
        assertThat(electing + unknown)
                .as("no quorum may be possible: %s", world)
                .isLessThan(2);
        if (!words.acceptLoss()) {
            assertThat(disks)
                    .as(world)
                    .allMatch(disk -> disk.currentEpoch() < reform.from().currentEpoch()
                            || (disk.currentEpoch() == reform.from().currentEpoch()
                                    && disk.seen() <= reform.from().restorable()));
        }
        assertThat(disks).as(world).allMatch(disk -> disk.highestEpoch() <= reform.epoch());
        List<DiskSummary> touched = new ArrayList<>(reform.setAside());
        touched.add(reform.from());
        assertThat(touched).as(world).containsExactlyInAnyOrderElementsOf(disks);
    }

    private static List<List<DiskWord>> worlds() {
        List<List<DiskWord>> worlds = new ArrayList<>();
        for (DiskWord first : states(0)) {
            for (DiskWord second : states(1)) {
                for (DiskWord third : states(2)) {
                    worlds.add(List.of(first, second, third));
                }
            }
        }
        return worlds;
    }

    private static List<DiskWord> states(int ordinal) {
        List<DiskWord> states = new ArrayList<>(List.of(AWAY, EMPTIED));
        for (long epoch : List.of(1L, 2L)) {
            for (long zxid : List.of(E1 + 1, E1 + 2)) {
                states.add(new Holds(disk(ordinal, 3, epoch, zxid, zxid, true), false));
                states.add(new Holds(disk(ordinal, 3, epoch, zxid, E1 + 3, true), false));
            }
            states.add(new Holds(disk(ordinal, 3, epoch, E1 + 1, E1 + 3, false), false));
        }
        states.add(new Holds(disk(ordinal, 3, 2, E1 + 2, E1 + 2, true), true));
        return states;
    }

    private static List<Words> everyWord() {
        List<Words> all = new ArrayList<>();
        for (Optional<String> from : List.of(Optional.<String>empty(), Optional.of("zk-0"), Optional.of("zk-2"))) {
            for (boolean accept : List.of(true, false)) {
                for (Set<String> lost :
                        List.of(Set.<String>of(), Set.of("zk-0"), Set.of("zk-1", "zk-2"), Set.of("zk-2"))) {
                    all.add(new Words(from, accept, lost));
                }
            }
        }
        return all;
    }
}
