package io.arkeeper.member.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.core.MemberId;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first message on the election port: a version of the protocol, the id of a member and where its own port is.
 *
 * <p>ZooKeeper reads it in the thread that accepts connections. A port number above 65535 ends that thread, and the
 * member takes part in no election until it is restarted; an id that no member has costs two threads for ever.
 */
public final class ElectionOpening implements Opening {

    private static final long ONE_ADDRESS = -65536; // the protocol's versions, as QuorumCnxManager numbers them
    private static final long SEVERAL_ADDRESSES = -65535;
    private static final int LONGEST_ADDRESSES = 1024; // bytes
    private static final Pattern ADDRESS =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.%]{2,64}]):(\\d{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    @Override
    public byte[] read(DataInputStream in) throws IOException, Malformed {
        long version = in.readLong();
        if (version != ONE_ADDRESS && version != SEVERAL_ADDRESSES) {
            throw new Malformed("the election protocol's version", version, ONE_ADDRESS + " or " + SEVERAL_ADDRESSES);
        }
        long id = in.readLong();
        if (id < 1 || id > MemberId.HIGHEST) {
            throw new Malformed("the member id", id, "1 to " + MemberId.HIGHEST);
        }
        int length = in.readInt();
        if (length < 1 || length > LONGEST_ADDRESSES) {
            throw new Malformed("the length of the addresses", length, "1 to " + LONGEST_ADDRESSES);
        }
        byte[] addresses = new byte[length];
        in.readFully(addresses);
        for (String address : new String(addresses, UTF_8).split("\\|", -1)) {
            requireAddress(address);
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        DataOutputStream again = new DataOutputStream(read);
        again.writeLong(version);
        again.writeLong(id);
        again.writeInt(length);
        again.write(addresses);
        return read.toByteArray();
    }

    private static void requireAddress(String address) throws Malformed {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > HIGHEST_PORT) {
            throw new Malformed("the election address", "not one", "HOST:PORT");
        }
    }
}
