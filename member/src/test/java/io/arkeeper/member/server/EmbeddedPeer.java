package io.arkeeper.member.server;

import static org.awaitility.Awaitility.await;

import io.arkeeper.member.metrics.PrometheusMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** One of three members' servers in this process, without the member around it. */
final class EmbeddedPeer extends QuorumPeerMain {

    private static final int SERVERS = 3;

    private final Path data;
    private final int id;
    private final String furtherKeys;
    private QuorumPeer peer;

    private EmbeddedPeer(Path data, int id, String furtherKeys) {
        this.data = data;
        this.id = id;
        this.furtherKeys = furtherKeys;
    }

    /** As many as there are, serving. */
    static List<EmbeddedPeer> startAll(Path root) throws Exception {
        return startAll(root, "");
    }

    /** The same, whose configuration can be changed, as that of every member. */
    static List<EmbeddedPeer> startAllForChanges(Path root) throws Exception {
        return startAll(root, "standaloneEnabled=false\nreconfigEnabled=true\n");
    }

    private static List<EmbeddedPeer> startAll(Path root, String furtherKeys) throws Exception {
        List<EmbeddedPeer> servers = IntStream.rangeClosed(1, SERVERS)
                .mapToObj(id -> new EmbeddedPeer(root.resolve("" + id), id, furtherKeys))
                .toList();
        for (EmbeddedPeer server : servers) {
            server.start();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> servers.stream().anyMatch(EmbeddedPeer::leads)
                        && servers.stream().allMatch(EmbeddedPeer::serves));
        return servers;
    }

    static EmbeddedPeer leader(List<EmbeddedPeer> servers) {
        return servers.stream().filter(EmbeddedPeer::leads).findFirst().orElseThrow();
    }

    /** The first one alone, whose election has not ended. */
    static EmbeddedPeer startFirst(Path root) throws Exception {
        EmbeddedPeer server = new EmbeddedPeer(root.resolve("1"), 1, "");
        server.start();
        return server;
    }

    static String address(int id) {
        return "127.0.78." + id;
    }

    /** ZooKeeper keeps db.autocreate as a property of the process, and a member that ran in it before has left it false. */
    private void start() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("myid"), "" + id);
        Path zooCfg = Files.writeString(
                data.resolve("zoo.cfg"),
                "dataDir=%s\ntickTime=2000\ninitLimit=10\nsyncLimit=10\nadmin.enableServer=false\ndb.autocreate=true\n%s%s"
                        .formatted(data, furtherKeys, serverLines()));
        EmbeddedConfig config =
                new EmbeddedConfig(new InetSocketAddress(address(id), 2181), PrometheusMetrics.newRegistry());
        config.parse(zooCfg.toString());
        peer = new NamedQuorumPeer(
                Optional.empty(), () -> false, Strangers.NONE, failure -> {}, QuorumSecurity.PLAINTEXT);
        Thread.ofPlatform().daemon().name("server-" + id).start(() -> {
            try {
                runFromConfig(config);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The servers in the words of a configuration. */
    static String serverLines() {
        return IntStream.rangeClosed(1, SERVERS)
                .mapToObj(id -> "server.%d=%s:2888:3888;%s:2181\n".formatted(id, address(id), address(id)))
                .collect(Collectors.joining());
    }

    int id() {
        return id;
    }

    /** What ZooKeeper knows as the server. */
    QuorumPeer peer() {
        return peer;
    }

    @Override
    protected QuorumPeer getQuorumPeer() {
        return peer;
    }

    boolean leads() {
        return peer.leader != null;
    }

    boolean serves() {
        return peer.getActiveServer() != null && peer.getActiveServer().isRunning();
    }

    ZooKeeper client() throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(address(id) + ":2181", 60_000, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        connected.await();
        return client;
    }

    void stop() throws InterruptedException {
        peer.shutdown();
        peer.join(30_000);
    }
}
