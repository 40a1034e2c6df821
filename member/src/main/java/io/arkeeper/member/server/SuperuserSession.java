package io.arkeeper.member.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * Sessions of the superuser with this member's own server, through its client port.
 *
 * <p>Closing one is a transaction that a quorum has to acknowledge, so when {@link #run} returns, what was done is in
 * force.
 */
final class SuperuserSession {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InetSocketAddress server;

    /** @param clients where the server listens for clients */
    SuperuserSession(InetSocketAddress clients) {
        InetAddress address = clients.getAddress();
        this.server = new InetSocketAddress(
                address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, clients.getPort());
    }

    /** What is done in one session. */
    interface Work<T> {
        T with(ZooKeeperAdmin admin) throws KeeperException, InterruptedException;
    }

    /** @throws IOException where the server is not to be had, as a sentence */
    <T> T run(Work<T> work) throws IOException, KeeperException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        String address = server.getAddress().getHostAddress() + ":" + server.getPort();
        try (ZooKeeperAdmin admin = open(address, connected)) {
            if (!connected.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the own client port %s does not answer".formatted(address));
            }
            admin.addAuthInfo(Superuser.SCHEME, Superuser.credentials());
            return work.with(admin);
        }
    }

    private static ZooKeeperAdmin open(String address, CountDownLatch connected) throws IOException {
        try {
            return new ZooKeeperAdmin(
                    address,
                    Math.toIntExact(PATIENCE.toMillis()),
                    event -> {
                        if (event.getState() == KeeperState.SyncConnected) {
                            connected.countDown();
                        }
                    },
                    new ZKClientConfig());
        } catch (IOException e) {
            throw new IOException(
                    "the own client port %s cannot be reached (%s)".formatted(address, e.getMessage()), e);
        }
    }
}
