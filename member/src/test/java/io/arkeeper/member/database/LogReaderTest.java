package io.arkeeper.member.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.database.Finding;
import io.arkeeper.core.database.Finding.Weight;
import io.arkeeper.core.database.LogContent;
import io.arkeeper.core.database.ZxidRun;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Adler32;
import org.apache.jute.BinaryOutputArchive;
import org.apache.zookeeper.txn.TxnHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogReaderTest {

    private static final int HEADER = 16;
    private static final int RECORD = 8 + 4 + 32 + 1; // a transaction's header has 32 bytes
    private static final long FIRST = 0x100000001L;
    private static final int RECORDS = 5;
    private static final int END = HEADER + RECORDS * RECORD;

    @TempDir
    private Path directory;

    /** Five transactions and the zeros ZooKeeper fills its logs with. */
    private static byte[] log() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x5a4b4c47);
        out.writeInt(2);
        out.writeLong(0);
        for (int record = 0; record < RECORDS; record++) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            new TxnHeader(0xabcdef12L, record, FIRST + record, 1_000L + record, 1)
                    .serialize(BinaryOutputArchive.getArchive(text), "hdr");
            Adler32 sum = new Adler32();
            sum.update(text.toByteArray());
            out.writeLong(sum.getValue());
            out.writeInt(text.size());
            out.write(text.toByteArray());
            out.writeByte(0x42);
        }
        out.write(new byte[640]);
        return bytes.toByteArray();
    }

    private LogContent read(byte[] bytes) throws IOException {
        return LogReader.read(Files.write(directory.resolve("log.100000001"), bytes), FIRST, true);
    }

    private static Finding found(long offset, String what, Weight weight) {
        return new Finding("log.100000001", offset, what, weight);
    }

    private static long records(List<ZxidRun> runs) {
        return runs.stream().mapToLong(ZxidRun::count).sum();
    }

    @Test
    void aWholeLogIsSound() throws IOException {
        LogContent log = read(log());

        assertThat(log.findings()).isEmpty();
        assertThat(log.runs()).containsExactly(new ZxidRun(FIRST, FIRST + 4, 5));
        assertThat(log.lastAt().orElseThrow().toEpochMilli()).isEqualTo(1004);
    }

    @Test
    void aRecordCutOffAnywhereIsNoDamage() throws IOException {
        byte[] whole = Arrays.copyOf(log(), END);
        for (int length = HEADER; length <= whole.length; length++) {
            LogContent log = read(Arrays.copyOf(whole, length));

            assertThat(log.isDamaged()).as("cut at %d", length).isFalse();
            assertThat(log.records()).isEqualTo((length - HEADER) / RECORD);
            assertThat(log.findings().isEmpty()).isEqualTo((length - HEADER) % RECORD == 0);
        }
    }

    @Test
    void aRecordCutOffIsNoDamageWhereZerosWereWrittenAheadEither() throws IOException {
        for (int length = END - RECORD + 12; length < END; length++) {
            byte[] cut = log();
            Arrays.fill(cut, length, cut.length, (byte) 0);

            assertThat(read(cut).isDamaged()).as("zeros from %d", length).isFalse();
            assertThat(read(cut).records()).isEqualTo(RECORDS - 1);
        }
    }

    /** Every single byte of every record: what is before it stays good, and what is behind it is found. */
    @Test
    void anyFlippedByteIsFoundWithItsRecord() throws IOException {
        for (int at = HEADER; at < END; at++) {
            byte[] flipped = log();
            flipped[at] ^= 0x55;
            int record = (at - HEADER) / RECORD;

            LogContent log = read(flipped);

            assertThat(log.records()).as("flipped at %d", at).isEqualTo(record);
            assertThat(records(log.beyond())).as("flipped at %d", at).isEqualTo(RECORDS - record - 1);
            assertThat(log.findings().getFirst().offset()).isEqualTo(HEADER + record * RECORD);
            if (record < RECORDS - 1) {
                assertThat(log.isDamaged()).as("flipped at %d", at).isTrue();
            }
        }
    }

    @Test
    void aChecksumSaysWhatIsBehindIt() throws IOException {
        byte[] flipped = log();
        flipped[HEADER + RECORD + 14] ^= 0x10;

        assertThat(read(flipped).findings())
                .containsExactly(found(
                        HEADER + RECORD,
                        "a record's checksum does not match, and 3 sound records are behind it",
                        Weight.FATAL));
    }

    /** ZooKeeper takes this for the end of the file, and says nothing. */
    @Test
    void aPageOfZerosInTheMiddleIsDamage() throws IOException {
        byte[] zeroed = log();
        Arrays.fill(zeroed, HEADER + RECORD, HEADER + 3 * RECORD, (byte) 0);

        LogContent log = read(zeroed);

        assertThat(log.findings())
                .containsExactly(found(
                        HEADER + RECORD,
                        "zeros stand where a record should, and 2 sound records are behind it",
                        Weight.DAMAGE));
        assertThat(log.beyond()).containsExactly(new ZxidRun(FIRST + 3, FIRST + 4, 2));
    }

    @Test
    void headersThatAreNone() throws IOException {
        byte[] foreign = log();
        foreign[0] = 0;

        assertThat(read(foreign).findings()).containsExactly(found(0, "it does not start with ZKLG", Weight.FATAL));
        assertThat(read(new byte[7]).findings()).containsExactly(found(0, "its header is cut short", Weight.FATAL));
        assertThat(read(new byte[0]).findings())
                .containsExactly(found(0, "it is empty: its first write was cut short", Weight.REMARK));
    }
}
