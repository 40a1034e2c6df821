package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.relocation.Artifact;
import io.arkeeper.bundle.relocation.Relocatable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What nodes and Helm need to know about a registry that serves a bundle.
 *
 * @param host with the port, as nodes call it
 * @param certificate what clients must trust; absent for plain HTTP
 * @param generated whether the certificate vouches for itself, so that nobody trusts it already
 */
record ServeInstructions(
        Relocatable content, String host, Optional<Path> certificate, boolean generated, boolean needsToken) {

    private static final String CERTS = "/etc/containerd/certs.d/";

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("serving at %s, read-only:".formatted(url()));
        content.all().stream()
                .filter(artifact -> !content.signatures().contains(artifact))
                .forEach(artifact -> lines.add("  " + there(artifact)));
        lines.add("");
        if (generated) {
            lines.add("Each node: copy %s to %s%s/ca.crt, and write".formatted(certificate.orElseThrow(), CERTS, host));
        } else {
            lines.add("Each node: write");
        }
        lines.add("%s%s/hosts.toml:".formatted(CERTS, host));
        hosts().lines().forEach(line -> lines.add(line.isEmpty() ? "" : "  " + line));
        lines.add("");
        lines.add("Then: " + helm());
        return lines;
    }

    private String there(Artifact artifact) {
        return "%s/%s:%s".formatted(host, artifact.repository(), artifact.tag());
    }

    private String url() {
        return (certificate.isPresent() ? "https://" : "http://") + host;
    }

    /** How containerd finds us. The token is not printed: logs are read by many. */
    String hosts() {
        StringBuilder toml = new StringBuilder("""
                server = "%s"

                [host."%s"]
                  capabilities = ["pull", "resolve"]
                """.formatted(url(), url()));
        if (generated) {
            toml.append("  ca = \"%s%s/ca.crt\"\n".formatted(CERTS, host));
        }
        if (needsToken) {
            toml.append("  [host.\"%s\".header]\n".formatted(url()));
            toml.append("    authorization = \"Bearer TOKEN\"\n");
        }
        return toml.toString();
    }

    String helm() {
        String chart = content.chart()
                .map(each -> "oci://%s/%s --version %s".formatted(host, each.repository(), each.tag())
                        + (certificate.isEmpty() ? " --plain-http" : "")
                        + (generated ? " --ca-file " + certificate.orElseThrow() : ""))
                .orElse("CHART");
        return "helm install NAME %s --set image.registry=%s --set image.digest=%s"
                .formatted(chart, host, content.image().root().digest());
    }
}
