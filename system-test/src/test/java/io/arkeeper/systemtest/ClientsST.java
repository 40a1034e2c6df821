package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients people use, against members nobody has touched. */
final class ClientsST {

    @TempDir
    private static Path root;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() {
        ensemble = TestEnsemble.started(root, 3);
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void theStockClientWritesAtOneMemberAndReadsAtAnother() throws Exception {
        try (ZooKeeper writer = CheckedWrites.connect(ensemble.clientsOf(ensemble.pod(0)));
                ZooKeeper reader = CheckedWrites.connect(ensemble.clientsOf(ensemble.pod(2)))) {
            writer.create("/foo", "bar".getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            reader.exists("/", false);
            reader.sync("/foo", (code, path, context) -> {}, null);
            assertThat(new String(reader.getData("/foo", false, null), UTF_8)).isEqualTo("bar");
        }
    }

    @Test
    void curatorLocksAndCounts() throws Exception {
        try (CuratorFramework curator = CuratorFrameworkFactory.builder()
                .connectString(ensemble.clients())
                .retryPolicy(new ExponentialBackoffRetry(100, 5))
                .build()) {
            curator.start();
            assertThat(curator.blockUntilConnected(20, TimeUnit.SECONDS)).isTrue();
            InterProcessMutex mutex = new InterProcessMutex(curator, "/lock");
            assertThat(mutex.acquire(10, TimeUnit.SECONDS)).isTrue();
            DistributedAtomicLong counter =
                    new DistributedAtomicLong(curator, "/counter", new ExponentialBackoffRetry(50, 5));
            assertThat(counter.increment().postValue()).isEqualTo(1);
            mutex.release();
        }
    }

    @Test
    void theConfigurationClientsReadNamesEveryPodWithItsClientPort() throws Exception {
        try (ZooKeeper client = CheckedWrites.connect(ensemble.clients())) {
            String config = new String(client.getConfig(false, null), UTF_8);
            assertThat(config.lines().filter(line -> line.startsWith("server.")))
                    .isEqualTo(
                            List.of(
                                    "server.1=zk-zookeeper-0.zk-zookeeper-headless.test.svc.cluster.local:2888:3888:participant;0.0.0.0:2181",
                                    "server.2=zk-zookeeper-1.zk-zookeeper-headless.test.svc.cluster.local:2888:3888:participant;0.0.0.0:2181",
                                    "server.3=zk-zookeeper-2.zk-zookeeper-headless.test.svc.cluster.local:2888:3888:participant;0.0.0.0:2181"));
        }
    }

    @Test
    void zkCliWorks() throws Exception {
        Path lib = Path.of(System.getProperty("arkeeper.member"), "lib", "*");
        Process create = zkCli(lib, ensemble.clientsOf(ensemble.pod(1)), "create", "/cli", "hello");
        assertThat(create.waitFor()).isZero();
        Process get = zkCli(lib, ensemble.clientsOf(ensemble.pod(0)), "get", "/cli");
        assertThat(new String(get.getInputStream().readAllBytes(), UTF_8).lines())
                .contains("hello");
        assertThat(get.waitFor()).isZero();
    }

    private static Process zkCli(Path lib, String server, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                lib.toString(),
                "org.apache.zookeeper.ZooKeeperMain",
                "-server",
                server);
        builder.command().addAll(List.of(command));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
