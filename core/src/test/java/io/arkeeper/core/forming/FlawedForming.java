package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Topology;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.FormingDecision.Form;
import io.arkeeper.core.forming.FormingDecision.Wait;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Ways to form an ensemble that look reasonable and lose data. They prove that the tests can fail. */
enum FlawedForming implements FormingRule {
    /** Forms as soon as a majority is known to be empty, whoever is silent. */
    A_MAJORITY_IS_ENOUGH {
        @Override
        public FormingDecision decide(
                MemberIdentity self, DiskFinding own, Topology topology, SortedMap<MemberId, PeerStatement> peers) {
            FormingDecision decision = Forming.decide(self, own, topology, peers);
            EnsembleConfig config = topology.initialConfig();
            long counted = 1
                    + peers.values().stream()
                            .filter(peer -> wouldForm(peer, config))
                            .count();
            boolean onlySilenceIsInTheWay = decision instanceof Wait
                    && own.content() == DiskContent.EMPTY
                    && config.isVoter(self.id())
                    && peers.values().stream().allMatch(peer -> peer instanceof Silent || wouldForm(peer, config));
            return onlySilenceIsInTheWay && counted >= config.majority()
                    ? new Form(founding(config, self, own, peers))
                    : decision;
        }
    },
    /** Takes a name that does not resolve for a pod that was never there. */
    SILENCE_MEANS_EMPTY {
        @Override
        public FormingDecision decide(
                MemberIdentity self, DiskFinding own, Topology topology, SortedMap<MemberId, PeerStatement> peers) {
            SortedMap<MemberId, PeerStatement> believed = new TreeMap<>(peers);
            believed.replaceAll((id, peer) -> peer instanceof Silent
                    ? new Spoke(
                            DiskContent.EMPTY,
                            topology.servers(),
                            Optional.empty(),
                            false,
                            Optional.of(new EnsembleId("00000000000000ff")))
                    : peer);
            return Forming.decide(self, own, topology, believed);
        }
    };

    private static Founding founding(
            EnsembleConfig config, MemberIdentity self, DiskFinding own, SortedMap<MemberId, PeerStatement> peers) {
        return new Founding(
                config,
                Stream.concat(
                                Stream.of(own)
                                        .filter(disk -> self.ordinal() == 0)
                                        .flatMap(disk -> disk.ensemble().stream()),
                                peers.values().stream()
                                        .filter(Spoke.class::isInstance)
                                        .flatMap(peer -> ((Spoke) peer).ensemble().stream()))
                        .findFirst());
    }

    private static boolean wouldForm(PeerStatement peer, EnsembleConfig config) {
        return peer instanceof Spoke spoke
                && spoke.content().neverServed()
                && spoke.config().orElse(config).equals(config);
    }
}
