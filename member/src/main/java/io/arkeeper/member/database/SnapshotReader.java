package io.arkeeper.member.database;

import io.arkeeper.core.database.Finding;
import io.arkeeper.core.database.Finding.Weight;
import io.arkeeper.core.database.SnapshotContent;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.Adler32;
import java.util.zip.ZipException;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.StatPersisted;
import org.apache.zookeeper.server.persistence.FileHeader;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.apache.zookeeper.server.persistence.SnapStream;

/**
 * Reads one snapshot node by node and keeps none of them, so it takes no heap however large the tree is.
 *
 * <p>ZooKeeper's own reader builds the whole tree, and logs why it gives up on a snapshot before it silently takes an
 * older one. What is not checked here: the digest of the tree, because a snapshot holds traces of later transactions
 * and its digest only fits once the logs have been replayed.
 */
final class SnapshotReader {

    private static final int DIGEST_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;
    private static final int SEAL_BYTES = Long.BYTES + Integer.BYTES + 1;
    private static final int LONGEST_PATH = 1 << 24; // bytes
    private static final String ROOT = "/"; // marks the end of the nodes, and of each seal

    private final Path file;
    private final String name;
    private final long zxid;
    private long nodes;
    private OptionalLong coveredTo = OptionalLong.empty();

    private SnapshotReader(Path file, long zxid) {
        this.file = file;
        this.name = file.getFileName().toString();
        this.zxid = zxid;
    }

    /** @throws IOException where the disk cannot be read */
    static SnapshotContent read(Path snapshot, long zxid) throws IOException {
        return new SnapshotReader(snapshot, zxid).content();
    }

    private SnapshotContent content() throws IOException {
        long size = Files.size(file);
        Optional<Finding> finding;
        try (Summed in = new Summed(SnapStream.getInputStream(file.toFile()))) {
            finding = finding(in);
        } catch (EOFException e) { // not even the header of a compressed one
            finding = Optional.of(cutShort(0));
        } catch (ZipException e) {
            finding =
                    Optional.of(new Finding(name, 0, "it cannot be unpacked (" + e.getMessage() + ")", Weight.DAMAGE));
        }
        return new SnapshotContent(name, zxid, coveredTo, nodes, size, finding);
    }

    private Optional<Finding> finding(Summed in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        long place = 0;
        try {
            BinaryInputArchive archive = new BinaryInputArchive(data, Integer.MAX_VALUE, 0);
            header(archive);
            sessions(data);
            place = in.position;
            acls(archive, data);
            for (String path = path(data); !path.equals(ROOT); path = path(data)) {
                place = in.position;
                node(archive, data);
            }
            place = in.position;
            seal(data, in);
            rest(in);
            return Optional.empty();
        } catch (Damaged e) {
            return Optional.of(new Finding(name, e.offset < 0 ? place : e.offset, e.getMessage(), e.weight));
        } catch (EOFException e) {
            return Optional.of(cutShort(place));
        }
    }

    /** ZooKeeper writes to the final name, so a process that ends while it writes leaves one like this. */
    private Finding cutShort(long place) {
        return new Finding(name, place, "it was not written to its end, so ZooKeeper leaves it out", Weight.REMARK);
    }

    private static void header(BinaryInputArchive archive) throws IOException {
        FileHeader header = new FileHeader();
        header.deserialize(archive, "fileheader");
        if (header.getMagic() != FileSnap.SNAP_MAGIC) {
            throw new Damaged(0, "it does not start with ZKSN");
        }
    }

    private static void sessions(DataInputStream data) throws IOException {
        for (int left = count(data, "sessions"); left > 0; left--) {
            data.skipNBytes(Long.BYTES + Integer.BYTES);
        }
    }

    private static void acls(BinaryInputArchive archive, DataInputStream data) throws IOException {
        for (int left = count(data, "access control lists"); left > 0; left--) {
            data.readLong();
            int entries = count(data, "entries of an access control list");
            if (entries < 0) {
                throw new Damaged("an access control list is missing", Weight.FATAL); // ZooKeeper has no mercy there
            }
            for (; entries > 0; entries--) {
                try {
                    new ACL().deserialize(archive, "acl");
                } catch (EOFException e) {
                    throw e;
                } catch (IOException e) {
                    throw new Damaged("an access control list cannot be read");
                }
            }
        }
    }

