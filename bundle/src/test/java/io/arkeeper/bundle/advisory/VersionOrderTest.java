package io.arkeeper.bundle.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A version that is taken for newer than it is hides a weakness. */
class VersionOrderTest {

    private static void assertOrdered(Ecosystem ecosystem, List<String> versions) {
        for (int i = 0; i < versions.size(); i++) {
            for (int j = 0; j < versions.size(); j++) {
                assertThat(Integer.signum(ecosystem.compare(versions.get(i), versions.get(j))))
                        .as("%s against %s", versions.get(i), versions.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 1.1 1.2 1.10 2",
                "1-alpha 1-beta 1-milestone 1-rc 1-SNAPSHOT 1 1-sp 1-foo 1-1 1.1",
                "1-a1 1-alpha-2 1-b1 1-m1 1-rc1 1-cr2 1 1.0.1",
                "1-foo2 1-foo10",
                "1.0-rc-1 1.0-rc-2 1.0.0 1.0.0-1 1.0.0.1",
                "4.1.100.Final 4.1.118.Final 4.1.119.Final 4.2.0.RC1 4.2.0.Final",
                "33.0.0-android 33.0.0-jre 33.1.0-android",
                "2.9.10 2.9.10.1 2.9.10.8 2.10.0 2.10.0.pr1",
                "3.9.4 3.9.5 3.9.5-1 3.10.0",
                "20230227 20231013",
                "1.1.1 1.1.2-beta-1 1.1.2"
            })
    void maven(String versions) {
        assertOrdered(Ecosystem.MAVEN, List.of(versions.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "1, 1.0.0",
        "1, 1.ga",
        "1, 1-GA",
        "1, 1.final",
        "1, 1-release",
        "1, 1-0",
        "1, 1.",
        "1, 1.0.0-0.0.0",
        "1-foo, 1.foo",
        "1-foo, 1.0.0-foo.0.0",
        "1-a1, 1-alpha-1",
        "1-rc, 1-cr",
        "1-FOO, 1-foo",
        "1.0.1, 1.0.01"
    })
    void ofMavenTheSame(String one, String other) {
        assertThat(Ecosystem.MAVEN.compare(one, other)).isZero();
        assertThat(Ecosystem.MAVEN.compare(other, one)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.36-9 2.36-9+deb12u1 2.36-9+deb12u13 2.41-12",
                "1.0~rc1-1 1.0-1 1:0.5-1",
                "1:1.36.1-9+deb12u1 1:1.37.0-6"
            })
    void debian(String versions) {
        assertOrdered(Ecosystem.DEBIAN, List.of(versions.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1.0.0-alpha v1.0.0-alpha.1 v1.0.0-alpha.beta v1.0.0-beta v1.0.0-beta.2 v1.0.0-beta.11 v1.0.0-rc.1 v1.0.0",
                "0.0.0-20220722155237-a158d28d115b 0.0.0-20240101000000-000000000000 0.1.0",
                "1.23.9 1.23.10 1.24.0-rc.1 1.24.0"
            })
    void go(String versions) {
        assertOrdered(Ecosystem.GO, List.of(versions.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({"v1.2.3, 1.2.3", "v2.0.0+incompatible, 2.0.0", "go1.24, 1.24.0"})
    void ofGoTheSame(String one, String other) {
        assertThat(Ecosystem.GO.compare(one, other)).isZero();
    }
}
