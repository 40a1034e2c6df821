package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.MembershipView;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.Subnet;
import io.arkeeper.cli.local.pod.PodState;
import io.arkeeper.cli.testing.Views;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MembersIT {

    private static final String ANSWER = """
            {"target":"the ConfigMap wants 3","step":{"kind":"wait","reason":"waiting for myzk-zookeeper-1 (away)"}}
            """;

    private final HttpServer leader = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() {
        byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
        leader.createContext("/api/v1/ensemble", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        leader.start();
    }

    @AfterEach
    void stop() {
        leader.stop(0);
    }

    @Test
    void theLeaderOfALocalEnsembleSaysWhatItDoesAboutTheMembership() {
        Map<String, MemberView> alone = Map.of("myzk-zookeeper-0", Views.leads(1, 1));

        assertThat(Members.membership(instance(3), alone))
                .contains(new MembershipView("wait", "waiting for myzk-zookeeper-1 (away)", "the ConfigMap wants 3"));
        assertThat(Members.membership(instance(1), alone)).isEmpty();
        assertThat(Members.membership(instance(3), Map.of("myzk-zookeeper-0", Views.looks(1, 1))))
                .isEmpty();
    }

    private Instance instance(int servers) {
        return new Instance(
                "myzk",
                "default",
                new Subnet(9),
                Optional.empty(),
                Instant.EPOCH,
                servers,
                Map.of(Instance.HTTP, leader.getAddress().getPort()),
                Optional.empty(),
                IntStream.range(0, servers).mapToObj(MembersIT::pod).toList());
    }

    private static PodStatus pod(int ordinal) {
        return new PodStatus(
                "myzk-zookeeper-" + ordinal,
                "127.0.0.1",
                PodState.READY,
                "",
                0,
                Instant.EPOCH,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }
}
