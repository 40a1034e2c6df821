package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.Digest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OverlayTest {

    @Test
    void theOverlaySaysWhereTheImageIs() {
        Overlay overlay = new Overlay(
                "pull.example.com", "platform/arkeeper/zookeeper", new Digest("a".repeat(64)), Optional.of("regcred"));

        assertThat(overlay.yaml()).isEqualTo("""
                        # Where the image is, written by `arkeeper bundle push`. Install with: helm install NAME CHART -f THIS_FILE
                        image:
                          registry: "pull.example.com"
                          repository: "platform/arkeeper/zookeeper"
                          digest: "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        imagePullSecrets:
                          - name: "regcred"
                        """);
    }
}
