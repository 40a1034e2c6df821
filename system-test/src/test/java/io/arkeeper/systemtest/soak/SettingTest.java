package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingTest {

    private static final Map<String, String> BEFORE = Map.of("tickTimeMs", "400", "service", "zk-headless");
    private static final Setting SLOWER = new Setting("tickTimeMs", "tickTime", "500");

    @Test
    void changesItselfAndNothingElse() {
        assertThat(SLOWER.in(BEFORE)).isEqualTo(Map.of("tickTimeMs", "500", "service", "zk-headless"));
    }

    @Test
    void onlyWhatWouldChangeSomethingIsChosen() {
        assertThat(Setting.otherThan(BEFORE)).contains(SLOWER).noneMatch(setting -> setting.in(BEFORE)
                .equals(BEFORE));
        assertThat(Setting.otherThan(SLOWER.in(BEFORE))).doesNotContain(SLOWER);
    }

    @Test
    void isFoundInZooCfg() {
        assertThat(SLOWER.isIn(List.of("initLimit=20", "tickTime=500"))).isTrue();
        assertThat(SLOWER.isIn(List.of("tickTime=5000"))).isFalse();
    }
}
