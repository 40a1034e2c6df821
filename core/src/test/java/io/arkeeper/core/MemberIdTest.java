package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberIdTest {

    @Test
    void isTheOrdinalPlusOne() {
        MemberId id = MemberId.ofOrdinal(2);

        assertThat(id).isEqualTo(new MemberId(3));
        assertThat(id.ordinal()).isEqualTo(2);
        assertThat(id).hasToString("3");
    }

    @Test
    void ordersByNumber() {
        assertThat(new MemberId(9)).isLessThan(new MemberId(10));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "256"})
    void refusesWhatDoesNotFitIntoASessionId(int value) {
        assertThatThrownBy(() -> new MemberId(value))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("member id is " + value + ", expected 1 to 255; use a pod ordinal from 0 to 254");
    }
}
