package io.arkeeper.member.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** Clients that log in by SASL. */
public final class UserClients {

    private UserClients() {}

    public static ZooKeeper open(String servers, String user, String password) throws IOException {
        return open(servers, new ZKClientConfig(), user, password);
    }

    /** @param config what else the client is to do */
    public static ZooKeeper open(String servers, ZKClientConfig config, String user, String password)
            throws IOException {
        ClientUser.addTo(config, user, password);
        return new ZooKeeper(servers, 10_000, event -> {}, config);
    }

    /** What {@code helm test} does where users log in. */
    public static boolean writeAndRead(String servers, Path users) throws IOException, InterruptedException {
        ZKClientConfig config = new ZKClientConfig();
        ClientUser.addTo(config, Map.of("ARKEEPER_AUTH_USERS", users.toString()));
        return new WriteAndRead(servers, "/test", "x", config).tryFor(Duration.ofSeconds(20));
    }

    /** What a client's first request comes to. */
    public static Code outcome(ZooKeeper zk) throws InterruptedException {
        try {
            for (int attempt = 0; ; attempt++) {
                try {
                    zk.exists("/", false);
                    return Code.OK;
                } catch (KeeperException.ConnectionLossException e) {
                    if (attempt == 20) {
                        return e.code();
                    }
                }
            }
        } catch (KeeperException e) {
            return e.code();
        }
    }
}
