package io.arkeeper.member.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.arkeeper.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kubernetes' API over TLS: connections are used again, and what Kubernetes renews is believed. */
final class ApiServerIT {

    private static final String PATH = "/apis";

    @TempDir
    private Path serviceAccount;

    private final Set<Integer> connections = new ConcurrentSkipListSet<>();

    @BeforeEach
    void token() throws IOException {
        Files.writeString(serviceAccount.resolve("token"), "secret\n");
    }

    private HttpsServer start(TestAuthority authority) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.context(authority.issueForServers("localhost"))));
        server.createContext("/", exchange -> {
            connections.add(exchange.getRemoteAddress().getPort());
            byte[] body = "{}".getBytes(UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals(PATH) ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void mount(TestAuthority authority) throws IOException {
        Files.writeString(serviceAccount.resolve("ca.crt"), authority.certificate());
    }

    private ApiServer api(HttpsServer server) {
        URI address = URI.create("https://localhost:" + server.getAddress().getPort());
        return new ApiServer(Optional.of(address), serviceAccount);
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        TestAuthority authority = new TestAuthority("cluster");
        mount(authority);
        HttpsServer server = start(authority);
        try {
            ApiServer api = api(server);

            assertThat(api.get(PATH).status()).isEqualTo(200);
            assertThat(api.get(PATH + "/nothing").status()).isEqualTo(404); // as observers of whom there are none
            assertThat(api.get(PATH + "/nothing").status()).isEqualTo(404);
            assertThat(api.get(PATH).body()).isEqualTo("{}");

            assertThat(connections).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAuthorityThatIsRenewedInPlaceIsBelievedAndTheOldOneIsNot() throws Exception {
        TestAuthority before = new TestAuthority("cluster");
        TestAuthority after = new TestAuthority("renewed");
        HttpsServer old = start(before);
        HttpsServer renewed = start(after);
        try {
            mount(before);
            ApiServer api = api(renewed);
            assertThatThrownBy(() -> api.get(PATH))
                    .isInstanceOf(ApiServer.Silence.class)
                    .hasMessageContaining("unable to find valid certification path");

            mount(after);

            assertThat(api.get(PATH).status()).isEqualTo(200);
            assertThatThrownBy(() -> api(old).get(PATH)).isInstanceOf(ApiServer.Silence.class);
        } finally {
            old.stop(0);
            renewed.stop(0);
        }
    }
}
