package io.arkeeper.cli.local.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BackOffTest {

    private static final Duration SHORT = Duration.ofSeconds(3);

    private final BackOff backOff = new BackOff();

    private List<Long> waitsAfterCrashes(int count) {
        return Stream.generate(() -> backOff.afterCrash(SHORT))
                .limit(count)
                .map(Duration::toSeconds)
                .toList();
    }

    @Test
    void waitsAsKubernetesDoes() {
        assertThat(waitsAfterCrashes(8)).containsExactly(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
    }

    @Test
    void tenMinutesWithoutACrashAreForgiveness() {
        waitsAfterCrashes(4);

        assertThat(backOff.afterCrash(Duration.ofMinutes(10))).isZero();
        assertThat(backOff.afterCrash(SHORT)).hasSeconds(10);
    }

    @Test
    void lessThanTenMinutesAreNot() {
        waitsAfterCrashes(2);

        assertThat(backOff.afterCrash(Duration.ofMinutes(10).minusSeconds(1))).hasSeconds(20);
    }
}
