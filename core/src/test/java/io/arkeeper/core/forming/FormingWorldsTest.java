package io.arkeeper.core.forming;

import static io.arkeeper.core.forming.FirstStart.topology;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.FormingDecision.Form;
import io.arkeeper.core.forming.FormingDecision.Wait;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tries the decision in every world of three members: what each disk holds, and who answers. */
class FormingWorldsTest {

    private static final Optional<EnsembleId> ENSEMBLE = Optional.of(new EnsembleId("00000000000000f1"));

    /** A member as it is, and whether the one who asks gets to know it. */
    private record Peer(DiskContent content, Optional<EnsembleConfig> config, int servers, boolean answers) {

        PeerStatement statement() {
            return answers
                    ? new Spoke(content, servers, config, content == DiskContent.DATA, ENSEMBLE)
                    : new Silent("its name does not resolve");
        }
    }

    private record World(int self, DiskFinding own, int servers, List<Peer> others) {

        FormingDecision decision(FormingRule rule) {
            SortedMap<MemberId, PeerStatement> peers = new TreeMap<>();
            for (int other = 0; other < others.size(); other++) {
                peers.put(
                        MemberId.ofOrdinal(other < self ? other : other + 1),
                        others.get(other).statement());
            }
            return rule.decide(new MemberIdentity("ns", "zk", self), own, topology(servers), peers);
        }

        boolean anotherHoldsData() {
            return others.stream().anyMatch(peer -> peer.content().isDatabase());
        }

        boolean allAnswer() {
            return others.stream().allMatch(Peer::answers);
        }
    }

    @Test
    void neverFormsWhileAnyMemberHoldsData() {
        assertThat(worlds().stream().filter(World::anotherHoldsData).count()).isEqualTo(62208);
        assertThat(firstThatFormsDespiteData(Forming::decide)).isEmpty();
    }

    @Test
    void formsOnlyAsAVoterAndOnlyWhenAllAnswer() {
        List<World> forming = worlds().stream()
                .filter(world -> world.decision(Forming::decide) instanceof Form)
                .toList();

        assertThat(forming.size()).isEqualTo(162);
        assertThat(forming.stream().filter(world -> !world.allAnswer()).findFirst())
                .isEmpty();
        assertThat(forming.stream()
                        .filter(world -> world.decision(Forming::decide) instanceof Form form
                                && !form.founding().config().isVoter(MemberId.ofOrdinal(world.self())))
                        .findFirst())
                .isEmpty();
    }

    @Test
    void saysInOneSentenceWhyItWaits() {
        List<String> wrong = worlds().stream()
                .map(world -> world.decision(Forming::decide))
                .filter(Wait.class::isInstance)
                .map(decision -> ((Wait) decision).reason())
                .filter(reason -> reason.length() < 20 || reason.contains("\n") || reason.endsWith("."))
                .distinct()
                .toList();

        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void findsEveryPlantedFlaw(FlawedForming flawed) {
        assertThat(firstThatFormsDespiteData(flawed)).isPresent();
    }

    private static Optional<World> firstThatFormsDespiteData(FormingRule rule) {
        return worlds().stream()
                .filter(world -> world.anotherHoldsData() && world.decision(rule) instanceof Form)
                .findFirst();
    }

    private static List<World> worlds() {
        List<World> worlds = new ArrayList<>();
        for (int self = 0; self < 3; self++) {
            for (DiskFinding own : ownDisks()) {
                for (int servers : new int[] {1, 3}) {
                    for (Peer first : peers()) {
                        for (Peer second : peers()) {
                            worlds.add(new World(self, own, servers, List.of(first, second)));
                        }
                    }
                }
            }
        }
        return worlds;
    }

    private static List<DiskFinding> ownDisks() {
        return contents(List.of(DiskContent.EMPTY, DiskContent.FORMING, DiskContent.AWAITING_SYNC)).stream()
                .map(peer ->
                        new DiskFinding(peer.content(), Optional.empty(), Optional.empty(), peer.config(), ENSEMBLE))
                .distinct()
                .toList();
    }

    private static List<Peer> peers() {
        return contents(List.of(DiskContent.values()));
    }

    private static List<Peer> contents(List<DiskContent> contents) {
        List<Peer> peers = new ArrayList<>();
        for (DiskContent content : contents) {
            for (Optional<EnsembleConfig> config : configs(content)) {
                for (int servers : new int[] {1, 3}) {
                    peers.add(new Peer(content, config, servers, true));
                    peers.add(new Peer(content, config, servers, false));
                }
            }
        }
        return peers;
    }

    private static List<Optional<EnsembleConfig>> configs(DiskContent content) {
        EnsembleConfig one = topology(1).initialConfig();
        EnsembleConfig three = topology(3).initialConfig();
        return switch (content) {
            case EMPTY -> List.of(Optional.empty());
            case FORMING -> List.of(Optional.of(one), Optional.of(three));
            case AWAITING_SYNC, DATA, DAMAGED ->
                List.of(Optional.empty(), Optional.of(one.atVersion(7)), Optional.of(three.atVersion(8)));
        };
    }
}
