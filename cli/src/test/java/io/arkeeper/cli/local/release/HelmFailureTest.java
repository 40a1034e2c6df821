package io.arkeeper.cli.local.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.release.HelmReleases.HelmFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sentences are Helm's, from upgrades that began at the same moment on a real cluster. */
final class HelmFailureTest {

    @ParameterizedTest
    @ValueSource(strings = {"another operation (install/upgrade/rollback) is in progress", "release: already exists"})
    void anUpgradeThatAnotherOneOvertook(String sentence) {
        assertThat(new HelmFailure(sentence).isBySomebodyElse()).isTrue();
    }

    @Test
    void anUpgradeThatFailedByItself() {
        assertThat(new HelmFailure("cannot patch \"myzk\" with kind StatefulSet").isBySomebodyElse())
                .isFalse();
    }
}
