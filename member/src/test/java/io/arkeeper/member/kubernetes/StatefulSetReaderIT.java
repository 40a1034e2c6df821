package io.arkeeper.member.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.arkeeper.core.membership.Scale;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a server that answers as Kubernetes' API does, except for its encryption. */
final class StatefulSetReaderIT {

    private static final String SET = "myzk-zookeeper";

    @TempDir
    private Path serviceAccount;

    private HttpServer api;
    private int status = 200;
    private String answer = "{}";
    private volatile String asked = "";

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            asked = "%s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        api.start();
        Files.writeString(serviceAccount.resolve("token"), "secret\n");
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    private Scale ask(int answeredStatus, String answered) {
        status = answeredStatus;
        answer = answered;
        URI uri = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
        return new StatefulSetReader(new ApiServer(Optional.of(uri), serviceAccount), "ns").apply(SET);
    }

    @Test
    void itAsksForTheStatefulSetAndNothingElse() {
        assertThat(ask(200, "{\"metadata\": {}, \"spec\": {\"replicas\": 5}}")).isEqualTo(new Scale.Replicas(5));
        assertThat(asked).isEqualTo("GET /apis/apps/v1/namespaces/ns/statefulsets/myzk-zookeeper Bearer secret");
    }

    @Test
    void whatDoesNotExistOrIsBeingDeletedIsGone() {
        assertThat(ask(404, "{}")).isEqualTo(new Scale.Gone());
        assertThat(
                        ask(
                                200,
                                "{\"metadata\": {\"deletionTimestamp\": \"2026-01-01T00:00:00Z\"}, \"spec\": {\"replicas\": 0}}"))
                .isEqualTo(new Scale.Gone());
    }

    @Test
    void aMissingRightIsNamed() {
        assertThat(ask(403, "{}"))
                .isEqualTo(
                        new Scale.Unknown(
                                "Kubernetes answers 403: the service account may not get StatefulSet myzk-zookeeper; the chart's rbac.create allows it"));
    }

    @Test
    void everythingElseIsNoAnswerAndNeverAnException() throws IOException {
        assertThat(ask(500, "")).isEqualTo(new Scale.Unanswered("Kubernetes answers 500"));
        assertThat(ask(200, "{\"spec\": {}}"))
                .isEqualTo(new Scale.Unanswered("Kubernetes answers without spec.replicas"));
        assertThat(ask(200, "<html>")).isInstanceOf(Scale.Unanswered.class);
        api.stop(0);
        assertThat(ask(200, "")).isInstanceOf(Scale.Unanswered.class);
        Files.delete(serviceAccount.resolve("token"));
        assertThat(ask(200, "")).isEqualTo(new Scale.Unknown("no service account token is mounted"));
        assertThat(new StatefulSetReader(ApiServer.of(Map.of()), "ns").apply(SET))
                .isEqualTo(new Scale.Unknown("this is no Kubernetes pod"));
    }
}
