package io.arkeeper.member;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.membership.Scale;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.lifecycle.Member;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real members in this process: their lives, their words, and what they refuse. */
final class MemberIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private Path root;

    @BeforeEach
    void threeNames() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
    }

    private TestMember start(int ordinal, int servers) throws IOException {
        return TestMember.start(TestMember.settings(root, ordinal, servers));
    }

    private static void awaitReady(TestMember member) {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(
                        member.get("/readyz").statusCode())
                .isEqualTo(200));
    }

    private static ZooKeeper client(String servers) throws IOException {
        return new ZooKeeper(servers, 10_000, event -> {});
    }

    private static void create(TestMember member, String path, String data) throws Exception {
        try (ZooKeeper client = client(member.clients())) {
            client.create(path, data.getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    private static String read(TestMember member, String path) throws Exception {
        try (ZooKeeper client = client(member.clients())) {
            return new String(client.getData(path, false, null), UTF_8);
        }
    }

    private Path onlyFile(String directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    @Test
    void aSingleServerFormsServesAndFindsItsDataAgain() throws Exception {
        try (TestMember member = start(0, 1)) {
            awaitReady(member);
            create(member, "/foo", "bar");
        }
        try (TestMember again = start(0, 1)) {
            awaitReady(again);
            assertThat(read(again, "/foo")).isEqualTo("bar");
            assertThat(again.get("/readyz").body()).isEqualTo("leads 1 voter in epoch 2\n");
        }
    }

    @Test
    void aTransactionLogOnItsOwnVolumeIsUsedAndMissed() throws Exception {
        MemberSettings settings = TestMember.withTxnLog(TestMember.settings(root, 0, 1), root.resolve("txn-log"));
        try (TestMember member = TestMember.start(settings)) {
            awaitReady(member);
            create(member, "/foo", "bar");
        }
        assertThat(settings.data().resolve("log")).doesNotExist();
        try (TestMember again = TestMember.start(settings)) {
            awaitReady(again);
            assertThat(read(again, "/foo")).isEqualTo("bar");
        }
        Files.move(root.resolve("txn-log"), root.resolve("lost"));
        try (TestMember robbed = TestMember.start(settings)) {
            MemberFailure failure = robbed.failure();
            assertThat(failure.code()).isEqualTo(ExitCode.FOREIGN_DISK);
            assertThat(failure).hasMessageStartingWith("the transaction log's volume is empty while the data volume");
        }
    }

    @Test
    void whoIsKilledBetweenMarkerAndDatabaseFormsAllTheSame() throws Exception {
        MemberSettings settings = TestMember.settings(root, 0, 1);
        try (TestMember member = TestMember.start(settings)) {
            awaitReady(member);
        }
        // as a kill between the two leaves it: the marker consumed, no database yet
        Files.writeString(
                settings.data().resolve("member.json"),
                "{\"format\":1,\"namespace\":\"test\",\"statefulSet\":\"zk\",\"ordinal\":0,\"phase\":\"forming\"}");
        for (String directory : List.of("data/version-2", "log/version-2", "conf")) {
            try (Stream<Path> files = Files.list(settings.data().resolve(directory))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.writeString(
                settings.data().resolve("conf/zoo.cfg.dynamic.0"),
                settings.topology().initialConfig().text());
        assertThat(settings.data().resolve("log/initialize")).doesNotExist();

        try (TestMember again = TestMember.start(settings)) {
            awaitReady(again);
        }
    }

    @Test
    void itTellsWhatItIs() throws Exception {
        try (TestMember member = start(0, 1)) {
            awaitReady(member);
            create(member, "/foo", "bar");

            Map<String, Object> report =
                    JSON.std.mapFrom(member.get("/api/v1/member").body());

            assertThat(report)
                    .containsEntry("name", "zk-0")
                    .containsEntry("namespace", "test")
                    .containsEntry("statefulSet", "zk")
                    .containsEntry("ordinal", 0)
                    .containsEntry("id", 1)
                    .containsEntry("zookeeper", "3.9.5")
                    .containsEntry("state", "RUNNING")
                    .containsEntry("ready", true)
                    .containsEntry("reason", "leads 1 voter in epoch 1")
                    .containsEntry("role", "leader")
                    .containsEntry("leader", 1)
                    .containsEntry("epoch", 1)
                    .containsEntry("servers", 1)
                    .containsEntry("configVersion", "0x100000000")
                    .containsEntry(
                            "config",
                            List.of(
                                    "server.1=zk-0.zk-headless.test.svc.cluster.local:2888:3888:participant;0.0.0.0:2181"));
            assertThat(report.get("disk"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("content", "DATA")
                    .containsEntry("path", root.resolve("zk-0").toString());
        }
    }

    @Test
    void itsMetricsCarryZooKeepersOwnNames() throws Exception {
        try (TestMember member = start(0, 1)) {
            awaitReady(member);
            create(member, "/foo", "bar");

            List<String> names = member.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]", 2)[0])
                    .distinct()
                    .toList();

            // what the dashboard of ZooKeeper's own documentation draws
            assertThat(names)
                    .contains(
                            "znode_count",
                            "ephemerals_count",
                            "watch_count",
                            "num_alive_connections",
                            "outstanding_requests",
                            "packets_received",
                            "avg_latency",
                            "max_latency",
                            "fsynctime_sum",
                            "fsynctime_count",
                            "snapshottime_count",
                            "election_time_count",
                            "leader_uptime",
                            "quorum_size",
                            "readlatency",
                            "updatelatency",
                            "open_file_descriptor_count",
                            "jvm_memory_bytes_used",
                            "jvm_gc_collection_seconds_sum",
                            "jvm_threads_current",
                            "process_cpu_seconds_total",
                            "process_open_fds");
        }
    }

    @Test
    void aPeerWhoseNameNeverResolvesIsWaitedForByName() throws Exception {
        MemberSettings settings = TestMember.settings(root, 0, 5);
        try (TestMember member = TestMember.start(settings)) {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(member.get("/readyz").body())
                            .contains("zk-4.zk-headless.test.svc.cluster.local does not resolve"));

            assertThat(member.get("/livez").statusCode()).isEqualTo(200);
            assertThat(member.get("/startupz").statusCode()).isEqualTo(200);
            assertThat(member.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(settings.data().resolve("log/initialize")).doesNotExist();
        }
    }

    @Test
    void aForeignDiskIsRefusedAndLeftAlone() throws Exception {
        try (TestMember other = start(1, 3)) {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(other.get("/readyz").body()).contains("waiting for"));
        }
        Files.createDirectories(root.resolve("zk-0/data"));
        Files.writeString(
                root.resolve("zk-0/member.json"),
                "{\"format\":1,\"namespace\":\"test\",\"statefulSet\":\"zk\",\"ordinal\":1,\"phase\":\"member\"}");

        try (TestMember member = start(0, 3)) {
            assertThat(member.failure())
                    .hasMessage("this disk belongs to test/zk-1, expected test/zk-0; nothing was changed on it. Give"
                            + " each pod the volume that carries its own name, or empty this one yourself if its data"
                            + " is no longer needed")
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.FOREIGN_DISK);
        }
        assertThat(root.resolve("zk-0/data")).isEmptyDirectory();
        assertThat(root.resolve("zk-0/conf")).doesNotExist();
    }

    @Test
    void aDiskWithAnotherMyidIsRefused() throws Exception {
        Files.createDirectories(root.resolve("zk-0/data/version-2"));
        Files.writeString(root.resolve("zk-0/data/myid"), "3\n");
        Files.writeString(root.resolve("zk-0/data/version-2/snapshot.5"), "x");

        try (TestMember member = start(0, 3)) {
            assertThat(member.failure())
                    .hasMessage("the disk's myid is 3, expected 1 for test/zk-0; nothing was changed on it. This is"
                            + " the disk of another member: give each pod the volume that carries its own name")
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.FOREIGN_DISK);
        }
    }

    @Test
    void aFlippedBitInTheTransactionLogIsNamedWithItsPlaceAndNothingIsChanged() throws Exception {
        try (TestMember member = start(0, 1)) {
            awaitReady(member);
            create(member, "/foo", "bar");
            create(member, "/foo2", "bar");
        }
        Path log = onlyFile("zk-0/log/version-2", "log.");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(16 + 8 + 4 + 3);
            file.write(0x7f);
        }
        byte[] damaged = Files.readAllBytes(log);

        try (TestMember again = start(0, 1)) {
            assertThat(again.failure())
                    .hasMessageStartingWith(
                            "the database cannot be read: %s at byte 16: a record's checksum does not match, and"
                                    .formatted(log))
                    .hasMessageContaining(
                            "nothing was changed. If the other members serve, 'arkeeper member resync' has")
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.DATABASE_UNREADABLE);
        }
        assertThat(Files.readAllBytes(log)).isEqualTo(damaged);
    }

    @Test
    void aTruncatedSnapshotWithLogsBesideItIsRefused() throws Exception {
        try (TestMember member = start(0, 1)) {
            awaitReady(member);
            create(member, "/foo", "bar");
        }
        Path snapshot = onlyFile("zk-0/data/version-2", "snapshot.");
        Files.write(snapshot, List.of("ZKSN"));

        try (TestMember again = start(0, 1)) {
            assertThat(again.failure())
                    .hasMessageStartingWith("the database cannot be read: %s at byte ".formatted(snapshot))
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.DATABASE_UNREADABLE);
        }
        assertThat(snapshot).content().isEqualTo("ZKSN\n");
    }

    @Test
    void aTransactionLogCutOffInItsLastRecordStartsWithWhatIsWhole() throws Exception {
        try (TestMember member = start(0, 1)) {
            awaitReady(member);
            create(member, "/foo", "bar");
        }
        Path log = onlyFile("zk-0/log/version-2", "log.");
        byte[] bytes = Files.readAllBytes(log);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        Files.write(log, Arrays.copyOf(bytes, end - 3));

        try (TestMember again = start(0, 1)) {
            awaitReady(again);
            assertThat(read(again, "/foo")).isEqualTo("bar"); // the cut record closed the session
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.77.1", 3888));
            try (TestMember member = start(0, 1)) {
                assertThat(member.failure())
                        .hasMessage("leaderElectionPort 3888 cannot be bound on 127.0.77.1 (Address already in use);"
                                + " stop what uses it or set leaderElectionPort")
                        .extracting(MemberFailure::code)
                        .isEqualTo(ExitCode.PORT_IN_USE);
            }
        }
    }

    @Test
    void aSecondMemberOnTheSameDiskIsRefused() throws Exception {
        MemberSettings settings = TestMember.settings(root, 0, 1);
        try (TestMember member = TestMember.start(settings)) {
            awaitReady(member);
            // without HTTP, since those ports are the first one's
            Member second = new Member(
                    settings,
                    new CollectorRegistry(),
                    statefulSet -> new Scale.Unknown("a test"),
                    change -> {},
                    new SecureRandom());
            assertThat(catchThrowableOfType(MemberFailure.class, second::run))
                    .hasMessage("%s is locked by another process; stop the other member that runs on this disk"
                            .formatted(settings.data()))
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.DISK_IN_USE);
        }
    }

    @Test
    void theLeaderTellsWhatItThinksOfTheMembership() throws Exception {
        try (TestMember member = start(0, 1)) {
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(
                            JSON.std.mapFrom(member.get("/api/v1/ensemble").body()))
                    .containsEntry("leader", "zk-0")
                    .containsEntry("voters", List.of("zk-0"))
                    .containsEntry("target", "the ConfigMap wants 1")
                    .containsEntry("step", Map.of("kind", "settled", "reason", "the configuration is the wanted one")));
        }
    }

    @Test
    void unknownPathsAndMethodsGetASentence() throws Exception {
        try (TestMember member = start(0, 1)) {
            assertThat(member.get("/healthz").statusCode()).isEqualTo(404);
            assertThat(member.get("/readyz/../../etc/passwd").body())
                    .isEqualTo(
                            "nothing at this path; there is /api/v1/ensemble, /api/v1/member, /livez, /metrics, /readyz, /startupz\n");
            assertThat(member.control(HttpRequest.newBuilder().DELETE(), "/log-level")
                            .body())
                    .isEqualTo("/log-level is not for DELETE; use GET, PUT\n");
        }
    }

    @Test
    void theControlPortChangesTheLogLevelAndShowsThreads() throws Exception {
        try (TestMember member = start(0, 1)) {
            assertThat(member.control(
                                    HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofString("loud")),
                                    "/log-level")
                            .body())
                    .isEqualTo("log level is 'loud', expected one of [ERROR, WARN, INFO, DEBUG]; send it as the"
                            + " body\n");
            assertThat(member.control(
                                    HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofString("warn")),
                                    "/log-level")
                            .body())
                    .isEqualTo("WARN\n");
            assertThat(member.control(HttpRequest.newBuilder(), "/log-level").body())
                    .isEqualTo("WARN\n");
            assertThat(member.control(HttpRequest.newBuilder(), "/threads").body())
                    .contains("\"main\"");
        }
    }
}
