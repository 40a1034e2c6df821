package io.arkeeper.bundle.deb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebianVersionTest {

    @ParameterizedTest
    @CsvSource({
        "2.41-12, 2.41-12+deb13u4",
        "2.41-9, 2.41-12",
        "1.0~rc1-1, 1.0-1",
        "1.0~~, 1.0~",
        "9.9, 1:0.1",
        "25.0.3+9-2~deb13u1, 25.0.3+9-2",
        "25.0.3+9-2~deb13u1, 25.0.5.1+2-1~deb13u1",
        "1.37.0-6, 1.37.0-6+b9",
        "1.0a, 1.0b",
        "1.0a, 1.0+",
        "12.4+deb12u9, 12.4+deb12u11"
    })
    void theFirstIsOlder(String older, String newer) {
        assertThat(new DebianVersion(older)).isLessThan(new DebianVersion(newer));
        assertThat(new DebianVersion(newer)).isGreaterThan(new DebianVersion(older));
    }

    @Test
    void versionsAreSortedAsDpkgSortsThem() {
        List<String> sorted = Stream.of("1.0", "1.0~b1", "1:0", "1.0-1", "1.00-1.1")
                .map(DebianVersion::new)
                .sorted()
                .map(DebianVersion::text)
                .toList();

        assertThat(sorted).containsExactly("1.0~b1", "1.0", "1.0-1", "1.00-1.1", "1:0");
    }
}
