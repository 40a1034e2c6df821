package io.arkeeper.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GracePeriodTest {

    @ParameterizedTest
    @CsvSource({"30, 13, 12", "31, 13, 13", "54, 25, 24", "55, 25, 25", "60, 30, 25", "600, 570, 25", "86400, 86370, 25"
    })
    void whatTheServerDoesNotNeedIsForTheRemoval(int whole, int toLeave, int toStop) {
        GracePeriod period = new GracePeriod(Duration.ofSeconds(whole));

        assertThat(period.toLeave()).isEqualTo(Duration.ofSeconds(toLeave));
        assertThat(period.toStop()).isEqualTo(Duration.ofSeconds(toStop));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 29, 86401})
    void aPeriodThatTheChartRefusesIsRefused(int whole) {
        assertThatThrownBy(() -> new GracePeriod(Duration.ofSeconds(whole)))
                .hasMessage("terminationGracePeriodSeconds is %d, expected 30 to 86400; use its default, 60", whole);
    }

    @Test
    void theDefaultIsTheCharts() {
        assertThat(GracePeriod.DEFAULT.whole()).isEqualTo(Duration.ofSeconds(60));
    }
}
