package io.arkeeper.member.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.config.AuthSettings;
import io.arkeeper.member.testing.DigestLogin;
import io.arkeeper.member.testing.PeerMessages;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.testing.MountedSecret;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.zookeeper.server.quorum.QuorumAuthPacket;
import org.apache.zookeeper.server.quorum.auth.QuorumAuth;
import org.apache.zookeeper.server.quorum.auth.QuorumAuth.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who has listened to members log in with each other says the same again. */
final class ReplayedMemberLoginIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String ADDRESS = "127.0.77.1";
    private static final int ELECTION = 3888;
    private static final String PASSWORD = "correct horse 1";
    private static final String SERVERS =
            "server.1=zk-0.zk-headless.test.svc.cluster.local:2888:3888:participant\nversion=0";

    @TempDir
    private Path root;

    private MountedSecret users;

    @BeforeEach
    void names() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
        users = new MountedSecret(root.resolve("users")).put(Map.of("member", PASSWORD));
    }

    /** A connection to the election port that says each packet of the login itself. */
    private static final class Caller implements AutoCloseable {

        private final Socket socket = new Socket(ADDRESS, ELECTION);
        private final DataInputStream in = new DataInputStream(socket.getInputStream());

        Caller() throws IOException {
            socket.setSoTimeout(Math.toIntExact(DEADLINE.toMillis()));
            socket.getOutputStream().write(PeerMessages.electionOpening(PeerMessages.STRANGER, "127.0.0.1:3888"));
        }

        QuorumAuthPacket say(byte... token) throws IOException {
            BinaryOutputArchive.getArchive(socket.getOutputStream())
                    .writeRecord(QuorumAuth.createPacket(Status.IN_PROGRESS, token), "qpconnect");
            QuorumAuthPacket answer = new QuorumAuthPacket();
            BinaryInputArchive.getArchive(in).readRecord(answer, "qpconnect");
            return answer;
        }

        /** Whether its vote is answered. A connection that is not let in is told so or closed. */
        boolean votes() {
            try {
                socket.getOutputStream().write(PeerMessages.notification(SERVERS));
                int length = in.readInt();
                return length >= 28 && length <= 4096;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] answer(QuorumAuthPacket challenge) throws IOException {
        return DigestLogin.answer(challenge.getToken(), "zookeeper-quorum", "zk-quorum-sasl-md5", "member", PASSWORD);
    }

    @Test
    void whatAMemberSaidOnceLetsNobodyInASecondTime() throws Exception {
        AuthSettings.Quorum quorum = new AuthSettings.Quorum(users.directory(), "member", AuthSettings.Mode.REQUIRE);
        AuthSettings auth = new AuthSettings(Optional.empty(), Optional.empty(), false, Optional.of(quorum));
        try (TestMember member =
                TestMember.start(TestMember.settings(root, 0, 1).withAuth(auth))) {
            await().atMost(DEADLINE)
                    .untilAsserted(
                            () -> assertThat(member.get("/readyz").statusCode()).isEqualTo(200));
            byte[] heard;
            try (Caller honest = new Caller()) {
                heard = answer(honest.say());
                assertThat(honest.say(heard).getStatus()).isEqualTo(1); // success
                assertThat(honest.votes()).isTrue();
            }
            try (Caller replayed = new Caller()) {
                replayed.say(); // another challenge, which is not answered by what was heard
                assertThat(replayed.say(heard).getStatus()).isEqualTo(-1); // error
                assertThat(replayed.votes()).isFalse();
            }
            try (Caller replayed = new Caller()) {
                assertThat(replayed.say(heard).getStatus())
                        .as("without any challenge")
                        .isNotEqualTo(1);
                assertThat(replayed.votes()).isFalse();
            }
            try (Caller silent = new Caller()) {
                assertThat(silent.votes()).as("without a login").isFalse();
            }
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(member.get("/metrics").body())
                            .contains("arkeeper_refused_connections_total{key=\"election_login\",} 3.0"));
        }
    }
}
