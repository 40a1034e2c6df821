package io.arkeeper.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.Verdict;
import org.junit.jupiter.api.Test;

final class CompatibilityTest {

    @Test
    void whoeverHasTheSameMinorVersionMayJoin() {
        assertThat(Compatibility.judge("3.9.5", "3.9.5").yes()).isTrue();
        assertThat(Compatibility.judge("3.9.5", "3.9.6-SNAPSHOT").yes()).isTrue();
    }

    @Test
    void anotherMinorVersionIsTooOldOrTooNew() {
        assertThat(Compatibility.judge("3.9.5", "3.8.4"))
                .isEqualTo(Verdict.no("it runs ZooKeeper 3.8.4, which is too old for the leader's 3.9.5;"
                        + " bring all members to one image"));
        assertThat(Compatibility.judge("3.9.5", "3.10.0"))
                .isEqualTo(Verdict.no("it runs ZooKeeper 3.10.0, which is too new for the leader's 3.9.5;"
                        + " bring all members to one image"));
        assertThat(Compatibility.judge("3.9.5", "4.0").reason()).contains("too new");
    }

    @Test
    void whatIsNoVersionStopsNobody() {
        assertThat(Compatibility.judge("3.9.5", "unknown").yes()).isTrue();
    }
}
