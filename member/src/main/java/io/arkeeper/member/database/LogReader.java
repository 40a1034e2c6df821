package io.arkeeper.member.database;

import io.arkeeper.core.database.Finding;
import io.arkeeper.core.database.Finding.Weight;
import io.arkeeper.core.database.LogContent;
import io.arkeeper.core.database.ZxidRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Adler32;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.txn.TxnHeader;

/**
 * Reads one transaction log and says where it stops being good.
 *
 * <p>The format is that of ZooKeeper's {@code FileTxnLog}: a header of 16 bytes that starts with {@code ZKLG}, then records
 * of an Adler-32 sum (8 bytes), a length (4), the transaction, and {@code 0x42}; zeros fill the file up. ZooKeeper's own
 * iterator tells neither file nor place, and takes a lost end mark or a zeroed page in the middle for the end of the
 * file. So where the records stop, the rest of the file is searched for others: if there are none the last write
 * was cut short, which is no damage, because it was never acknowledged.
 */
final class LogReader {

    private static final int MAGIC = 0x5a4b4c47; // "ZKLG"
    private static final int HEADER_BYTES = 16;
    private static final int PREFIX_BYTES = Long.BYTES + Integer.BYTES;
    private static final int RECORD_END = 0x42;
    private static final int LONGEST_RECORD = 1 << 28; // bytes; far above any jute.maxbuffer in use

    private static final int LONGEST_READ = 2 * BinaryInputArchive.maxBuffer; // ZooKeeper's own limit, and its extra

    private final String name;
    private final LogBytes bytes;
    private final List<ZxidRun> runs = new ArrayList<>();
    private final List<ZxidRun> beyond = new ArrayList<>();
    private Optional<Instant> lastAt = Optional.empty();

    private LogReader(String name, LogBytes bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /**
     * Reads a log.
     *
     * @param isLast whether no later one exists; only the last may be without a header
     * @throws IOException where the disk cannot be read
     */
    static LogContent read(Path log, long start, boolean isLast) throws IOException {
        String name = log.getFileName().toString();
        try (FileChannel channel = FileChannel.open(log)) {
            LogReader reader = new LogReader(name, new LogBytes(channel));
            List<Finding> findings = reader.findings(isLast);
            return new LogContent(name, start, reader.runs, reader.beyond, reader.lastAt, findings);
        }
    }

    private List<Finding> findings(boolean isLast) throws IOException {
        if (bytes.size() == 0 && isLast) {
            return List.of(finding(0, "it is empty: its first write was cut short", Weight.REMARK));
        }
        if (bytes.size() < HEADER_BYTES) {
            return List.of(finding(0, "its header is cut short", Weight.FATAL));
        }
        if (bytes.intAt(0) != MAGIC) {
            searchBeyond(HEADER_BYTES);
            return List.of(finding(0, "it does not start with ZKLG", Weight.FATAL));
        }
        long offset = HEADER_BYTES;
        while (true) {
            Entry record = record(offset);
            if (!record.isSound()) {
                return end(record, offset);
            }
            ZxidRun.extend(runs, record.header().getZxid());
            lastAt = Optional.of(Instant.ofEpochMilli(record.header().getTime()));
            offset = record.next();
        }
    }

    private List<Finding> end(Entry record, long offset) throws IOException {
        if (record.isEnd() && bytes.areZeroFrom(offset)) {
            return List.of();
        }
        long found = searchBeyond(offset + 1);
        if (found > 0) {
            return List.of(finding(
                    offset,
                    "%s, and %d sound %s behind it"
                            .formatted(record.flaw(), found, found == 1 ? "record is" : "records are"),
                    record.isFatal() ? Weight.FATAL : Weight.DAMAGE));
        }
        if (record.isFatal()) {
            return List.of(finding(offset, record.flaw() + ", and nothing behind it can be read", Weight.FATAL));
        }
        return List.of(finding(offset, "the last record was cut short and never acknowledged", Weight.REMARK));
    }

    private Finding finding(long offset, String what, Weight weight) {
        return new Finding(name, offset, what, weight);
    }

    /** How many sound records there are from {@code offset} on, wherever they begin. */
    private long searchBeyond(long offset) throws IOException {
        long found = 0;
        long at = bytes.nextCandidate(offset);
        while (at >= 0) {
            Entry record = record(at);
            if (record.isSound()) {
                ZxidRun.extend(beyond, record.header().getZxid());
                found++;
                at = bytes.nextCandidate(record.next());
            } else {
                at = bytes.nextCandidate(at + 1);
            }
        }
        return found;
    }

    /**
     * What stands at an offset.
     *
     * @param header of a sound record
     * @param flaw of any other
     * @param isFatal whether ZooKeeper gives up here; otherwise it takes this for the end of the file
     * @param isEnd whether it is where the zeros begin, or the file ends
     */
    private record Entry(TxnHeader header, long next, String flaw, boolean isFatal, boolean isEnd) {

        static Entry sound(TxnHeader header, long next) {
            return new Entry(header, next, "", false, false);
        }

        static Entry flawed(String flaw, boolean isFatal) {
            return new Entry(null, 0, flaw, isFatal, false);
        }

        boolean isSound() {
            return header != null;
        }
    }

    private Entry record(long offset) throws IOException {
        if (offset + PREFIX_BYTES > bytes.size()) {
            return new Entry(null, 0, "a record is cut short", false, offset == bytes.size());
        }
        long sum = bytes.longAt(offset);
        int length = bytes.intAt(offset + Long.BYTES);
        if (sum == 0 && length == 0) {
            return new Entry(null, 0, "zeros stand where a record should", false, true);
        }
        if (length < 0 || length > LONGEST_RECORD) {
            return Entry.flawed("a record's length is " + length, true);
        }
        if (length == 0) {
            return Entry.flawed("a record's length is 0", false);
        }
        long end = offset + PREFIX_BYTES + length;
        if (end + 1 > bytes.size()) {
            return Entry.flawed("a record is longer than the file", length > LONGEST_READ);
        }
        if (bytes.byteAt(end) != RECORD_END) {
            return Entry.flawed("a record's end mark is missing", length > LONGEST_READ);
        }
        byte[] text = bytes.at(offset + PREFIX_BYTES, length);
        Adler32 actual = new Adler32();
        actual.update(text);
        if (actual.getValue() != sum) {
            return Entry.flawed("a record's checksum does not match", true);
        }
        return header(text)
                .map(header -> Entry.sound(header, end + 1))
                .orElseGet(() -> Entry.flawed("a record is no transaction", true));
    }

    private static Optional<TxnHeader> header(byte[] text) {
        TxnHeader header = new TxnHeader();
        try {
            header.deserialize(BinaryInputArchive.getArchive(new ByteArrayInputStream(text)), "hdr");
            return Optional.of(header);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
