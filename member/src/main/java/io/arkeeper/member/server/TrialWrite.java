package io.arkeeper.member.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** A write through the member's own client port that leaves nothing behind; whoever else may write, this may. */
public final class TrialWrite {

    private static final String PREFIX = "/arkeeper-trial-";

    private final OwnPort port;
    private final RandomGenerator random;

    /** @param clients where the member listens for clients */
    public TrialWrite(InetSocketAddress clients, RandomGenerator random) {
        this.port = new OwnPort(clients);
        this.random = random;
    }

    /**
     * @return the path that was written, and went with its session
     * @throws Refused where no write was acknowledged
     */
    public String perform() throws Refused, InterruptedException {
        String path = PREFIX + HexFormat.of().toHexDigits(random.nextLong());
        try (ZooKeeper client = port.open()) {
            client.create(path, new byte[0], ZooDefs.Ids.READ_ACL_UNSAFE, CreateMode.EPHEMERAL);
            return path;
        } catch (KeeperException e) {
            throw new Refused("ZooKeeper refuses %s: %s".formatted(path, e.getMessage()), e);
        } catch (IOException e) {
            throw new Refused("%s cannot be reached: %s".formatted(port, e.getMessage()), e);
        }
    }
}
