package io.arkeeper.core.kinship;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.core.kinship.KinshipDecision.PutAside;
import io.arkeeper.core.kinship.KinshipDecision.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Five pods with every mixture of disks of two ensembles: whoever waits does so for a reason, and whoever has a majority
 * serves whatever the others hold.
 */
class KinshipWorldsTest {

    private static final int PODS = 5;
    private static final List<EnsembleConfig> OURS = List.of(config(3, 0x300000000L), config(5, 0x200000000L));
    private static final List<EnsembleConfig> THEIRS =
            List.of(config(1, 0x900000000L), config(3, 0x100000000L), config(5, 0x900000000L));

    /** Whose disk is in a pod; members of one ensemble may know its older configuration. */
    private enum Disk {
        OURS_NEW,
        OURS_OLD,
        THEIRS,
        ABSENT;

        boolean isOurs() {
            return this == OURS_NEW || this == OURS_OLD;
        }
    }

    /** Who serves is a fact of the world, not of the disks. */
    private record World(List<Disk> disks, EnsembleConfig theirs, boolean oursServes, boolean theirsServes) {

        PeerStatement statement(int pod) {
            return switch (disks.get(pod)) {
                case OURS_NEW -> spoke("f1", OURS.get(0), oursServes);
                case OURS_OLD -> spoke("f1", OURS.get(1), false);
                case THEIRS -> spoke("f2", theirs, theirsServes && theirs.isVoter(MemberId.ofOrdinal(pod)));
                case ABSENT -> new Silent("its name does not resolve");
            };
        }

        private static Spoke spoke(String ensemble, EnsembleConfig config, boolean serving) {
            return new Spoke(DiskContent.DATA, PODS, Optional.of(config), serving, ensemble(ensemble));
        }

        SortedMap<MemberId, PeerStatement> heardBy(int pod) {
            SortedMap<MemberId, PeerStatement> heard = new TreeMap<>();
            IntStream.range(0, PODS)
                    .filter(other -> other != pod)
                    .forEach(other -> heard.put(MemberId.ofOrdinal(other), statement(other)));
            return heard;
        }

        KinshipDecision decision(int pod) {
            Spoke own = (Spoke) statement(pod);
            DiskFinding disk =
                    new DiskFinding(own.content(), Optional.empty(), Optional.empty(), own.config(), own.ensemble());
            return Kinship.judge(new MemberIdentity("ns", "zk", pod), disk, heardBy(pod));
        }

        List<Integer> pods(Predicate<Disk> which) {
            return IntStream.range(0, PODS)
                    .filter(pod -> which.test(disks.get(pod)))
                    .boxed()
                    .toList();
        }

        boolean isMajority(EnsembleConfig config, List<Integer> pods) {
            return config.isQuorum(pods.stream().map(MemberId::ofOrdinal).toList());
        }

        /** The newest that is on any disk that is there. */
        EnsembleConfig ours() {
            return disks.contains(Disk.OURS_NEW) ? OURS.get(0) : OURS.get(1);
        }

        boolean oursIsMajority() {
            return isMajority(ours(), pods(Disk::isOurs));
        }

        boolean isPossible() {
            boolean oursCould = disks.contains(Disk.OURS_NEW) && oursIsMajority();
            boolean theirsCould = isMajority(theirs, pods(Disk.THEIRS::equals));
            return (!oursServes || oursCould) && (!theirsServes || theirsCould);
        }
    }

    @Test
    void aMajorityOfAnEnsembleStartsWhateverTheOthersHold() {
        List<World> worlds = worlds().stream().filter(World::oursIsMajority).toList();

        assertThat(worlds.size()).isGreaterThan(1000);
        assertThat(worlds.stream()
                        .filter(world -> !world.pods(Disk::isOurs).stream()
                                .allMatch(pod -> world.decision(pod) instanceof Start))
                        .findFirst())
                .isEmpty();
    }

    @Test
    void withoutAMajorityNobodyStartsBesideAnotherEnsemble() {
        List<World> worlds = worlds().stream()
                .filter(world -> !world.oursIsMajority() && world.disks().contains(Disk.THEIRS))
                .toList();

        assertThat(worlds.size()).isGreaterThan(1000);
        assertThat(worlds.stream()
                        .filter(world ->
                                world.pods(Disk::isOurs).stream().anyMatch(pod -> world.decision(pod) instanceof Start))
                        .findFirst())
                .isEmpty();
    }

    @Test
    void dataArePutAsideOnlyWhereAnotherEnsembleServesAndKnowsNoSuchMember() {
        long putAside = 0;
        for (World world : worlds()) {
            for (int pod : world.pods(Disk::isOurs)) {
                if (world.decision(pod) instanceof PutAside) {
                    putAside++;
                    assertThat(world.theirsServes() && !world.theirs().has(MemberId.ofOrdinal(pod)))
                            .as("%s at zk-%d", world, pod)
                            .isTrue();
                    assertThat(world.oursIsMajority())
                            .as("%s at zk-%d", world, pod)
                            .isFalse();
                }
            }
        }
        assertThat(putAside).isPositive();
    }

    @Test
    void nobodyIsHinderedWhereNoOtherEnsembleAnswers() {
        assertThat(worlds().stream()
                        .filter(world -> !world.disks().contains(Disk.THEIRS))
                        .filter(world -> !world.pods(Disk::isOurs).stream()
                                .allMatch(pod -> world.decision(pod) instanceof Start))
                        .findFirst())
                .isEmpty();
    }

    @Test
    void saysInOneSentenceWhy() {
        List<String> wrong = new ArrayList<>();
        for (World world : worlds()) {
            for (int pod : world.pods(Disk::isOurs)) {
                String reason = world.decision(pod).reason();
                if (reason.length() < 15 || reason.contains("\n") || reason.endsWith(".")) {
                    wrong.add(reason);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<World> worlds() {
        List<World> worlds = new ArrayList<>();
        List<Disk> all = List.of(Disk.values());
        for (int code = 0; code < 1 << (2 * PODS); code++) {
            int mixture = code;
            List<Disk> disks = IntStream.range(0, PODS)
                    .mapToObj(pod -> all.get((mixture >> (2 * pod)) & 3))
                    .toList();
            for (EnsembleConfig theirs : THEIRS) {
                for (boolean oursServes : new boolean[] {false, true}) {
                    for (boolean theirsServes : new boolean[] {false, true}) {
                        World world = new World(disks, theirs, oursServes, theirsServes);
                        if (world.isPossible()) {
                            worlds.add(world);
                        }
                    }
                }
            }
        }
        return worlds;
    }

    private static Optional<EnsembleId> ensemble(String digits) {
        return Optional.of(new EnsembleId("00000000000000" + digits));
    }

    private static EnsembleConfig config(int servers, long version) {
        return new Topology("ns", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, servers)
                .initialConfig()
                .atVersion(version);
    }
}
