package org.apache.zookeeper.server.quorum;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;

/**
 * A follower that tries its leader often, and for long enough, but not longer than there is one.
 *
 * <p>A follower tries five times and then looks for a leader again, while the one it gave up waits for it for {@code
 * initLimit}. So short pauses between the five would make elections quick and fragile; here the five are repeated.
 *
 * <p>ZooKeeper gives each try {@code initLimit} too. It passes whole where the leader's pod is gone and packets to its
 * address vanish; meanwhile the follower is missing in the election that has begun. Here the tries begin short, and
 * end when the connection to the leader's election port has.
 */
class PatientFollower extends Follower {

    private static final int FIRST_TRY_MS = 250;
    static final int LONGEST_TRY_MS = 1_000; // a round trip between two places on earth takes a third of it

    private final Duration patience;
    private final BooleanSupplier leaderIsThere;
    private final AtomicInteger tries = new AtomicInteger(); // of the five

    /**
     * @param patience how long it begins to try again
     * @param leaderIsThere whether there is a connection to the leader's election port
     */
    PatientFollower(QuorumPeer peer, FollowerZooKeeperServer server, Duration patience, BooleanSupplier leaderIsThere) {
        super(peer, server);
        this.patience = patience;
        this.leaderIsThere = leaderIsThere;
    }

    @Override
    protected void connectToLeader(MultipleAddresses addresses, String hostname) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                tries.set(0);
                super.connectToLeader(addresses, hostname);
                return;
            } catch (IOException e) {
                if (!isWorthATry() || sock != null || System.nanoTime() - start > patience.toNanos()) {
                    throw e;
                }
            }
        }
    }

    private boolean isWorthATry() {
        return self.isRunning() && self.getPeerState() == ServerState.FOLLOWING && leaderIsThere.getAsBoolean();
    }

    @Override
    protected void sockConnect(Socket socket, InetSocketAddress leader, int timeout) throws IOException {
        int before = tries.getAndIncrement();
        if (before > 0 && !isWorthATry()) {
            throw new IOException("the leader has ended, or is wanted no more");
        }
        super.sockConnect(socket, leader, Math.min(timeout, longest(before)));
    }

    /** How long the next try may take, in milliseconds. */
    static int longest(int triesBefore) {
        return Math.min(FIRST_TRY_MS << Math.min(triesBefore, 8), LONGEST_TRY_MS);
    }
}
