package io.arkeeper.member.server;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.Adler32;

/**
 * Finds where a transaction log is damaged, because ZooKeeper's "CRC check failed" names neither file nor place.
 *
 * <p>The format is that of ZooKeeper's {@code FileTxnLog}: a header of 16 bytes that starts with {@code ZKLG}, then
 * records of an Adler-32 sum (8 bytes), a length (4), the transaction, and {@code 0x42}; zeros fill the file up. A
 * record cut off at the end is no damage: the power failed before it was acknowledged.
 *
 * @param file the damaged log
 * @param offset bytes from its start to the damaged record
 * @param what what is wrong there
 */
record LogDamage(Path file, long offset, String what) {

    private static final int MAGIC = 0x5a4b4c47; // "ZKLG"
    private static final int HEADER_BYTES = 16;
    private static final int RECORD_END = 0x42;
    private static final int LONGEST_RECORD = 1 << 30; // bytes; a longer length is itself the damage

    /** The first damage in the order of the files. */
    static Optional<LogDamage> first(List<Path> logs) throws IOException {
        for (Path log : logs) {
            Optional<LogDamage> damage = in(log);
            if (damage.isPresent()) {
                return damage;
            }
        }
        return Optional.empty();
    }

    private static Optional<LogDamage> in(Path log) throws IOException {
        long offset = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(log)))) {
            if (in.readInt() != MAGIC) {
                return Optional.of(new LogDamage(log, 0, "it does not start with ZKLG"));
            }
            in.skipNBytes(HEADER_BYTES - Integer.BYTES);
            offset = HEADER_BYTES;
            while (true) {
                long sum = in.readLong();
                int length = in.readInt();
                if (sum == 0 && length == 0) {
                    return Optional.empty();
                }
                if (length <= 0 || length > LONGEST_RECORD) {
                    return Optional.of(new LogDamage(log, offset, "a record's length is " + length));
                }
                byte[] record = in.readNBytes(length);
                int end = in.read();
                if (record.length < length || end < 0) {
                    return Optional.empty();
                }
                Adler32 actual = new Adler32();
                actual.update(record);
                if (actual.getValue() != sum) {
                    return Optional.of(new LogDamage(log, offset, "a record's checksum does not match"));
                }
                if (end != RECORD_END) {
                    return Optional.of(new LogDamage(log, offset, "a record's end mark is missing"));
                }
                offset += Long.BYTES + Integer.BYTES + length + 1;
            }
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "%s at byte %d: %s".formatted(file, offset, what);
    }
}
