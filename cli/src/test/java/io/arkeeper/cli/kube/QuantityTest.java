package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {

    @ParameterizedTest
    @CsvSource({"100m, 0.1", "0.5, 0.5", "2, 2", "1e3, 1000", "2k, 2000", "250u, 0"})
    void cores(String text, String cores) {
        assertThat(Quantity.of(text).asCores()).isEqualTo(cores);
    }

    @ParameterizedTest
    @CsvSource({"3Gi, 3.0 GiB", "1.5Gi, 1.5 GiB", "700Mi, 700.0 MiB", "24597740Ki, 23.5 GiB", "1G, 953.7 MiB"})
    void bytes(String text, String bytes) {
        assertThat(Quantity.of(text).asBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"1Gi, 1024Mi", "1000m, 1", "0.1, 100m"})
    void theSameAmountCanBeWrittenInSeveralWays(String one, String other) {
        assertThat(Quantity.of(one).compareTo(Quantity.of(other))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"many", "''", "1Xi"})
    void whatIsNoQuantityIsNothing(String text) {
        assertThat(Quantity.of(text)).isEqualTo(Quantity.ZERO);
    }
}
