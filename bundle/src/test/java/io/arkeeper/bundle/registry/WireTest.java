package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the line, against a server that answers these bytes and no others. */
final class WireTest {

    private static final Patience PATIENCE = new Patience(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            3,
            Duration.ofMillis(1),
            Duration.ofMillis(1));

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocket listening;
    private Wire wire;

    @BeforeEach
    void open() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        wire = new Wire(
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.none()),
                PATIENCE,
                pause -> {},
                InstantSource.system());
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        listening.close();
    }

    @Test
    void aRequestSaysWhatItMust() throws Exception {
        answering("HTTP/1.1 204 No Content\r\n\r\n");

        wire.patiently(Call.of("GET", uri("/v2/a%20b?x=%2Fy")).with("Accept", "text/plain"));
        // the connection is used again
        answer(wire.patiently(Call.of("POST", uri("/v2/"))), 204, "");

        String host = "127.0.0.1:" + listening.getLocalPort();
        assertThat(requests)
                .containsExactly(
                        "GET /v2/a%20b?x=%2Fy HTTP/1.1\r\nHost: " + host
                                + "\r\nUser-Agent: arkeeper\r\nAccept: text/plain\r\n\r\n",
                        "POST /v2/ HTTP/1.1\r\nHost: " + host
                                + "\r\nUser-Agent: arkeeper\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void aBodyOfAKnownLength() throws Exception {
        answering("HTTP/1.1 200 OK\r\ncontent-LENGTH: 5\r\nX-One: 1\r\nX-One: 2\r\n\r\nhello");

        Answer answer = wire.patiently(Call.of("GET", uri("/")));

        answer(answer, 200, "hello");
        assertThat(answer.headers().all("x-one")).containsExactly("1", "2");
    }

    @Test
    void aBodyInChunks() throws Exception {
        answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\nA;name=value\r\nlo, world!\r\n0\r\nTrailer: x\r\n\r\n");

        answer(wire.patiently(Call.of("GET", uri("/"))), 200, "hello, world!");
        answer(wire.patiently(Call.of("GET", uri("/"))), 200, "hello, world!");
    }

    @Test
    void aBodyThatEndsWithTheConnection() throws Exception {
        answering("HTTP/1.0 200 OK\r\n\r\nhello", true);

        answer(wire.patiently(Call.of("GET", uri("/"))), 200, "hello");
    }

    @Test
    void anAnswerThatOnlySaysWait() throws Exception {
        answering(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");

        answer(wire.patiently(Call.of("GET", uri("/"))), 404, "");
    }

    @Test
    void aHeadHasNoBodyWhateverItSays() throws Exception {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");

        Answer answer = wire.patiently(Call.of("HEAD", uri("/")));

        answer(answer, 200, "");
        assertThat(answer.headers().length("Content-Length")).isEqualTo(1_000_000);
    }

    @Test
    void anAnswerThatIsCutOffIsNone() throws Exception {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello", true);

        assertThatThrownBy(() -> wire.patiently(Call.of("GET", uri("/"))))
                .isInstanceOf(IOException.class)
                .hasMessage("it hung up in an answer");
        assertThat(requests).hasSize(PATIENCE.attempts());
    }

    @Test
    void aChunkWithoutALengthIsNone() throws Exception {
        answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n", true);

        assertThatThrownBy(() -> wire.patiently(Call.of("GET", uri("/"))))
                .hasMessage("it answers in chunks and one has no length");
    }

    @Test
    void headersWithoutEndAreRefused() throws Exception {
        answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000), true);

        assertThatThrownBy(() -> wire.patiently(Call.of("GET", uri("/"))))
                .hasMessage("it answers with more than 128 KiB of headers");
    }

    @Test
    void whatIsNoHttpIsSaid() throws Exception {
        answering("SSH-2.0-OpenSSH_9.2p1\r\n", true);

        assertThatThrownBy(() -> wire.patiently(Call.of("GET", uri("/"))))
                .hasMessage("it does not answer as HTTP/1.1 has it");
    }

    @Test
    void aStrangersTextEndsNoHeader() throws Exception {
        answering("HTTP/1.1 204 No Content\r\n\r\n");

        assertThatThrownBy(() ->
                        wire.patiently(Call.of("GET", uri("/")).with("Authorization", "Bearer x\r\nX-Smuggled: y")))
                .hasMessage("a header for it would have control characters");
        assertThat(requests).isEmpty();
    }

    /** As many registries do with a piece they do not want: the reason is worth more than the broken line. */
    @Test
    void whoRefusesABodyWithoutReadingItIsHeard() throws Exception {
        Thread.ofVirtual().start(() -> {
            try (Socket client = listening.accept()) {
                head(client.getInputStream());
                client.getOutputStream()
                        .write("HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\nConnection: close\r\n\r\ntoo large"
                                .getBytes(ISO_8859_1));
                client.shutdownOutput();
                client.getInputStream().readNBytes(1 << 20);
            } catch (IOException e) {
                // the client has hung up
            }
        });

        Answer answer = wire.once(
                Call.of("PUT", uri("/")).carrying(endless(1L << 30)), sent -> {}, new ByteArrayOutputStream());

        assertThat(answer.status()).isEqualTo(413);
    }

    /** Neither silent nor ever done. */
    @Test
    void anAnswerThatTricklesForEverIsGivenUp() throws Exception {
        Thread.ofVirtual().start(() -> {
            try (Socket client = listening.accept()) {
                head(client.getInputStream());
                client.getOutputStream().write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(ISO_8859_1));
                while (true) {
                    client.getOutputStream().write('x');
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            } catch (IOException e) {
                // the client has hung up
            }
        });
        Patience hasty = new Patience(
                Duration.ofSeconds(20),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                1,
                Duration.ofMillis(1),
                Duration.ofMillis(1));

        try (Wire impatient = new Wire(
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.none()),
                hasty,
                pause -> {},
                InstantSource.system())) {
            assertThatThrownBy(() -> impatient.patiently(Call.of("GET", uri("/"))))
                    .hasMessageStartingWith("it ");
        }
    }

    @Test
    void aConnectionThatWasHungUpMeanwhileIsMadeAnew() throws Exception {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true);

        answer(wire.patiently(Call.of("GET", uri("/1"))), 200, "ok");
        answer(wire.patiently(Call.of("GET", uri("/2"))), 200, "ok");
    }

    private static Call.Body endless(long length) {
        return new Call.Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public long transferTo(WritableByteChannel out, long offset, long count) throws IOException {
                return out.write(java.nio.ByteBuffer.allocate((int) count));
            }
        };
    }

    private static void answer(Answer answer, int status, String body) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(new String(answer.body(), ISO_8859_1)).isEqualTo(body);
    }

    private URI uri(String rest) {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + rest);
    }

    private void answering(String bytes) {
        answering(bytes, false);
    }

    /** Gives every request the same answer. */
    private void answering(String bytes, boolean hangsUp) {
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try (Socket client = listening.accept()) {
                    do {
                        String head = head(client.getInputStream());
                        if (head.isEmpty()) {
                            break;
                        }
                        requests.add(head);
                        client.getOutputStream().write(bytes.getBytes(ISO_8859_1));
                    } while (!hangsUp);
                } catch (IOException e) {
                    // the client has hung up
                }
            }
        });
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }
}