    private static int count(DataInputStream data, String what) throws IOException {
        int count = data.readInt();
        if (count < -1) { // -1 is an absent list
            throw new Damaged("the number of %s is %d".formatted(what, count));
        }
        return count;
    }

    private static String path(DataInputStream data) throws IOException {
        int length = data.readInt();
        if (length < 0 || length > LONGEST_PATH) {
            throw new Damaged("a path's length is " + length);
        }
        byte[] text = new byte[length];
        data.readFully(text);
        if (length > 0 && text[0] != '/') {
            throw new Damaged("a path does not begin with /");
        }
        return length == 1 ? ROOT : "";
    }

    private void node(BinaryInputArchive archive, DataInputStream data) throws IOException {
        int length = data.readInt();
        if (length < -1) {
            throw new Damaged("the length of a node's data is " + length);
        }
        data.skipNBytes(Math.max(0, length));
        data.readLong(); // which access control list
        new StatPersisted().deserialize(archive, "statpersisted");
        nodes++;
    }

    private static void seal(DataInputStream data, Summed in) throws IOException {
        long actual = in.sum.getValue();
        long place = in.position;
        long written = data.readLong();
        path(data);
        require(actual == written, place);
    }

    private static void require(boolean matches, long place) throws Damaged {
        if (!matches) {
            throw new Damaged(place, "its checksum does not match what is before it");
        }
    }

    /** A digest and the last transaction may follow, each with a seal; settings of the writer decide. */
    private void rest(Summed in) throws IOException {
        long place = in.position;
        ByteBuffer rest = ByteBuffer.wrap(in.unsummed(DIGEST_BYTES + Long.BYTES + 2 * SEAL_BYTES + 1));
        if (rest.remaining() >= DIGEST_BYTES + SEAL_BYTES) {
            long digestOf = rest.getLong(0);
            coveredTo = digestOf > zxid ? OptionalLong.of(digestOf) : OptionalLong.empty();
            section(in, rest, DIGEST_BYTES, place);
        }
        if (rest.remaining() >= Long.BYTES + SEAL_BYTES) {
            section(in, rest, Long.BYTES, place);
        }
        if (rest.hasRemaining()) {
            throw new Damaged(place + rest.position(), "bytes follow that belong to nothing");
        }
    }

    private static void section(Summed in, ByteBuffer rest, int length, long place) throws Damaged {
        in.sum.update(rest.slice(rest.position(), length));
        rest.position(rest.position() + length);
        require(rest.getLong(rest.position()) == in.sum.getValue(), place + rest.position());
        int end = rest.position() + Long.BYTES;
        if (rest.getInt(end) != 1 || rest.get(end + Integer.BYTES) != '/') {
            throw new Damaged(place + end, "its end mark is missing");
        }
        in.sum.update(rest.slice(rest.position(), SEAL_BYTES));
        rest.position(rest.position() + SEAL_BYTES);
    }

    private static final class Damaged extends IOException {

        private final long offset;
        private final Weight weight;

        private Damaged(long offset, String what, Weight weight) {
            super(what);
            this.offset = offset;
            this.weight = weight;
        }

        Damaged(long offset, String what) {
            this(offset, what, Weight.DAMAGE);
        }

        Damaged(String what) {
            this(-1, what);
        }

        Damaged(String what, Weight weight) {
            this(-1, what, weight);
        }
    }

    /** Knows how far it was read, and the sum of what was. */
    private static final class Summed extends FilterInputStream {

        private final Adler32 sum = new Adler32();
        private final byte[] skipped = new byte[1 << 13];
        private long position;

        Summed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) {
                sum.update(bytes, offset, count);
                position += count;
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            return Math.max(0, read(skipped, 0, (int) Math.min(count, skipped.length)));
        }

        byte[] unsummed(int most) throws IOException {
            return in.readNBytes(most);
        }
    }
}
