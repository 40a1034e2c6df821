package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.metrics.PrometheusMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.quorum.LateCommits;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sync} of a client of the leader, while the leader applies later than its followers. */
@Timeout(120)
final class LeaderSyncIT {

    private static final int SERVERS = 3;

    @TempDir
    private Path root;

    private List<Server> servers;
    private Server leader;
    private ZooKeeper atFollower;
    private ZooKeeper atLeader;

    @BeforeEach
    void form() throws Exception {
        Superuser.install(); // as every member does: ZooKeeper reads it once in the life of a process
        servers = IntStream.rangeClosed(1, SERVERS)
                .mapToObj(id -> new Server(root.resolve("" + id), id))
                .toList();
        for (Server server : servers) {
            server.start();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> servers.stream().anyMatch(Server::leads)
                        && servers.stream().allMatch(Server::serves));
        leader = servers.stream().filter(Server::leads).findFirst().orElseThrow();
        Server follower =
                servers.stream().filter(server -> !server.leads()).findFirst().orElseThrow();
        atFollower = follower.client();
        atLeader = leader.client();
        atFollower.create("/x", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    @AfterEach
    void stop() throws Exception {
        for (ZooKeeper client : List.of(atLeader, atFollower)) {
            client.close();
        }
        for (Server server : servers) {
            server.stop();
        }
    }

    @Test
    void whatAFollowersClientWroteIsReadAtTheLeaderAfterSync() throws Exception {
        LateCommits late = LateCommits.at(leader.peer.leader);
        int written = atFollower.setData("/x", new byte[1], -1).getVersion();
        late.await(); // the follower's client has its answer, the leader has not applied it

        CompletableFuture<Integer> read = syncAndRead();
        await().atMost(Duration.ofSeconds(60)).until(() -> read.isDone() || requestsWait());
        late.release();

        assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(written);
    }

    @Test
    void ordersManySyncsAmongWritesAndReadsOfTheSameClient() throws Exception {
        CountDownLatch answered = new CountDownLatch(300);
        List<Integer> codes = new CopyOnWriteArrayList<>();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 100; i++) {
            atLeader.setData("/x", new byte[i], -1, (code, path, context, stat) -> answered.countDown(), null);
            atLeader.sync(
                    i % 2 == 0 ? "/x" : "/not-there",
                    (code, path, context) -> {
                        codes.add(code);
                        answered.countDown();
                    },
                    null);
            atLeader.exists(
                    "/x",
                    false,
                    (code, path, context, stat) -> {
                        seen.add(stat.getVersion());
                        answered.countDown();
                    },
                    null);
        }

        assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(codes).containsOnly(Code.OK.intValue());
        assertThat(seen).isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
    }

    private CompletableFuture<Integer> syncAndRead() {
        CompletableFuture<Integer> version = new CompletableFuture<>();
        atLeader.sync("/x", (code, path, context) -> {}, null);
        atLeader.exists("/x", false, (code, path, context, stat) -> version.complete(stat.getVersion()), null);
        return version;
    }

    /** Whether the leader's requests wait for it to go on with its commit. */
    private static boolean requestsWait() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread ->
                        thread.getName().startsWith("ProcessThread") && thread.getState() == Thread.State.BLOCKED);
    }

    private static final class Server extends QuorumPeerMain {

        private final Path data;
        private final int id;
        private QuorumPeer peer;

        private Server(Path data, int id) {
            this.data = data;
            this.id = id;
        }

        private static String address(int id) {
            return "127.0.78." + id;
        }

        private void start() throws Exception {
            Files.createDirectories(data);
            Files.writeString(data.resolve("myid"), "" + id);
            Path zooCfg = Files.writeString(
                    data.resolve("zoo.cfg"),
                    IntStream.rangeClosed(1, SERVERS)
                            .mapToObj(other ->
                                    "server.%d=%s:2888:3888;%s:2181".formatted(other, address(other), address(other)))
                            .collect(Collectors.joining(
                                    "\n",
                                    "dataDir=%s\ntickTime=2000\ninitLimit=10\nsyncLimit=10\nadmin.enableServer=false\n"
                                            .formatted(data),
                                    "\n")));
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

        @Override
        protected QuorumPeer getQuorumPeer() {
            return peer;
        }

        private boolean leads() {
            return peer.leader != null;
        }

        private boolean serves() {
            return peer.getActiveServer() != null && peer.getActiveServer().isRunning();
        }

        private ZooKeeper client() throws IOException, InterruptedException {
            CountDownLatch connected = new CountDownLatch(1);
            ZooKeeper client = new ZooKeeper(address(id) + ":2181", 60_000, event -> {
                if (event.getState() == KeeperState.SyncConnected) {
                    connected.countDown();
                }
            });
            connected.await();
            return client;
        }

        private void stop() throws InterruptedException {
            peer.shutdown();
            peer.join(30_000);
        }
    }
}
