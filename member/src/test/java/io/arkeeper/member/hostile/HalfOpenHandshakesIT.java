package io.arkeeper.member.hostile;

import static io.arkeeper.member.testing.PeerMessages.STRANGER;
import static io.arkeeper.member.testing.PeerMessages.electionOpening;
import static io.arkeeper.member.testing.PeerMessages.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.config.TlsSettings.ClientAuth;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.member.testing.TlsProbe;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes of TLS that somebody without any certificate begins and does not end. */
final class HalfOpenHandshakesIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String ADDRESS = "127.0.77.1";
    private static final String ATTACKER = "127.0.77.66";
    private static final String HOST = TestNames.host(0);
    private static final int ELECTION = 3888;
    private static final int QUORUM = 2888;
    private static final int SECURE = 2281;
    private static final int FLOOD = 300; // more than a doorman lets wait
    private static final int PER_ADDRESS = 60;

    @TempDir
    private Path root;

    private final TestAuthority authority = new TestAuthority("House");
    private final List<Socket> halfOpen = new ArrayList<>();
    private TestMember member;

    @BeforeEach
    void aMemberThatRequiresTls() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
        MountedSecret secret = new MountedSecret(root.resolve("secret"))
                .put(authority.issue("*.zk-headless.test.svc.cluster.local", "localhost"), authority);
        member = TestMember.start(TestMember.settings(root, 0, 1)
                .withTls(new TlsSettings(secret.directory(), true, false, ClientAuth.NEED, SECURE, 8443)));
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(member.get("/readyz").statusCode()).isEqualTo(200));
        await().atMost(DEADLINE).until(() -> member.member().tls().orElseThrow().requiresTls());
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : halfOpen) {
            socket.close();
        }
        member.close();
    }

    private static byte[] clientHello() throws IOException, GeneralSecurityException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        assertThat(engine.wrap(ByteBuffer.allocate(0), hello).bytesProduced()).isPositive();
        return Arrays.copyOf(hello.array(), hello.position());
    }

    /** In thirds: says nothing, begins a record, says the whole first message and nothing after it. */
    private void flood(int port, int count) throws IOException, GeneralSecurityException {
        byte[] hello = clientHello();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getByName(ADDRESS), port, InetAddress.getByName(ATTACKER), 0);
            halfOpen.add(socket);
            say(socket, hello, List.of(0, 5, hello.length).get(i % 3));
        }
    }

    private static void say(Socket socket, byte[] hello, int length) {
        try {
            socket.getOutputStream().write(hello, 0, length);
        } catch (IOException e) {
            assertThat(e).as("the connection reset").isNotNull();
        }
    }

    private void assertAllAreClosed() throws IOException {
        for (Socket socket : halfOpen) {
            socket.setSoTimeout(Math.toIntExact(DEADLINE.toMillis()));
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketTimeoutException e) {
                throw new AssertionError("still open: " + socket, e);
            } catch (IOException e) {
                assertThat(e).as("the connection reset").isNotNull();
            }
        }
    }

    /** Whether a notification is answered, which needs the threads that accept, that read and that answer. */
    private void assertElects() throws IOException {
        Issued peer = authority.issue(TestNames.host(1));
        try (Socket socket = new TlsProbe(HOST, ELECTION, Optional.of(peer), authority).connect("TLSv1.3")) {
            socket.getOutputStream().write(electionOpening(STRANGER, "127.0.0.1:3888"));
            socket.getOutputStream()
                    .write(notification(
                            "server.1=zk-0.zk-headless.test.svc.cluster.local:2888:3888:participant\nversion=0"));
            assertThat(new DataInputStream(socket.getInputStream()).readInt())
                    .as("the length of its answer")
                    .isBetween(28, 4096);
        }
    }

    private String metric(String name) throws IOException, InterruptedException {
        return member.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElse("none");
    }

    private double refused(String port) throws IOException, InterruptedException {
        return member.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("arkeeper_refused_connections_total{key=\"" + port))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private double count(String name) throws IOException, InterruptedException {
        String line = metric(name);
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    @Test
    void onThePortsBetweenMembersTheyHoldNoMemberUp() throws Exception {
        Issued peer = authority.issue(TestNames.host(1));
        int before = Thread.activeCount();

        flood(ELECTION, FLOOD);
        flood(QUORUM, FLOOD);

        assertElects();
        assertThat(new TlsProbe(HOST, QUORUM, Optional.of(peer), authority).staysOpen())
                .as("a member at the quorum port")
                .isTrue();
        assertThat(Thread.activeCount()).isLessThan(before + 50);
        assertAllAreClosed();
        assertElects();
        for (String port : List.of("election", "quorum")) {
            assertThat(refused(port))
                    .as("refused on the %s port; for which reason depends on how fast the machine is", port)
                    .isGreaterThanOrEqualTo(FLOOD);
        }
    }

    @Test
    void onTheClientPortTheyCountForTheirAddressAndAreClosedInTime() throws Exception {
        flood(SECURE, 3 * PER_ADDRESS);

        assertThat(new TlsProbe(HOST, SECURE, Optional.of(authority.issue("app.example")), authority).talks())
                .as("a client from elsewhere")
                .isTrue();
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(count("connection_rejected ")).isGreaterThan(PER_ADDRESS));
        assertAllAreClosed();
        assertThat(metric("arkeeper_client_connections_ended_total{")).isNotEqualTo("none");
    }
}
