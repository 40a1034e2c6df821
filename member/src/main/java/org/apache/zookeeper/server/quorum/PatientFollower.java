package org.apache.zookeeper.server.quorum;

import java.io.IOException;
import java.time.Duration;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;

/**
 * A follower that tries its leader often, and for long enough.
 *
 * <p>A follower tries five times and then looks for a leader again, while the one it gave up waits for it for {@code
 * initLimit}. So short pauses between the five would make elections quick and fragile; here the five are repeated.
 */
class PatientFollower extends Follower {

    private final Duration patience;

    /**
     * @param patience how long it begins to try again
     */
    PatientFollower(QuorumPeer peer, FollowerZooKeeperServer server, Duration patience) {
        super(peer, server);
        this.patience = patience;
    }

    @Override
    protected void connectToLeader(MultipleAddresses addresses, String hostname) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                super.connectToLeader(addresses, hostname);
                return;
            } catch (IOException e) {
                boolean wanted = self.isRunning() && self.getPeerState() == ServerState.FOLLOWING;
                if (!wanted || sock != null || System.nanoTime() - start > patience.toNanos()) {
                    throw e;
                }
            }
        }
    }
}
