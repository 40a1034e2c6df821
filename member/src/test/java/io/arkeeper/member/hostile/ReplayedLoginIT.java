package io.arkeeper.member.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.config.AuthSettings;
import io.arkeeper.member.testing.DigestLogin;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.testing.MountedSecret;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.KeeperException.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who has listened to a login says the same again. */
final class ReplayedLoginIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct horse 1";
    private static final int EXISTS = 3;
    private static final int SASL = 102;

    @TempDir
    private Path root;

    @BeforeEach
    void names() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
    }

    /** An answer: its error, and what comes with it. */
    private record Reply(int error, ByteBuffer body) {}

    /** A session that says each byte itself. */
    private static final class Session implements AutoCloseable {

        private final Socket socket;
        private final DataOutputStream out;
        private final DataInputStream in;

        Session(String server) throws IOException {
            String[] parts = server.split(":", -1);
            socket = new Socket(parts[0], Integer.parseInt(parts[1]));
            socket.setSoTimeout(Math.toIntExact(DEADLINE.toMillis()));
            out = new DataOutputStream(socket.getOutputStream());
            in = new DataInputStream(socket.getInputStream());
            ByteBuffer connect = ByteBuffer.allocate(45);
            connect.putInt(0).putLong(0).putInt(10_000).putLong(0).putInt(16);
            send(connect.array());
            in.readNBytes(in.readInt());
        }

        private void send(byte... frame) throws IOException {
            out.writeInt(frame.length);
            out.write(frame);
            out.flush();
        }

        private Reply ask(int operation, byte... body) throws IOException {
            send(ByteBuffer.allocate(2 * Integer.BYTES + body.length)
                    .putInt(1)
                    .putInt(operation)
                    .put(body)
                    .array());
            ByteBuffer reply = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            int error = reply.position(Integer.BYTES + Long.BYTES).getInt();
            return new Reply(error, reply);
        }

        /** Says a token, and returns the one that is the answer. */
        byte[] login(byte... token) throws IOException {
            Reply reply = ask(SASL, withLength(token));
            assertThat(reply.error()).isZero();
            byte[] answer = new byte[Math.max(0, reply.body().getInt())];
            reply.body().get(answer);
            return answer;
        }

        Reply tryLogin(byte... token) throws IOException {
            return ask(SASL, withLength(token));
        }

        /** Asks for the root; empty where the connection is ended instead. */
        Optional<Code> exists() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(withLength("/".getBytes(UTF_8)));
            body.write(0);
            try {
                return Optional.of(Code.get(ask(EXISTS, body.toByteArray()).error()));
            } catch (EOFException e) {
                return Optional.empty();
            }
        }

        private static byte[] withLength(byte... bytes) {
            return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                    .putInt(bytes.length)
                    .put(bytes)
                    .array();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] response(byte... challenge) throws IOException {
        return DigestLogin.answer(challenge, "zookeeper", "zk-sasl-md5", "app", PASSWORD);
    }

    private static double failedLogins(TestMember member) throws IOException, InterruptedException {
        return member.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("arkeeper_failed_logins_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void whatWasSaidOnceLetsNobodyInASecondTime() throws Exception {
        MountedSecret users = new MountedSecret(root.resolve("users")).put(Map.of("app", PASSWORD));
        AuthSettings auth = new AuthSettings(Optional.of(users.directory()), Optional.empty(), true, Optional.empty());
        try (TestMember member =
                TestMember.start(TestMember.settings(root, 0, 1).withAuth(auth))) {
            await().atMost(DEADLINE)
                    .untilAsserted(
                            () -> assertThat(member.get("/readyz").statusCode()).isEqualTo(200));
            byte[] heard;
            try (Session honest = new Session(member.clients())) {
                heard = response(honest.login());
                honest.login(heard);
                assertThat(honest.exists()).hasValue(Code.OK);
            }
            double before = failedLogins(member);
            try (Session replayed = new Session(member.clients())) {
                replayed.login(); // another challenge, which is not answered by what was heard
                assertThat(replayed.tryLogin(heard).error()).isEqualTo(Code.SESSIONCLOSEDREQUIRESASLAUTH.intValue());
            }
            try (Session replayed = new Session(member.clients())) {
                replayed.tryLogin(heard); // without any challenge
                assertThat(replayed.exists()).isNotEqualTo(Optional.of(Code.OK));
            }
            assertThat(failedLogins(member)).isGreaterThanOrEqualTo(before + 2);
        }
    }
}
