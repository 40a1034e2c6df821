package io.arkeeper.member.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that cannot be read, which a client sends among others that can. */
@Timeout(120)
final class UnreadableRequestsIT {

    private static final List<Integer> CHANGES = List.of(
            OpCode.create,
            OpCode.create2,
            OpCode.createContainer,
            OpCode.createTTL,
            OpCode.deleteContainer,
            OpCode.delete,
            OpCode.setData,
            OpCode.reconfig,
            OpCode.setACL,
            OpCode.multi);

    private static final int CLIENT_PORT = 2181;

    @TempDir
    private Path root;

    private List<EmbeddedPeer> servers;

    private record Answer(int xid, long zxid, int error) {}

    @BeforeEach
    void form() throws Exception {
        Superuser.install();
        servers = EmbeddedPeer.startAll(root);
    }

    @AfterEach
    void stop() throws Exception {
        for (EmbeddedPeer server : servers) {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areAnsweredInTheirTurnAndCostTheEnsembleNoTransaction(boolean byTheLeader) throws Exception {
        EmbeddedPeer server = servers.stream()
                .filter(one -> one.leads() == byTheLeader)
                .findFirst()
                .orElseThrow();
        List<Answer> answers = new ArrayList<>();
        String address = EmbeddedPeer.address(server.id());
        try (Socket socket = new Socket(address, CLIENT_PORT)) {
            socket.setSoTimeout(60_000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write(session());
            in.skipNBytes(in.readInt());
            int xid = 0;
            for (int change : CHANGES) {
                socket.getOutputStream().write(request(++xid, change, new byte[] {127, -1, -1, -1}));
                socket.getOutputStream().write(request(++xid, OpCode.exists, exists("/")));
            }
            socket.getOutputStream().write(request(++xid, OpCode.delete, delete("/not-there")));
            for (int i = 0; i < xid; i++) {
                answers.add(answer(in));
            }
        }

        assertThat(answers.stream().map(Answer::xid))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, answers.size()).boxed().toList());
        List<Answer> before = answers.subList(0, answers.size() - 1);
        assertThat(before.stream().map(Answer::error))
                .containsExactlyElementsOf(IntStream.range(0, before.size())
                        .mapToObj(i -> i % 2 == 0 ? Code.MARSHALLINGERROR.intValue() : Code.OK.intValue())
                        .toList());
        assertThat(before.stream().map(Answer::zxid).distinct())
                .as("transactions meanwhile")
                .hasSize(1);
        assertThat(answers.getLast())
                .as("a change that can be read and fails is one, as ever")
                .isEqualTo(new Answer(answers.size(), before.getFirst().zxid() + 1, Code.NONODE.intValue()));
    }

    private interface Step {
        void write(DataOutputStream out) throws IOException;
    }

    /** With its length before it, as ZooKeeper writes. */
    private static byte[] framed(Step step) throws IOException {
        byte[] body = bytes(step);
        return bytes(out -> {
            out.writeInt(body.length);
            out.write(body);
        });
    }

    private static byte[] bytes(Step step) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        step.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static byte[] session() throws IOException {
        return framed(out -> {
            out.writeInt(0);
            out.writeLong(0);
            out.writeInt(30_000);
            out.writeLong(0);
            out.writeInt(16);
            out.write(new byte[16]);
        });
    }

    private static byte[] request(int xid, int operation, byte[] body) throws IOException {
        return framed(out -> {
            out.writeInt(xid);
            out.writeInt(operation);
            out.write(body);
        });
    }

    private static byte[] exists(String path) throws IOException {
        return bytes(out -> {
            out.writeInt(path.length());
            out.write(path.getBytes(UTF_8));
            out.writeBoolean(false);
        });
    }

    private static byte[] delete(String path) throws IOException {
        return bytes(out -> {
            out.writeInt(path.length());
            out.write(path.getBytes(UTF_8));
            out.writeInt(-1);
        });
    }

    private static Answer answer(DataInputStream in) throws IOException {
        int length = in.readInt();
        Answer answer = new Answer(in.readInt(), in.readLong(), in.readInt());
        in.skipNBytes(length - 16L);
        return answer;
    }
}
