package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.oci.Digest;
import java.util.Optional;

/**
 * The values that make the chart pull from where the image was pushed. The chart itself is never touched.
 *
 * @param registry host the nodes pull from, which may not be the one we push to
 */
public record Overlay(String registry, String repository, Digest digest, Optional<String> pullSecret) {

    /** A values file for {@code helm install -f}. */
    public String yaml() {
        String image = """
                # Where the image is, written by `arkeeper bundle push`. Install with: helm install NAME CHART -f THIS_FILE
                image:
                  registry: "%s"
                  repository: "%s"
                  digest: "%s"
                """.formatted(registry, repository, digest);
        return image + pullSecret.map(name -> """
                                imagePullSecrets:
                                  - name: "%s"
                                """.formatted(name)).orElse("");
    }
}
