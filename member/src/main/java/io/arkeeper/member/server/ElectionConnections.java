package io.arkeeper.member.server;

import io.arkeeper.core.MemberId;
import java.time.Duration;
import org.apache.zookeeper.server.quorum.MultipleAddresses;
import org.apache.zookeeper.server.quorum.QuorumCnxManager;
import org.apache.zookeeper.server.quorum.auth.NullQuorumAuthLearner;

/** The connections of leader elections, each with or without TLS as the peer that is called takes it. */
final class ElectionConnections extends QuorumCnxManager {

    private final NamedQuorumPeer self;
    private final QuorumSecurity security;

    ElectionConnections(NamedQuorumPeer self, QuorumSecurity security, PlaintextGate gate, Duration timeout) {
        super(
                self,
                self.getMyId(),
                self.getView(),
                gate,
                new NullQuorumAuthLearner(),
                Math.toIntExact(timeout.toMillis()),
                self.getQuorumListenOnAllIPs(),
                self.electionThreads(),
                false); // members know each other by their certificates
        this.self = self;
        this.security = security;
    }

    @Override
    public void initiateConnection(MultipleAddresses address, Long id) {
        self.calling(
                security.speaksTlsTo(new MemberId(Math.toIntExact(id))), () -> super.initiateConnection(address, id));
    }
}
