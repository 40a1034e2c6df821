package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.quorum.LateCommits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sync} of a client of the leader, while the leader applies later than its followers. */
@Timeout(120)
final class LeaderSyncIT {

    @TempDir
    private Path root;

    private List<EmbeddedPeer> servers;
    private EmbeddedPeer leader;
    private ZooKeeper atFollower;
    private ZooKeeper atLeader;

    @BeforeEach
    void form() throws Exception {
        Superuser.install(); // as every member does: ZooKeeper reads it once in the life of a process
        servers = EmbeddedPeer.startAll(root);
        leader = EmbeddedPeer.leader(servers);
        EmbeddedPeer follower =
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
        for (EmbeddedPeer server : servers) {
            server.stop();
        }
    }

    @Test
    void whatAFollowersClientWroteIsReadAtTheLeaderAfterSync() throws Exception {
        LateCommits late = LateCommits.at(leader.peer().leader);
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
}
