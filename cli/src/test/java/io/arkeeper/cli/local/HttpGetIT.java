package io.arkeeper.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpGetIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = listening(0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aKeptConnectionIsUsedAgain() {
        assertThat(kept()).isEqualTo(kept());
    }

    @Test
    void otherwiseEachQuestionHasItsOwn() {
        assertThat(once()).isNotEqualTo(once());
    }

    @Test
    void aKeptConnectionThatTheServerHasGivenUpIsReplaced() throws IOException {
        String before = kept();
        int port = server.getAddress().getPort();
        server.stop(0);
        server = listening(port);

        assertThat(kept()).isNotEqualTo(before).matches("[0-9]+");
    }

    private String kept() {
        return HttpGet.keepingTheConnection("127.0.0.1", server.getAddress().getPort(), "/", PATIENCE)
                .body();
    }

    private String once() {
        return HttpGet.from("127.0.0.1", server.getAddress().getPort(), "/", PATIENCE)
                .body();
    }

    /** Answers each question with the port it came from. */
    private static HttpServer listening(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            byte[] body =
                    Integer.toString(exchange.getRemoteAddress().getPort()).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
