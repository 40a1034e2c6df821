package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {

    @ParameterizedTest
    @CsvSource({
        "1073741824, 1073741824",
        "5k, 5000",
        "500M, 500000000",
        "2G, 2000000000",
        "1T, 1000000000000",
        "1Ki, 1024",
        "1Mi, 1048576",
        "3Gi, 3221225472",
        "1Ti, 1099511627776",
        "8388607Ti, 9223370937343148032"
    })
    void readsQuantities(String text, long bytes) {
        assertThat(DataSize.ofQuantity("storage", text)).isEqualTo(new DataSize(bytes));
    }

    @ParameterizedTest
    @CsvSource({"2G, 2147483648", "2g, 2147483648", "512m, 536870912", "64K, 65536", "1048576, 1048576"})
    void readsHeapsInTheirOwnUnits(String text, long bytes) {
        assertThat(DataSize.ofHeap("heap", text)).isEqualTo(new DataSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3GB", "3 Gi", "-3Gi", "3.5Gi", "Gi", "3gi", "1234567890123456789"})
    void refusesOtherQuantities(String text) {
        assertThatThrownBy(() -> DataSize.ofQuantity("storage", text))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("storage is '" + text + "', expected a quantity such as 3Gi or 500M; mend it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2Gi", "2GB", "-2G", "", "G"})
    void refusesOtherHeaps(String text) {
        assertThatThrownBy(() -> DataSize.ofHeap("heap", text))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("heap is '" + text + "', expected a JVM heap size such as 2G or 512m; mend it");
    }

    @Test
    void refusesWhatNoDiskCanHold() {
        assertThatThrownBy(() -> DataSize.ofQuantity("storage", "8388608Ti"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("storage is '8388608Ti', expected less than 8388608Ti; mend it");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1048524, 1023.9 KiB",
        "1048575, 1.0 MiB",
        "53687091200, 50.0 GiB",
        "1099511627776, 1.0 TiB",
        "1125899906842624, 1024.0 TiB"
    })
    void isShownInTheLargestUnit(long bytes, String text) {
        assertThat(new DataSize(bytes)).hasToString(text);
    }

    @Test
    void comparesByBytes() {
        assertThat(DataSize.ofHeap("heap", "2G")).isGreaterThan(DataSize.ofQuantity("memory", "2G"));
    }
}
