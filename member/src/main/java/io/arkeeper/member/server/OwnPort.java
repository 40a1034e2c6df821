package io.arkeeper.member.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;

/** The member's own client port, for sessions of the {@link Superuser}. */
final class OwnPort {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String address;

    /** @param clients where the member listens for clients */
    OwnPort(InetSocketAddress clients) {
        InetAddress bound = clients.getAddress();
        InetAddress reached = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        this.address = reached.getHostAddress() + ":" + clients.getPort();
    }

    /** @throws IOException where there is no session in time */
    ZooKeeperAdmin open() throws IOException, InterruptedException {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false"); // the superuser is known by its password
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeperAdmin admin = new ZooKeeperAdmin(
                address,
                Math.toIntExact(PATIENCE.toMillis()),
                event -> {
                    if (event.getState() == KeeperState.SyncConnected) {
                        connected.countDown();
                    }
                },
                config);
        boolean open = false;
        try {
            if (!connected.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("no answer within %ds".formatted(PATIENCE.toSeconds()));
            }
            admin.addAuthInfo(Superuser.SCHEME, Superuser.credentials());
            open = true;
            return admin;
        } finally {
            if (!open) {
                admin.close();
            }
        }
    }

    @Override
    public String toString() {
        return "the own client port " + address;
    }
}
