package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumTimingsTest {

    @Test
    void hasTheClassicDefaults() {
        assertThat(QuorumTimings.DEFAULT).isEqualTo(new QuorumTimings(Duration.ofSeconds(2), 10, 5));
        assertThat(QuorumTimings.DEFAULT.lagAllowed()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 60_000})
    void acceptsTheBoundsOfTheTick(long millis) {
        Duration tick = Duration.ofMillis(millis);

        assertThat(new QuorumTimings(tick, 1, 1).lagAllowed()).isEqualTo(tick);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 99, 60_001})
    void refusesATickBeyondThem(long millis) {
        assertThatThrownBy(() -> new QuorumTimings(Duration.ofMillis(millis), 10, 5))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage(
                        "tickTimeMs is " + millis + ", expected 100 to 60000; use 2000 unless you measured otherwise");
    }

    @Test
    void refusesToDropFollowersAtOnce() {
        assertThatThrownBy(() -> new QuorumTimings(Duration.ofSeconds(2), 10, 0))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("syncTicks is 0, expected 1 or more; use 5 unless you measured otherwise");
    }

    @Test
    void refusesLessTimeToLoadASnapshotThanToKeepUp() {
        assertThatThrownBy(() -> new QuorumTimings(Duration.ofSeconds(2), 4, 5))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("initTicks is 4, expected at least syncTicks (5);"
                        + " a follower needs longer to load a snapshot than to keep up: use 10");
    }
}
