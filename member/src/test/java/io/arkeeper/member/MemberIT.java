package io.arkeeper.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.Ports;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.lifecycle.Member;
import io.arkeeper.member.testing.LogLines;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real members in this process: their lives and their words. */
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

    @Test
    void aSingleServerFormsServesAndFindsItsDataAgain() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            member.create("/foo", "bar");
        }
        try (TestMember again = start(0, 1)) {
            again.awaitReady(DEADLINE);
            assertThat(again.read("/foo")).isEqualTo("bar");
            assertThat(again.get("/readyz").body()).isEqualTo("leads 1 voter in epoch 2\n");
        }
    }

    @Test
    void whoIsKilledBetweenMarkerAndDatabaseFormsAllTheSame() throws Exception {
        MemberSettings settings = TestMember.settings(root, 0, 1);
        try (TestMember member = TestMember.start(settings)) {
            member.awaitReady(DEADLINE);
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
            again.awaitReady(DEADLINE);
        }
    }

    @Test
    void itTellsWhatItIs() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            member.create("/foo", "bar");

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
            member.awaitReady(DEADLINE);
            member.create("/foo", "bar");

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
    void portsThatAreChangedLaterAreNotUsedBetweenMembersAndThatIsSaid() throws Exception {
        MemberSettings settings = TestMember.settings(root, 0, 1);
        try (TestMember member = TestMember.start(settings)) {
            member.awaitReady(DEADLINE);
        }
        MemberSettings changed = TestMember.withPorts(settings, new Ports(2182, 2889, 3889, 8080, 8081));
        TestNames.lead("127.0.77.9"); // it waits for its name until its log is read: its start sets logging up anew
        try (ServerSocket others = new ServerSocket();
                TestMember member = TestMember.start(changed);
                LogLines log = LogLines.of(Member.class.getName())) {
            others.bind(new InetSocketAddress("127.0.77.1", 3889)); // nobody needs it
            TestNames.lead("127.0.77.1");
            member.awaitReady(DEADLINE);
            assertThat(isTaken(3888)).isTrue();
            assertThat(isTaken(2182)).isTrue();
            assertThat(isTaken(2181)).isFalse();
            assertThat(log.lines())
                    .contains(
                            "serverPort is 2888 in the configuration and 2889 in its settings, and the members use the"
                                    + " first; leaderElectionPort is 3888 in the configuration and 3889 in its settings, and the"
                                    + " members use the first; clientPort is 2181 in the configuration and 2182 in its settings, and it"
                                    + " listens on the second, while clients that read /zookeeper/config are sent to the first; set"
                                    + " back what was changed: an ensemble that runs keeps its names and ports, while Services and"
                                    + " network policies follow the settings");
        }
    }

    private static boolean isTaken(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.77.1", port));
            return false;
        } catch (BindException e) {
            return true;
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
    void whoAsksWhetherItIsReadyMayWaitUntilItIs() throws Exception {
        MemberSettings settings = TestMember.settings(root, 0, 1);
        TestNames.lead("127.0.77.9"); // so long it waits for its own name
        try (TestMember member = TestMember.start(settings)) {
            Future<HttpResponse<String>> early =
                    CompletableFuture.supplyAsync(() -> answer(member, "/readyz?wait=10000ms"));
            assertThat(member.get("/readyz?wait=100ms").statusCode()).isEqualTo(503);
            assertThat(member.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(early).isNotDone();

            TestNames.lead("127.0.77.1");

            assertThat(early.get().body()).isEqualTo("leads 1 voter in epoch 1\n");
            assertThat(member.get("/readyz?wait=10000ms").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> answer(TestMember member, String path) {
        try {
            return member.get(path);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
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
