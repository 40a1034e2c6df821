package io.arkeeper.member.membership;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpServer;
import io.arkeeper.core.membership.Scale;
import io.arkeeper.member.testing.LogLines;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a leader refuses, in the words of its log and its API: a real member that leads, others that only talk. */
final class LeaderLoopIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String SETTLED = "the configuration is the wanted one";

    @TempDir
    private Path root;

    private final List<HttpServer> talkers = new ArrayList<>();

    @BeforeEach
    void threeNames() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
    }

    @AfterEach
    void stop() {
        talkers.forEach(talker -> talker.stop(0));
    }

    private void talks(int ordinal, String says) throws IOException {
        HttpServer talker = HttpServer.create(new InetSocketAddress("127.0.77." + (ordinal + 1), 8080), 0);
        talker.createContext("/api/v1/member", exchange -> {
            byte[] body = says.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        talker.start();
        talkers.add(talker);
    }

    private static void awaitStep(TestMember leader, String kind, String reason) {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(
                        JSON.std.mapFrom(leader.get("/api/v1/ensemble").body()))
                .containsEntry("voters", List.of("zk-0"))
                .containsEntry("step", Map.of("kind", kind, "reason", reason)));
    }

    private static LogLines log() {
        return LogLines.of(LeaderLoop.class.getName());
    }

    private static void awaitLine(LogLines log, String reason) {
        await().atMost(DEADLINE).until(() -> log.lines().contains("membership: " + reason));
    }

    @Test
    void whoIsOfAnotherVersionOrOfAnotherReleaseIsNotLetIn() throws Exception {
        String body = """
                {"namespace":"%s","statefulSet":"zk","ordinal":%d,"servers":3,"zookeeper":"%s",
                 "ready":true,"disk":{"content":"DATA"},"leader":1,"epoch":1}
                """;
        talks(1, body.formatted("test", 1, "3.8.4"));
        talks(2, body.formatted("staging", 2, "3.9.5"));
        try (TestMember leader = TestMember.start(TestMember.settings(root, 0, 1));
                LogLines log = log()) {
            awaitStep(leader, "settled", SETTLED);

            Files.writeString(root.resolve("config/ensemble.properties"), "servers=3\n");

            String sentence = "zk-1 is not let in: it runs ZooKeeper 3.8.4, which is too old for the leader's 3.9.5;"
                    + " bring all members to one image; zk-2 is not let in: it is staging/zk-2";
            awaitStep(leader, "wait", sentence);
            awaitLine(log, sentence);
        }
    }

    @Test
    void eachChangeIsALineInTheLogAnEventAndAFieldThatStays() throws Exception {
        String added = "adding zk-1 (id 2) as a voter: it is wanted and in sync; voters grow from 1 to 2";
        String removed = "removing voter zk-1 (id 2): it is no longer wanted; voters shrink from 2 to 1";
        List<String> events = new CopyOnWriteArrayList<>();
        Instant start = Instant.now();
        try (TestMember leader = TestMember.start(
                TestMember.settings(root, 0, 1),
                set -> new Scale.Unknown("a test"),
                change -> events.add(change.reason()))) {
            awaitStep(leader, "settled", SETTLED);
            assertThat(ensemble(leader)).doesNotContainKey("lastChange");

            try (TestMember second = TestMember.start(TestMember.settings(root, 1, 3));
                    LogLines log = log()) { // each member that starts sets logging up anew
                awaitChange(leader, "add", added, start);
                assertThat(events).containsExactly(added);

                Files.writeString(root.resolve("config/ensemble.properties"), "servers=1\n");
                awaitChange(leader, "remove", removed, start);
                assertThat(ensemble(second)).doesNotContainKey("lastChange");
                assertThat(log.lines()).containsSubsequence("membership: " + added, "membership: " + removed);
            }

            awaitStep(leader, "settled", SETTLED);
            assertThat(ensemble(leader)).containsKey("lastChange");
            assertThat(events).containsExactly(added, removed);
        }
    }

    private static Map<String, Object> ensemble(TestMember member) throws Exception {
        return JSON.std.mapFrom(member.get("/api/v1/ensemble").body());
    }

    private static void awaitChange(TestMember leader, String kind, String reason, Instant start) {
        await().atMost(DEADLINE).untilAsserted(() -> {
            Map<String, Object> ensemble = ensemble(leader);
            assertThat(ensemble.get("lastChange"))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
                    .containsEntry("kind", kind)
                    .containsEntry("member", "zk-1")
                    .containsEntry("reason", reason)
                    .containsEntry("configVersion", (String) ensemble.get("configVersion"))
                    .hasEntrySatisfying(
                            "at", at -> assertThat(Instant.parse(at)).isBetween(start, Instant.now()))
                    .hasSize(5);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2 | servers is 2, expected 1, 3, 5 or 7; an even number costs speed and buys no safety: use 3
            4 | servers is 4, expected 1, 3, 5 or 7; an even number costs speed and buys no safety: use 5
            0 | everything is scaled to zero
            """)
    void aSizeThatNoEnsembleHasLeavesTheMembershipAsItIs(int replicas, String why) throws Exception {
        AtomicReference<Scale> scale = new AtomicReference<>(new Scale.Replicas(1));
        try (TestMember leader = TestMember.start(
                        TestMember.settings(root, 0, 1), set -> set.equals("zk") ? scale.get() : new Scale.Gone());
                LogLines log = log()) {
            awaitStep(leader, "settled", SETTLED);

            scale.set(new Scale.Replicas(replicas));

            awaitStep(leader, "wait", why + "; the membership stays as it is");
            awaitLine(log, why + "; the membership stays as it is");
        }
    }
}
