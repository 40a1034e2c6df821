package io.arkeeper.member.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.apache.zookeeper.server.quorum.auth.QuorumAuth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections on loopback: who gets in, who does not, and why. */
final class DoormanTest {

    private static final Opening FOUR_BYTES = in -> in.readNBytes(4);

    private final BlockingQueue<Refusal> refused = new LinkedBlockingQueue<>();
    private final BlockingQueue<Socket> admitted = new LinkedBlockingQueue<>();
    private final Penalties penalties = new Penalties(1, Duration.ofMinutes(10), () -> 0); // time stands still
    private final ServerSocket listener;
    private final List<AutoCloseable> open = new ArrayList<>();

    DoormanTest() throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(listener);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Doorman doorman(Opening opening, int most, Duration patience) {
        Doorman doorman = new Doorman("test", opening, Gate.OPEN, penalties, most, patience, refused::add);
        open.add(doorman);
        return doorman;
    }

    private Socket knock(Doorman doorman) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
        open.add(client);
        doorman.admit(listener.accept(), admitted::add);
        return client;
    }

    private Refusal refusal() throws InterruptedException {
        return refused.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void whoIsAdmittedIsHeardFromTheBeginning() throws Exception {
        Socket client = knock(doorman(FOUR_BYTES, 1, Duration.ofMinutes(1)));
        client.getOutputStream().write("who is there".getBytes(UTF_8));
        client.shutdownOutput();

        Socket server = admitted.poll(30, TimeUnit.SECONDS);

        assertThat(new String(server.getInputStream().readAllBytes(), UTF_8)).isEqualTo("who is there");
        assertThat(refused).isEmpty();
    }

    @Test
    void whoGoesOnSayingWhatNoMemberSaysGetsNoAnswer() throws Exception {
        Doorman doorman = doorman(
                in -> {
                    throw new Malformed("the greeting", "nonsense", "a word");
                },
                5,
                Duration.ofMinutes(1));
        for (int i = 0; i <= Penalties.BURST_SECONDS; i++) {
            knock(doorman);
            assertThat(refusal()).isEqualTo(Refusal.MALFORMED);
        }
        await().until(() -> penalties.isBarred(InetAddress.getLoopbackAddress())); // the refusal is told before

        Socket next = knock(doorman);

        assertThat(refusal()).isEqualTo(Refusal.BARRED);
        assertThat(next.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void fromWhereAMemberHasComeHeComesAgain() throws Exception {
        knock(doorman(in -> new byte[0], 1, Duration.ofMinutes(1)));
        assertThat(admitted.poll(30, TimeUnit.SECONDS)).isNotNull();
        for (int i = 0; i <= 2 * Penalties.BURST_SECONDS; i++) {
            penalties.malformed(InetAddress.getLoopbackAddress()); // as through the same proxy
        }

        knock(doorman(in -> new byte[0], 1, Duration.ofMinutes(1)));

        assertThat(admitted.poll(30, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void whoWaitedLongestMakesRoom() throws Exception {
        Doorman doorman = doorman(FOUR_BYTES, 2, Duration.ofMinutes(1));
        Socket first = knock(doorman);
        knock(doorman);
        Socket third = knock(doorman);

        assertThat(refusal()).isEqualTo(Refusal.CROWDED_OUT);
        assertThat(first.getInputStream().read()).isEqualTo(-1);
        third.getOutputStream().write(new byte[4]);
        assertThat(admitted.poll(30, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void whoTricklesIsClosedInTime() throws Exception {
        Socket client = knock(doorman(FOUR_BYTES, 2, Duration.ofMillis(100)));
        client.getOutputStream().write(1);

        assertThat(refusal()).isEqualTo(Refusal.SILENT);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whoSpeaksAnotherLanguageIsClosedAtOnce() throws Exception {
        Socket client = knock(doorman(new ElectionOpening(), 2, Duration.ofMinutes(1)));
        client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));

        assertThat(refusal()).isEqualTo(Refusal.MALFORMED);
        assertThat(admitted).isEmpty();
    }

    @Test
    void aHandshakeThatFailsIsToldFromAMessageThatIsNone() throws Exception {
        Opening handshake = in -> {
            throw new SSLHandshakeException("no certificate");
        };
        Socket client = knock(doorman(handshake, 2, Duration.ofMinutes(1)));

        assertThat(refusal()).isEqualTo(Refusal.HANDSHAKE);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(admitted).isEmpty();
    }

    @Test
    void aHandshakeOfWhichOnlyTheEndIsToldIsOneAllTheSame() throws Exception {
        Opening handshake = in -> {
            in.close();
            throw new SocketException("Socket is closed");
        };
        knock(doorman(handshake, 2, Duration.ofMinutes(1)));

        assertThat(refusal()).isEqualTo(Refusal.HANDSHAKE);
    }

    @Test
    void aConnectionThatIsResetIsNoHandshake() throws Exception {
        Socket client = knock(doorman(FOUR_BYTES, 2, Duration.ofMinutes(1)));
        client.setSoLinger(true, 0);
        client.close();

        assertThat(refusal()).isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void whoMayNotStayIsClosedOnceItHasSpoken() throws Exception {
        Gate gate = socket -> {
            throw new Malformed("the connection", "plaintext", "TLS");
        };
        Doorman doorman = new Doorman("test", FOUR_BYTES, gate, penalties, 2, Duration.ofMinutes(1), refused::add);
        open.add(doorman);
        Socket client = knock(doorman);
        client.getOutputStream().write(new byte[4]);

        assertThat(refusal()).isEqualTo(Refusal.MALFORMED);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(admitted).isEmpty();
    }

    @Test
    void aBugInWhatFollowsEndsThatConnectionOnly() throws Exception {
        Doorman doorman = doorman(FOUR_BYTES, 2, Duration.ofMinutes(1));
        Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
        open.add(client);
        doorman.admit(listener.accept(), socket -> {
            throw new IllegalArgumentException("port out of range");
        });
        client.getOutputStream().write(new byte[4]);

        assertThat(refusal()).isEqualTo(Refusal.MALFORMED);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void openingsAreReadToTheByte() throws Exception {
        byte[] election = bytes(out -> {
            out.writeLong(-65535);
            out.writeLong(255);
            byte[] addresses = "10.0.0.1:3888|[fd00::1]:3888".getBytes(UTF_8);
            out.writeInt(addresses.length);
            out.write(addresses);
        });
        byte[] follower = bytes(out -> {
            out.writeInt(11);
            out.writeLong(0x1_0000_0005L);
            out.writeInt(20);
            out.writeLong(2);
            out.writeInt(0x10000);
            out.writeLong(7);
            out.writeInt(-1);
        });
        byte[] sasl = bytes(out -> out.writeLong(QuorumAuth.QUORUM_AUTH_MAGIC_NUMBER));

        assertThat(new ElectionOpening().read(in(election))).isEqualTo(election);
        assertThat(new QuorumOpening(false).read(in(follower))).isEqualTo(follower);
        assertThat(new QuorumOpening(true).read(in(follower))).isEqualTo(follower);
        assertThat(new QuorumOpening(true).read(in(sasl))).isEqualTo(sasl);
        assertThatThrownBy(() -> new QuorumOpening(false).read(in(sasl))).isInstanceOf(Malformed.class);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
