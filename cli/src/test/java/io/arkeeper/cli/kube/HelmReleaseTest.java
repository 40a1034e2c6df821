package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.release.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class HelmReleaseTest {

    private static Tree secret(int revision, String status) throws IOException {
        String json = """
                {"name":"myzk","version":%d,"config":{"servers":5},"manifest":"kind: ConfigMap",
                 "info":{"status":"%s","last_deployed":"2026-11-23T13:00:00.5+01:00","description":"timed out"},
                 "chart":{"metadata":{"name":"zookeeper","version":"0.1.0"}}}
                """.formatted(revision, status);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(json.getBytes(StandardCharsets.UTF_8));
        }
        byte[] helms = Base64.getEncoder().encode(packed.toByteArray());
        return Tree.of(
                "secret",
                Map.of(
                        "metadata", Map.of("labels", Map.of("version", Integer.toString(revision))),
                        "data", Map.of("release", Base64.getEncoder().encodeToString(helms))));
    }

    @Test
    void theNewestRevisionCounts() throws IOException {
        HelmRelease release = HelmRelease.newestOf(
                        List.of(secret(2, "superseded"), secret(10, "failed"), secret(9, "deployed")))
                .orElseThrow();

        assertThat(release)
                .isEqualTo(new HelmRelease(
                        10,
                        "failed",
                        "zookeeper-0.1.0",
                        Instant.parse("2026-11-23T12:00:00.5Z"),
                        "timed out",
                        Map.of("servers", 5),
                        "kind: ConfigMap"));
        assertThat(release.trouble()).contains("Its last change failed: timed out.");
    }

    @Test
    void noSecretIsNoRelease() {
        assertThat(HelmRelease.newestOf(List.of())).isEqualTo(Optional.empty());
    }

    @Test
    void aChangeThatHasNotEndedIsTold() throws IOException {
        HelmRelease release =
                HelmRelease.newestOf(List.of(secret(1, "pending-install"))).orElseThrow();

        assertThat(release.isPending()).isTrue();
        assertThat(release.trouble())
                .contains("Its installation was begun at 2026-11-23T12:00:00.500Z and has not ended.");
    }
}
