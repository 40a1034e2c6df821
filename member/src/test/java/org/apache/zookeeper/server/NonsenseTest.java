package org.apache.zookeeper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NonsenseTest {

    private static final int RUOK =
            ByteBuffer.wrap(new byte[] {'r', 'u', 'o', 'k'}).getInt();
    private static final int TOO_LONG = 100_000_000;

    private static ByteBuffer connect(int passwordLength) {
        return ByteBuffer.allocate(45)
                .putInt(0)
                .putLong(7)
                .putInt(30_000)
                .putLong(0)
                .putInt(passwordLength)
                .rewind();
    }

    @Test
    void whatBeginsASessionIsRead_andOldClientsSayAByteLess() {
        ByteBuffer whole = connect(16);

        assertThat(Nonsense.isMessage(whole, false)).isFalse();
        assertThat(whole.remaining()).as("is left as it was").isEqualTo(45);
        assertThat(Nonsense.isMessage(connect(16).limit(44), false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 17, 1000, Integer.MAX_VALUE})
    void aPasswordThatIsNotThereIsNonsense(int length) {
        assertThat(Nonsense.isMessage(connect(length), false)).isEqualTo(length != 17);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 43})
    void whatIsTooShortIsNonsense(int length) {
        assertThat(Nonsense.isMessage(connect(16).limit(length), false)).isTrue();
    }

    @Test
    void aRequestHasAHeader() {
        assertThat(Nonsense.isMessage(ByteBuffer.allocate(8), true)).isFalse();
        assertThat(Nonsense.isMessage(ByteBuffer.allocate(7), true)).isTrue();
    }

    @Test
    void lengths_anHonestClientMayAskForTooMuch() {
        assertThat(Nonsense.isLength(-1, true)).isTrue();
        assertThat(Nonsense.isLength(-1, false)).isTrue();
        assertThat(Nonsense.isLength(TOO_LONG, true)).isFalse();
        assertThat(Nonsense.isLength(TOO_LONG, false)).isTrue();
        assertThat(Nonsense.isLength(RUOK, false)).isFalse();
        assertThat(Nonsense.isLength(45, false)).isFalse();
    }
}
