package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.cli.testing.HelmSecret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HelmReleaseTest {

    private static Tree secret(int revision, String status) {
        HelmSecret secret = new HelmSecret(
                revision, status, Instant.parse("2026-11-23T12:00:00.5Z"), Map.of("servers", 5), "kind: ConfigMap");
        return Tree.of("secret", secret.object());
    }

    @Test
    void theNewestRevisionCounts() {
        HelmRelease release = HelmRelease.newestOf(
                        List.of(secret(2, "superseded"), secret(10, "failed"), secret(9, "deployed")))
                .orElseThrow();

        assertThat(release)
                .isEqualTo(new HelmRelease(
                        10,
                        "failed",
                        "zookeeper-0.1.0",
                        Instant.parse("2026-11-23T12:00:00.5Z"),
                        "a test",
                        Map.of("servers", 5),
                        "kind: ConfigMap"));
        assertThat(release.trouble()).contains("Its last change failed: a test.");
    }

    @Test
    void noSecretIsNoRelease() {
        assertThat(HelmRelease.newestOf(List.of())).isEqualTo(Optional.empty());
    }

    @Test
    void aChangeThatHasNotEndedIsTold() {
        HelmRelease release =
                HelmRelease.newestOf(List.of(secret(1, "pending-install"))).orElseThrow();

        assertThat(release.isPending()).isTrue();
        assertThat(release.trouble())
                .contains("Its installation was begun at 2026-11-23T12:00:00.500Z and has not ended.");
    }

    @ParameterizedTest
    @CsvSource({
        "deployed, 1, NONE",
        "deployed, 9, NONE",
        "pending-install, 1, INSTALL",
        "failed, 1, INSTALL",
        "uninstalled, 3, INSTALL",
        "pending-install, 2, UPGRADE",
        "failed, 2, UPGRADE",
        "pending-upgrade, 2, UPGRADE",
        "pending-rollback, 3, UPGRADE",
        "superseded, 1, UPGRADE",
        "unknown, 1, UPGRADE",
        "uninstalling, 1, UNINSTALL",
        "uninstalling, 2, UNINSTALL",
    })
    void onlyAnAttemptIsMadeAnew(String status, int revision, HelmRelease.Remedy remedy) {
        assertThat(HelmRelease.newestOf(List.of(secret(revision, status)))
                        .orElseThrow()
                        .remedy())
                .isEqualTo(remedy);
    }

    @Test
    void whatIsUnderWayOrInterruptedIsLookedBehind() {
        List<Tree> secrets = List.of(secret(1, "superseded"), secret(2, "deployed"), secret(3, "pending-upgrade"));

        assertThat(HelmRelease.newestEndedOf(secrets).map(HelmRelease::revision))
                .hasValue(2);
        assertThat(HelmRelease.newestEndedOf(List.of(secret(1, "pending-install"))))
                .isEmpty();
    }

    @Test
    void helmWritesTimesAsItsMachineHasThem() {
        Tree release = Tree.of("release", Map.of("info", Map.of("last_deployed", "2026-11-23T13:00:00.5+01:00")));

        assertThat(HelmRelease.of(release).changedAt()).isEqualTo(Instant.parse("2026-11-23T12:00:00.5Z"));
    }
}
