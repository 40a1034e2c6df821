package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import javax.security.sasl.SaslException;
import org.apache.zookeeper.server.quorum.MultipleAddresses;
import org.apache.zookeeper.server.quorum.QuorumPeer.QuorumServer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.Vote;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
import org.junit.jupiter.api.Test;

/** ZOOKEEPER-4708: what the leader compares before it believes that it may commit. */
final class NamedQuorumPeerTest {

    private static InetSocketAddress resolved(String host, int port, int lastByte) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(host, new byte[] {127, 0, 9, (byte) lastByte}), port);
    }

    private static QuorumMaj config(long version, InetSocketAddress quorum, InetSocketAddress election) {
        QuorumMaj config = new QuorumMaj(Map.of(1L, new QuorumServer(1, quorum, election)));
        config.setVersion(version);
        return config;
    }

    private static NamedQuorumPeer peer() throws SaslException {
        return peer(Strangers.NONE);
    }

    private static NamedQuorumPeer peer(Strangers strangers) throws SaslException {
        QuorumPeerConfig.setReconfigEnabled(true);
        NamedQuorumPeer peer =
                new NamedQuorumPeer(Optional.empty(), () -> false, strangers, failure -> {}, QuorumSecurity.PLAINTEXT);
        peer.setMyid(1);
        return peer;
    }

    private static MultipleAddresses compared(QuorumMaj config) {
        return config.getVotingMembers().get(1L).addr;
    }

    @Test
    void whoStartedWithAnUnresolvedNameIsStillItself() throws Exception {
        NamedQuorumPeer peer = peer();
        peer.setQuorumVerifier(
                config(
                        0,
                        InetSocketAddress.createUnresolved("zk-0", 2888),
                        InetSocketAddress.createUnresolved("zk-0", 3888)),
                false);
        QuorumMaj next = config(1, resolved("zk-0", 2888, 1), resolved("zk-0", 3888, 1));
        peer.setLastSeenQuorumVerifier(next, false);

        assertThat(compared(next)).isEqualTo(peer.getQuorumAddress());
    }

    @Test
    void whoCameBackUnderAnotherAddressIsStillItself() throws Exception {
        NamedQuorumPeer peer = peer();
        peer.setQuorumVerifier(config(0, resolved("zk-0", 2888, 1), resolved("zk-0", 3888, 1)), false);
        QuorumMaj next = config(1, resolved("zk-0", 2888, 11), resolved("zk-0", 3888, 11));
        peer.setLastSeenQuorumVerifier(next, false);

        assertThat(compared(next)).isEqualTo(peer.getQuorumAddress());
    }

    @Test
    void aConfigurationThatMovesTheMemberElsewhereIsNotMistakenForTheSame() throws Exception {
        NamedQuorumPeer peer = peer();
        peer.setQuorumVerifier(config(0, resolved("zk-0", 2888, 1), resolved("zk-0", 3888, 1)), false);
        QuorumMaj next = config(1, resolved("zk-0", 12888, 1), resolved("zk-0", 3888, 1));
        peer.setLastSeenQuorumVerifier(next, false);

        assertThat(compared(next)).isNotEqualTo(peer.getQuorumAddress());
    }

    @Test
    void aFollowerDoesNotLeaveItsLeaderBecauseOfItsAddress() throws Exception {
        NamedQuorumPeer peer = peer();
        QuorumMaj known = config(0, resolved("zk-0", 2888, 1), resolved("zk-0", 3888, 1));
        peer.setQuorumVerifier(known, false);
        peer.setCurrentVote(new Vote(1, 0));
        QuorumMaj next = config(1, resolved("zk-0", 2888, 11), resolved("zk-0", 3888, 11));

        boolean restart = peer.processReconfig(next, null, null, false);

        assertThat(restart).isFalse();
    }

    @Test
    void aConfigurationThatOnlyStrangersKnowIsNotTakenOver() throws Exception {
        assertThat(versionAfterHearingOfVersionOne(peer())).isEqualTo(1);
        assertThat(versionAfterHearingOfVersionOne(peer(new OnlyStrangersKnow(1))))
                .isZero();
        assertThat(versionAfterHearingOfVersionOne(peer(new OnlyStrangersKnow(2))))
                .isEqualTo(1);
    }

    private static long versionAfterHearingOfVersionOne(NamedQuorumPeer peer) throws UnknownHostException {
        peer.setQuorumVerifier(config(0, resolved("zk-0", 2888, 1), resolved("zk-0", 3888, 1)), false);
        peer.processReconfig(config(1, resolved("zk-0", 2888, 1), resolved("zk-0", 3888, 1)), null, null, false);
        return peer.getQuorumVerifier().getVersion();
    }

    private record OnlyStrangersKnow(long version) implements Strangers {

        @Override
        public boolean include(MemberId id) {
            return false;
        }

        @Override
        public boolean aloneKnowConfig(long other) {
            return other == version;
        }

        @Override
        public boolean have(EnsembleConfig config) {
            return false;
        }

        @Override
        public boolean areAt(InetAddress address, MemberId expected) {
            return false;
        }
    }
}
