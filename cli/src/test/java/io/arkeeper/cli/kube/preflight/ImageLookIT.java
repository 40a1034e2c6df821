package io.arkeeper.cli.kube.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.arkeeper.cli.kube.preflight.ImageAnswer.Missing;
import io.arkeeper.cli.kube.preflight.ImageAnswer.NeedsLogin;
import io.arkeeper.cli.kube.preflight.ImageAnswer.Refused;
import io.arkeeper.cli.kube.preflight.ImageAnswer.There;
import io.arkeeper.cli.kube.preflight.ImageAnswer.Unknown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that hands out one image, and only to those who log in. */
final class ImageLookIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60); // it is not what is tried here

    private HttpServer registry;
    private String host;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/v2/", ImageLookIT::answer);
        registry.start();
        host = "127.0.0.1:" + registry.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (!basic("robot:secret").equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"here\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            boolean isThere = exchange.getRequestURI().getPath().equals("/v2/arkeeper/zookeeper/manifests/1");
            byte[] body = "{}".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.oci.image.manifest.v1+json");
            exchange.sendResponseHeaders(isThere ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }

    private Map<String, byte[]> secret(String login) {
        String auth = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
        return Map.of(
                "harbor",
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host, auth).getBytes(UTF_8));
    }

    private ImageAnswer at(String image, Map<String, byte[]> secrets) {
        return new ImageLook(PATIENCE).at(host + "/arkeeper/" + image, secrets);
    }

    @Test
    void whoHasTheLoginIsToldWhatIsThere() {
        assertThat(at("zookeeper:1", secret("robot:secret"))).isEqualTo(new There());
        assertThat(at("zookeeper:2", secret("robot:secret"))).isEqualTo(new Missing());
    }

    @Test
    void whoHasNoneOrAWrongOneIsRefused() {
        assertThat(at("zookeeper:1", Map.of())).isEqualTo(new NeedsLogin());
        assertThat(at(
                        "zookeeper:1",
                        Map.of("other", "{\"auths\":{\"else.example\":{\"auth\":\"YTpi\"}}}".getBytes(UTF_8))))
                .isEqualTo(new NeedsLogin());
        assertThat(at("zookeeper:1", secret("robot:wrong"))).isEqualTo(new Refused("harbor"));
    }

    @Test
    void aRegistryThatCannotBeReachedFromHereIsNoFailure() {
        registry.stop(0);

        assertThat(at("zookeeper:1", Map.of())).isInstanceOf(Unknown.class);
    }

    @Test
    void aPullSecretThatIsNoneIsNoReasonToFail() {
        assertThat(at("zookeeper:1", Map.of("harbor", "nonsense".getBytes(UTF_8))))
                .isInstanceOf(Unknown.class);
    }
}
