package io.arkeeper.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.LineClient;
import io.arkeeper.cli.local.MemberView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DrillLoadTest {

    private static final String WRITTEN = """
            {"op":"create","ok":true}
            {"op":"create","ok":false,"error":"NodeExists"}
            {"op":"create","ok":true}
            {"op":"write-start","ok":true}
            %s{"op":"write-stop","ok":true,"acknowledged":4711,"longestGapMs":120.5}
            """.formatted("""
            {"op":"write-progress","ok":true,"acknowledged":17,"longestGapMs":1.5}
            """.repeat(9)); // more than looks

    private final StringWriter out = new StringWriter();
    private final Ground ground = new Ground();
    private String answers = WRITTEN + "{\"op\":\"check\",\"ok\":true,\"missing\":[]}\n";

    @Test
    void tellsEveryChangeOfTheHealthOnce() throws Exception {
        ground.looks.addAll(List.of(voters(3, 3), voters(3, 3), voters(5, 4), voters(5, 5), voters(5, 5)));

        assertThat(load()).isEqualTo(ExitCode.OK);

        assertThat(sentences())
                .startsWith(
                        "zk-0 leads in epoch 1; 3 of 3 voters serve, so the ensemble can lose one.",
                        "a client writes below /arkeeper-drill/?/writes",
                        "zk-0 leads in epoch 1; 4 of 5 voters serve, so the ensemble can lose one.",
                        "zk-0 leads in epoch 1; 5 of 5 voters serve, so the ensemble can lose 2.",
                        "4711 writes were acknowledged; the longest gap was 121 ms",
                        "all 4711 acknowledged writes are there");
        assertThat(ground.requests.toString(UTF_8)).contains("/writes 4711\n");
    }

    @Test
    void anAcknowledgedWriteThatIsNotThereIsTheEnd() throws Exception {
        ground.looks.add(voters(3, 3));
        answers = WRITTEN + "{\"op\":\"check\",\"ok\":true,\"missing\":[\"/a/n-000000007\"]}\n";

        assertThat(load()).isEqualTo(ExitCode.WRITE_MISSING);

        assertThat(sentences()).contains("of 4711 acknowledged writes 1 are missing: [/a/n-000000007]");
    }

    @Test
    void writesThatCannotBeReadAreNotCalledThere() {
        ground.looks.add(voters(3, 3));
        answers = WRITTEN + "{\"op\":\"check\",\"ok\":false,\"error\":\"ConnectionLoss\"}\n";

        assertThatThrownBy(this::load)
                .hasMessageContaining("the 4711 acknowledged writes below")
                .hasMessageEndingWith("cannot be read: ConnectionLoss");
    }

    @Test
    void whereTheClientsPodEnds_anotherClientGoesOn_andBothAreReadBack() throws Exception {
        ground.looks.addAll(List.of(
                voters(3, 3), voters(3, 3), voters(3, 3), voters(3, 1), voters(3, 2), voters(3, 3), voters(3, 3)));
        ground.clients.add("""
                {"op":"create","ok":true}
                {"op":"create","ok":true}
                {"op":"create","ok":true}
                {"op":"write-start","ok":true}
                {"op":"write-progress","ok":true,"acknowledged":40,"longestGapMs":80}
                """);
        ground.clients.add("""
                {"op":"create","ok":true}
                {"op":"create","ok":true}
                {"op":"create","ok":true}
                {"op":"create","ok":true}
                {"op":"write-start","ok":true}
                {"op":"write-progress","ok":true,"acknowledged":1,"longestGapMs":2}
                {"op":"write-stop","ok":true,"acknowledged":2,"longestGapMs":70}
                """);
        ground.clients.add("""
                {"op":"check","ok":true,"missing":[]}
                {"op":"check","ok":true,"missing":["/a/n-000000002"]}
                """);

        assertThat(load()).isEqualTo(ExitCode.WRITE_MISSING);

        assertThat(sentences())
                .contains(
                        "the client in zk-0 ended with it, after 40 acknowledged writes or some more",
                        "a client in zk-0 goes on below /arkeeper-drill/?/client-2/writes",
                        "42 writes were acknowledged; the longest gap was 80 ms",
                        "of 42 acknowledged writes 1 are missing: [/a/n-000000002]");
        assertThat(ground.requests.toString(UTF_8)).contains("/writes 40\n", "/client-2/writes 2\n");
    }

    @Test
    void doesNotBeginWithoutAQuorum() {
        ground.looks.add(voters(3, 1));

        assertThatThrownBy(this::load)
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.NO_QUORUM));
    }

    private int load() throws InterruptedException {
        return new DrillLoad(ground, new PrintWriter(out)).run(() -> ground.looks.size() > 1);
    }

    private List<String> sentences() {
        return out.toString()
                .lines()
                .map(line -> line.replaceFirst("^ *[0-9.]+ s {2}", "").replaceAll("drill/[^/]+/", "drill/?/"))
                .toList();
    }

    private static EnsembleHealth voters(int voters, int serving) {
        MemberView leader = MemberView.read("""
                {"name":"zk-0","id":1,"state":"RUNNING","ready":true,"reason":"it leads","role":"leader","epoch":1}""").orElseThrow();
        return new EnsembleHealth(Optional.of(leader), voters, serving, 0, 0);
    }

    private final class Ground implements DrillGround {

        private final Deque<EnsembleHealth> looks = new ArrayDeque<>();
        private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
        private final Deque<String> clients = new ArrayDeque<>();

        @Override
        public Look look() {
            EnsembleHealth health = looks.size() > 1 ? looks.poll() : looks.element();
            List<Seat> seats = IntStream.range(0, health.serving())
                    .mapToObj(ordinal -> new Seat("zk-" + ordinal, "uid", true))
                    .toList();
            return new Look(seats, Map.of(), health);
        }

        @Override
        public LineClient clientOfAll(String host) {
            assertThat(host).isEqualTo("zk-0");
            String replies = Optional.ofNullable(clients.poll()).orElse(answers);
            return new LineClient(requests, new ByteArrayInputStream(replies.getBytes(UTF_8)), () -> "", () -> {});
        }

        @Override
        public LineClient clientOf(String pod) {
            throw new AssertionError("one member only");
        }

        @Override
        public void delete(List<String> pods) {
            throw new AssertionError("nothing is deleted");
        }
    }
}
