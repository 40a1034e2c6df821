package io.arkeeper.member;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members on the disks of servers that were plain ZooKeeper, with servers listed in zoo.cfg and one directory for all. */
final class MovedDataIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int NODES = 20;

    @TempDir
    private Path root;

    @BeforeEach
    void names() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
    }

    /** {@code QuorumPeerMain} as a program runs it, in a thread. */
    private static final class PlainServer extends QuorumPeerMain {

        private final Thread thread;

        private PlainServer(Path zooCfg) {
            this.thread = Thread.ofPlatform().daemon().start(() -> run(zooCfg));
        }

        private void run(Path zooCfg) {
            try {
                QuorumPeerConfig config = new QuorumPeerConfig();
                config.parse(zooCfg.toString());
                runFromConfig(config);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private void stop() throws InterruptedException {
            quorumPeer.shutdown();
            thread.join(DEADLINE);
        }
    }

    /** Where a member has its disk, a server has its own: {@code data/myid}, {@code data/version-2/}. */
    private Path data(int ordinal) {
        return root.resolve("zk-" + ordinal).resolve("data");
    }

    /** A member that ran in this process before has left the property false for which db.autocreate is read. */
    private Path zooCfg(int ordinal) throws IOException {
        Path data = Files.createDirectories(data(ordinal));
        Files.writeString(data.resolve("myid"), (ordinal + 1) + "\n");
        String servers = IntStream.rangeClosed(1, 3)
                .mapToObj(id -> "server.%d=127.0.79.%d:2888:3888\n".formatted(id, id))
                .collect(Collectors.joining());
        return Files.writeString(
                root.resolve("zoo-%d.cfg".formatted(ordinal)), """
                dataDir=%s
                tickTime=500
                initLimit=20
                syncLimit=10
                clientPort=2181
                clientPortAddress=127.0.79.%d
                admin.enableServer=false
                db.autocreate=true
                %s""".formatted(data, ordinal + 1, servers));
    }

    private void serveWithPlainServers() throws Exception {
        List<PlainServer> servers = new ArrayList<>();
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            servers.add(new PlainServer(zooCfg(ordinal)));
        }
        try {
            write();
        } finally {
            for (PlainServer server : servers) {
                server.stop();
            }
        }
    }

    private static void write() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeper client = new ZooKeeper("127.0.79.1,127.0.79.2,127.0.79.3", 30_000, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        })) {
            assertThat(connected.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < NODES; i++) {
                client.create(
                        "/old" + i, ("value " + i).getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
        }
    }

    private List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void membersGoOnWithTheDisksOfPlainServers() throws Exception {
        serveWithPlainServers();
        assertThat(files(data(0).resolve("version-2"))).anyMatch(name -> name.startsWith("log."));

        try (TestMember first = TestMember.start(TestMember.settings(root, 0, 3));
                TestMember second = TestMember.start(TestMember.settings(root, 1, 3));
                TestMember third = TestMember.start(TestMember.settings(root, 2, 3))) {
            for (TestMember member : List.of(first, second, third)) {
                member.awaitReady(DEADLINE);
                for (int i = 0; i < NODES; i++) {
                    assertThat(member.read("/old" + i)).isEqualTo("value " + i);
                }
            }
            first.create("/new", "is written");
            assertThat(files(data(0).resolve("version-2"))).noneMatch(name -> name.startsWith("log."));
        }
    }

    @Test
    void aLogThatIsInBothPlacesIsLeftAlone() throws Exception {
        Path together = Files.createDirectories(data(0).resolve("version-2"));
        Path apart = Files.createDirectories(root.resolve("zk-0/log/version-2"));
        Files.writeString(together.resolve("log.1"), "a");
        Files.writeString(apart.resolve("log.1"), "b");

        try (TestMember member = TestMember.start(TestMember.settings(root, 0, 3))) {
            assertThat(member.failure().code()).isEqualTo(ExitCode.FOREIGN_DISK);
            assertThat(member.failure()).hasMessageContaining("take away the one that is not of this server");
        }
        assertThat(together.resolve("log.1")).hasContent("a");
        assertThat(apart.resolve("log.1")).hasContent("b");
    }
}
