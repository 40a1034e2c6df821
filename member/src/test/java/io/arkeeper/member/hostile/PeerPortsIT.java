package io.arkeeper.member.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.testing.PeerMessages;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one message, or silence, on the ports between members does to a member. */
final class PeerPortsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String ADDRESS = "127.0.77.1";
    private static final int ELECTION = 3888;
    private static final int QUORUM = 2888;

    @TempDir
    private Path root;

    @BeforeEach
    void names() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
    }

    private TestMember ready() throws IOException {
        TestMember member = TestMember.start(TestMember.settings(root, 0, 1));
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(member.get("/readyz").statusCode()).isEqualTo(200));
        return member;
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(ADDRESS, port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Whether a notification is answered, which needs the threads that accept, that read and that answer. */
    private static void assertElects() throws IOException {
        try (Socket socket = connect(ELECTION)) {
            socket.getOutputStream().write(PeerMessages.electionOpening(PeerMessages.STRANGER, "127.0.0.1:3888"));
            socket.getOutputStream()
                    .write(PeerMessages.notification(
                            "server.1=zk-0.zk-headless.test.svc.cluster.local:2888:3888:participant\nversion=0"));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertThat(in.readInt()).as("the length of its answer").isBetween(28, 4096);
        }
    }

    /** Sends it and waits until the member has closed the connection, or has had a second to choke on it. */
    private static void send(int port, byte[]... messages) throws IOException {
        try (Socket socket = connect(port)) {
            socket.setSoTimeout(1_000);
            for (byte[] message : messages) {
                socket.getOutputStream().write(message);
            }
            socket.getOutputStream().flush();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            assertThat(e).as("a timeout, or the connection reset").isNotNull();
        }
    }

    private static String metric(TestMember member, String name) throws Exception {
        return member.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElse("none");
    }

    @Test
    void aPortNumberTooHighLeavesTheElectionPortOpen() throws Exception {
        try (TestMember member = ready()) {
            assertElects();
            send(ELECTION, PeerMessages.electionOpening(PeerMessages.STRANGER, "127.0.0.1:70000"));
            assertElects();
            assertThat(metric(member, "arkeeper_refused_connections_total{key=\"election_malformed\""))
                    .endsWith(" 1.0");
        }
    }

    @Test
    void aConfigurationThatIsNoneLeavesTheElectionGoingOn() throws Exception {
        try (TestMember member = ready()) {
            for (String config : List.of("version=1", "server.x=a:1:2", "server.1=a:1:99999\nversion=1", "group.1=1")) {
                send(
                        ELECTION,
                        PeerMessages.electionOpening(PeerMessages.STRANGER, "127.0.0.1:3888"),
                        PeerMessages.notification(config));
            }
            assertElects();
            assertThat(metric(member, "arkeeper_refused_connections_total{key=\"election_notification\""))
                    .endsWith(" 4.0");
        }
    }

    @Test
    void silenceOnTheElectionPortHoldsNobodyUp() throws Exception {
        try (TestMember member = ready()) {
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                silent.add(connect(ELECTION));
            }
            assertElects();
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(
                            metric(member, "arkeeper_refused_connections_total{key=\"election_silent\""))
                    .isNotEqualTo("none"));
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void idsThatNoMemberHasCostNoThreads() throws Exception {
        try (TestMember member = ready()) {
            int before = Thread.activeCount();
            List<Socket> strangers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Socket socket = connect(ELECTION);
                socket.getOutputStream().write(PeerMessages.electionOpening(100_000 + i, "127.0.0.1:3888"));
                strangers.add(socket);
            }
            for (Socket socket : strangers) {
                assertThat(socket.getInputStream().read())
                        .as("the connection's end")
                        .isEqualTo(-1);
                socket.close();
            }
            assertThat(Thread.activeCount()).isLessThan(before + 50);
        }
    }

    @Test
    void silenceAndGarbageOnTheQuorumPortCostNoThreads() throws Exception {
        try (TestMember member = ready()) {
            int before = Thread.activeCount();
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                silent.add(connect(QUORUM));
            }
            assertThat(Thread.activeCount()).isLessThan(before + 50);
            byte[] bomb = new byte[64];
            bomb[3] = 11; // FOLLOWERINFO
            bomb[12] = 0x7f; // with two thousand million bytes of description
            send(QUORUM, bomb);
            send(QUORUM, "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            for (Socket socket : silent) {
                assertThat(socket.getInputStream().read())
                        .as("the connection's end")
                        .isEqualTo(-1);
                socket.close();
            }
            assertThat(metric(member, "arkeeper_refused_connections_total{key=\"quorum_malformed\""))
                    .endsWith(" 2.0");
            assertThat(metric(member, "arkeeper_refused_connections_total{key=\"quorum_silent\""))
                    .endsWith(" 200.0");
        }
    }
}
