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
    void beginsAtOneHundredAndOneForObservers() {
        MemberId id = MemberId.ofObserver(2);

        assertThat(id).isEqualTo(new MemberId(103));
        assertThat(id.ordinal()).isEqualTo(2);
        assertThat(id.isObserver()).isTrue();
        assertThat(MemberId.ofOrdinal(99).isObserver()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1", "100"})
    void refusesAnOrdinalThereIsNoNumberFor(int ordinal) {
        String refusal = "pod ordinal is " + ordinal + ", expected 0 to 99; scale to 100 or fewer";

        assertThatThrownBy(() -> MemberId.ofOrdinal(ordinal)).hasMessage(refusal);
        assertThatThrownBy(() -> MemberId.ofObserver(ordinal)).hasMessage(refusal);
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
                .hasMessage("member id is " + value + ", expected 1 to 255; ZooKeeper knows no other");
    }
}
