package io.arkeeper.member.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;
import org.apache.zookeeper.server.quorum.Vote;

/** What members say to each other. */
public final class PeerMessages {

    /** An id no member has: whoever reads a message from it answers at once. */
    public static final long STRANGER = 150;

    private PeerMessages() {}

    public static byte[] electionOpening(long id, String address) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(-65536);
        out.writeLong(id);
        out.writeInt(address.length());
        out.writeBytes(address);
        return bytes.toByteArray();
    }

    /** What a follower says first on the quorum port. */
    public static byte[] followerInfo(long id) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(11); // FOLLOWERINFO
        out.writeLong(0);
        out.writeInt(20); // bytes that follow
        out.writeLong(id);
        out.writeInt(0x10000);
        out.writeLong(0);
        out.writeInt(-1);
        return bytes.toByteArray();
    }

    /** The vote of a stranger that looks for a leader. */
    public static byte[] notification(String config) throws IOException {
        return notification(new Vote(STRANGER, 0, 1, 0), ServerState.LOOKING, config);
    }

    /** What a server of that state sends of its vote. */
    public static byte[] notification(Vote vote, ServerState state, String config) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        out.writeInt(number(state));
        out.writeLong(vote.getId());
        out.writeLong(vote.getZxid());
        out.writeLong(vote.getElectionEpoch());
        out.writeLong(vote.getPeerEpoch());
        out.writeInt(2);
        out.writeInt(config.length());
        out.write(config.getBytes(UTF_8));
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        new DataOutputStream(framed).writeInt(message.size());
        message.writeTo(framed);
        return framed.toByteArray();
    }

    private static int number(ServerState state) {
        return switch (state) {
            case LOOKING -> 0;
            case FOLLOWING -> 1;
            case LEADING -> 2;
            case OBSERVING -> 3;
        };
    }
}
