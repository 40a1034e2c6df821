package io.arkeeper.member.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What members send to each other's election ports. */
final class ElectionMessages {

    /** An id no member has: whoever reads a message from it answers at once. */
    static final long STRANGER = 150;

    private ElectionMessages() {}

    /** The first message on a connection. */
    static byte[] opening(long id, String address) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(-65536);
        out.writeLong(id);
        out.writeInt(address.length());
        out.writeBytes(address);
        return bytes.toByteArray();
    }

    /** A vote of who looks for a leader. */
    static byte[] looking(String config) throws IOException {
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
