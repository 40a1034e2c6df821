package io.arkeeper.member.admission;

import io.arkeeper.core.MemberId;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first packet on the quorum port: a follower or observer with the id of a member. Where members authenticate each
 * other by SASL, the mark that begins that comes instead.
 *
 * <p>ZooKeeper gives each connection a thread before anything was said, and believes the packet's list of identities to
 * be as long as it claims.
 */
public final class QuorumOpening implements Opening {

    private static final int FOLLOWER = 11; // Leader.FOLLOWERINFO
    private static final int OBSERVER = 16; // Leader.OBSERVERINFO
    private static final long SASL = -0xa0dbcafecafe1234L; // QuorumAuth's mark
    private static final int SHORTEST_INFO = Long.BYTES; // the id
    private static final int LONGEST_INFO = 64; // id, version of the protocol, version of the configuration

    private final boolean sasl;

    /** @param sasl whether members may log in with each other */
    public QuorumOpening(boolean sasl) {
        this.sasl = sasl;
    }

    @Override
    public byte[] read(DataInputStream in) throws IOException, Malformed {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        DataOutputStream again = new DataOutputStream(read);
        int type = in.readInt();
        again.writeInt(type);
        if (sasl && type == (int) (SASL >>> Integer.SIZE)) {
            int rest = in.readInt();
            if (rest != (int) SASL) {
                throw new Malformed("the first packet's type", type, "FOLLOWERINFO or OBSERVERINFO");
            }
            again.writeInt(rest);
            return read.toByteArray();
        }
        if (type != FOLLOWER && type != OBSERVER) {
            throw new Malformed("the first packet's type", type, "FOLLOWERINFO or OBSERVERINFO");
        }
        again.writeLong(in.readLong()); // the transaction it has seen
        int length = in.readInt();
        if (length < SHORTEST_INFO || length > LONGEST_INFO) {
            throw new Malformed("the length of its description", length, SHORTEST_INFO + " to " + LONGEST_INFO);
        }
        byte[] info = new byte[length];
        in.readFully(info);
        long id = ByteBuffer.wrap(info).getLong();
        if (id < 1 || id > MemberId.HIGHEST) {
            throw new Malformed("the member id", id, "1 to " + MemberId.HIGHEST);
        }
        int identities = in.readInt();
        if (identities > 0) {
            throw new Malformed("the number of identities", identities, "none");
        }
        again.writeInt(length);
        again.write(info);
        again.writeInt(identities);
        return read.toByteArray();
    }
}
