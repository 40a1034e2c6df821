package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleIdTest {

    @Test
    void isSixteenDigitsAndAnotherOneEachTime() {
        SplittableRandom random = new SplittableRandom(7);

        EnsembleId first = EnsembleId.random(random);

        assertThat(first.toString()).matches("[0-9a-f]{16}");
        assertThat(EnsembleId.random(random)).isNotEqualTo(first);
        assertThat(EnsembleId.random(new SplittableRandom(7))).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "f1", "00000000000000F1", "00000000000000g1", "00000000000000f11"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> new EnsembleId(text))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("'%s', expected 16 hexadecimal digits in lower case".formatted(text));
    }
}
