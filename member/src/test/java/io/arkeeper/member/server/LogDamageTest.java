package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.Adler32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogDamageTest {

    private static final int FIRST_RECORD = 16;
    private static final int RECORD = 8 + 4 + 5 + 1;

    @TempDir
    private Path directory;

    /** Two records of five bytes and the zeros ZooKeeper fills its logs with. */
    private static byte[] log() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x5a4b4c47);
        out.writeInt(2);
        out.writeLong(0);
        for (byte record = 1; record <= 2; record++) {
            byte[] text = {record, record, record, record, record};
            Adler32 sum = new Adler32();
            sum.update(text);
            out.writeLong(sum.getValue());
            out.writeInt(text.length);
            out.write(text);
            out.writeByte(0x42);
        }
        out.write(new byte[64]);
        return bytes.toByteArray();
    }

    private Optional<LogDamage> damage(byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("log.1"), bytes);
        return LogDamage.first(List.of(file));
    }

    private LogDamage found(long offset, String what) {
        return new LogDamage(directory.resolve("log.1"), offset, what);
    }

    @Test
    void aWholeLogIsSound() throws IOException {
        assertThat(damage(log())).isEmpty();
    }

    @Test
    void aRecordCutOffByAPowerFailureIsNoDamage() throws IOException {
        byte[] whole = Arrays.copyOf(log(), FIRST_RECORD + 2 * RECORD);
        for (int length = FIRST_RECORD; length <= whole.length; length++) {
            assertThat(damage(Arrays.copyOf(whole, length))).isEmpty();
        }
    }

    @Test
    void aFlippedBitIsFoundWithItsPlace() throws IOException {
        byte[] flipped = log();
        flipped[FIRST_RECORD + RECORD + 14] ^= 0x10;

        assertThat(damage(flipped)).contains(found(FIRST_RECORD + RECORD, "a record's checksum does not match"));
        assertThat(damage(flipped).orElseThrow())
                .hasToString("%s at byte 34: a record's checksum does not match".formatted(directory.resolve("log.1")));
    }

    @Test
    void aForeignFileAnAbsurdLengthAndALostEndMarkAreFound() throws IOException {
        byte[] foreign = log();
        foreign[0] = 0;
        byte[] length = log();
        length[FIRST_RECORD + 8] = (byte) 0x80;
        byte[] mark = log();
        mark[FIRST_RECORD + RECORD - 1] = 0;

        assertThat(damage(foreign)).contains(found(0, "it does not start with ZKLG"));
        assertThat(damage(length)).contains(found(FIRST_RECORD, "a record's length is -2147483643"));
        assertThat(damage(mark)).contains(found(FIRST_RECORD, "a record's end mark is missing"));
    }
}
