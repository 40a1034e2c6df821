package io.arkeeper.cli.bundle;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TransferRateTest {

    private final TransferRate rate = new TransferRate();

    @Test
    void atFirstNothingIsKnown() {
        rate.at(0, 0);

        assertThat(rate.bytesPerSecond(MILLISECONDS.toNanos(100), 500)).isEmpty();
        assertThat(rate.secondsLeft(MILLISECONDS.toNanos(100), 500, 1)).isEmpty();
    }

    @Test
    void bytesOverTime() {
        rate.at(0, 0);

        assertThat(rate.bytesPerSecond(MILLISECONDS.toNanos(2000), 500)).hasValue(250);
        assertThat(rate.secondsLeft(MILLISECONDS.toNanos(2000), 500, 1001)).hasValue(5); // the last byte too
    }

    @Test
    void onlyTheLastSecondsCount() {
        long sent = 0;
        for (int second = 0; second <= 20; second++) {
            sent += second <= 10 ? 1000 : 10;
            rate.at(MILLISECONDS.toNanos(second * 1000L), sent);
        }

        assertThat(rate.bytesPerSecond(MILLISECONDS.toNanos(20_000), sent)).hasValue(10);
    }

    @Test
    void aLineThatStandsStillHasNoTimeLeft() {
        rate.at(0, 0);
        rate.at(MILLISECONDS.toNanos(3000), 0);

        assertThat(rate.bytesPerSecond(MILLISECONDS.toNanos(3000), 0)).hasValue(0);
        assertThat(rate.secondsLeft(MILLISECONDS.toNanos(3000), 0, 1)).isEmpty();
    }
}
