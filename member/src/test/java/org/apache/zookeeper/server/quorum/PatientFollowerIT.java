package org.apache.zookeeper.server.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leader that does not listen yet. */
@Timeout(60)
final class PatientFollowerIT {

    private static final int TRIES = 5; // ZooKeeper's
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(20); // initLimit

    @TempDir
    private Path root;

    private QuorumPeer peer;
    private volatile boolean running = true;
    private volatile boolean leaderIsThere = true;
    private InetSocketAddress address;
    private ServerSocket leader;

    @BeforeEach
    void follow() throws Exception {
        leader = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        address = new InetSocketAddress(leader.getInetAddress(), leader.getLocalPort());
        leader.close();
        peer = new QuorumPeer() {
            @Override
            public boolean isRunning() {
                return running;
            }
        };
        peer.setTickTime(2_000);
        peer.setInitLimit(10);
        peer.initialize();
        peer.setPeerState(ServerState.FOLLOWING);
    }

    @AfterEach
    void close() throws IOException {
        leader.close();
    }

    @Test
    void isTriedMoreOftenThanZooKeeperTries() throws Exception {
        CountingFollower follower = follower(LONG, tries -> {
            if (tries == TRIES + 2) {
                listen();
            }
        });

        follower.connectToLeader(new MultipleAddresses(address), "leader");

        assertThat(follower.tries).hasValue(TRIES + 2);
        assertThat(follower.sock.isConnected()).isTrue();
        follower.sock.close();
    }

    @Test
    void isGivenUpWhenPatienceIsAtItsEnd() throws Exception {
        CountingFollower follower = follower(Duration.ZERO, tries -> {});

        assertThatThrownBy(() -> follower.connectToLeader(new MultipleAddresses(address), "leader"))
                .isInstanceOf(IOException.class);
        assertThat(follower.tries).hasValue(TRIES);
    }

    @Test
    void isGivenUpByAServerThatStopsOrFollowsNoMore() throws Exception {
        CountingFollower looking = follower(LONG, tries -> peer.setPeerState(ServerState.LOOKING));
        assertThatThrownBy(() -> looking.connectToLeader(new MultipleAddresses(address), "leader"))
                .isInstanceOf(IOException.class);

        peer.setPeerState(ServerState.FOLLOWING);
        CountingFollower stopped = follower(LONG, tries -> running = false);
        assertThatThrownBy(() -> stopped.connectToLeader(new MultipleAddresses(address), "leader"))
                .isInstanceOf(IOException.class);

        assertThat(looking.tries).hasValue(TRIES);
        assertThat(stopped.tries).hasValue(TRIES);
    }

    @Test
    void aLeaderThatHasEndedIsGivenUpBeforeTheNextTry() throws Exception {
        CountingFollower follower = follower(LONG, tries -> {
            leaderIsThere = false;
            if (tries == 2) {
                listen();
            }
        });

        assertThatThrownBy(() -> follower.connectToLeader(new MultipleAddresses(address), "leader"))
                .isInstanceOf(IOException.class);
    }

    /** The queue of a socket that accepts nobody is full, and packets to it are dropped, as to an address nobody has. */
    @Test
    void packetsThatVanishHoldItForAMoment() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
                Socket second = new Socket(deaf.getInetAddress(), deaf.getLocalPort())) {
            CountingFollower follower = follower(LONG, tries -> leaderIsThere = tries == 1);
            long start = System.nanoTime();

            assertThatThrownBy(() -> follower.connectToLeader(
                            new MultipleAddresses(new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort())),
                            "leader"))
                    .isInstanceOf(IOException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.dividedBy(4));
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
    }

    @Test
    void triesGrowForSlowLinks() {
        assertThat(IntStream.range(0, TRIES).map(PatientFollower::longest))
                .containsExactly(250, 500, 1_000, 1_000, 1_000);
    }

    private void listen() {
        try {
            leader = new ServerSocket();
            leader.setReuseAddress(true);
            leader.bind(address);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private CountingFollower follower(Duration patience, IntConsumer beforeTry) throws IOException {
        FileTxnSnapLog files = new FileTxnSnapLog(root.toFile(), root.toFile());
        return new CountingFollower(
                peer, new FollowerZooKeeperServer(files, peer, new ZKDatabase(files)), patience, beforeTry);
    }

    private final class CountingFollower extends PatientFollower {

        private final IntConsumer beforeTry;
        private final AtomicInteger tries = new AtomicInteger();

        private CountingFollower(
                QuorumPeer peer, FollowerZooKeeperServer server, Duration patience, IntConsumer beforeTry) {
            super(peer, server, patience, () -> leaderIsThere);
            this.beforeTry = beforeTry;
        }

        @Override
        protected void sockConnect(Socket socket, InetSocketAddress leader, int timeout) throws IOException {
            beforeTry.accept(tries.incrementAndGet());
            super.sockConnect(socket, leader, timeout);
        }
    }
}
