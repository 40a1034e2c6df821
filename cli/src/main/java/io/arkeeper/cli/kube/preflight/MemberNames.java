package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.local.release.Tree;
import java.util.ArrayList;
import java.util.List;

/** The names by which members are known in the cluster, from what the chart renders. */
final class MemberNames {

    private MemberNames() {}

    /** Each member's full name, voters first. */
    static List<String> of(Manifest manifest, String namespace) {
        List<String> names = new ArrayList<>();
        for (Tree set : manifest.ofKind("StatefulSet")) {
            Tree spec = set.tree("spec");
            for (int ordinal = 0; ordinal < spec.number("replicas", 1); ordinal++) {
                names.add("%s-%d.%s.%s"
                        .formatted(
                                set.tree("metadata").requiredText("name"),
                                ordinal,
                                spec.requiredText("serviceName"),
                                domain(manifest, namespace)));
            }
        }
        return names;
    }

    /** What the names of Services in the namespace end with. */
    static String domain(Manifest manifest, String namespace) {
        String clusterDomain = manifest.ofKind("ConfigMap").stream()
                .map(configMap -> configMap.textsByKey("data").getOrDefault("member.properties", ""))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("clusterDomain="))
                .map(line -> line.substring("clusterDomain=".length()))
                .findFirst()
                .orElse("cluster.local");
        return "%s.svc.%s".formatted(namespace, clusterDomain);
    }
}
