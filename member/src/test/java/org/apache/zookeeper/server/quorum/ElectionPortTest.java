package org.apache.zookeeper.server.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.member.admission.Gate;
import io.arkeeper.member.admission.Penalties;
import io.arkeeper.member.testing.PeerMessages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.security.sasl.SaslException;
import org.apache.zookeeper.server.quorum.QuorumCnxManager.Message;
import org.apache.zookeeper.server.quorum.QuorumPeer.QuorumServer;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
import org.junit.jupiter.api.Test;

/** What of a message on the election port reaches the election. */
final class ElectionPortTest {

    private static final String SERVERS = "server.1=127.0.0.1:2888:3888:participant\nversion=0";

    private boolean running = true;

    /** Who looks for a leader must not hear from one that closes its connections that it leads. */
    @Test
    void aServerThatStopsHearsNobody() throws Exception {
        QuorumCnxManager port = peer().createCnxnManager();

        port.addToRecvQueue(new Message(notification(), 2));
        assertThat(port.pollRecvQueue(0, TimeUnit.MILLISECONDS)).isNotNull();

        running = false;
        port.addToRecvQueue(new Message(notification(), 2));
        assertThat(port.pollRecvQueue(0, TimeUnit.MILLISECONDS)).isNull();
    }

    private static ByteBuffer notification() throws IOException {
        ByteBuffer framed = ByteBuffer.wrap(PeerMessages.notification(SERVERS));
        byte[] message = new byte[framed.getInt()];
        framed.get(message);
        return ByteBuffer.wrap(message);
    }

    private GuardedPeer peer() throws SaslException {
        GuardedPeer peer = new Peer();
        InetSocketAddress address = InetSocketAddress.createUnresolved("zk-0", 2888);
        peer.setMyid(1);
        peer.setQuorumVerifier(new QuorumMaj(Map.of(1L, new QuorumServer(1, address, address))), false);
        return peer;
    }

    private final class Peer extends GuardedPeer {

        private Peer() throws SaslException {
            super();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        protected boolean isStranger(long sid) {
            return false;
        }

        @Override
        protected boolean isOfStrangers(EnsembleConfig config) {
            return false;
        }

        @Override
        protected boolean isStrangerAt(InetAddress address, long sid) {
            return false;
        }

        @Override
        protected Penalties penalties() {
            return new Penalties(0, Duration.ZERO, System::nanoTime);
        }

        @Override
        protected Gate gate() {
            return Gate.OPEN;
        }

        @Override
        protected void calling(long sid, Runnable call) {
            call.run();
        }
    }
}
