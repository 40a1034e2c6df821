package io.arkeeper.member.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

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

    public static byte[] notification(String config) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        out.writeInt(0); // looking
        out.writeLong(STRANGER);
        out.writeLong(0);
        out.writeLong(1);
        out.writeLong(0);
        out.writeInt(2);
        out.writeInt(config.length());
        out.write(config.getBytes(UTF_8));
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        new DataOutputStream(framed).writeInt(message.size());
        message.writeTo(framed);
        return framed.toByteArray();
    }
}
