package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.SmallChart.needs;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Quota;
import io.arkeeper.cli.kube.preflight.ClusterFacts.StorageClass;
import io.arkeeper.cli.local.release.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster that is as it should be; each test takes something away. */
final class Facts {

    private static final String IMAGE = "docker.io/arkeeper/zookeeper:1";

    String version = "v1.36.2";
    boolean exists = true;
    Optional<Map<String, String>> labels = Optional.of(Map.of());
    Optional<List<Node>> nodes = Optional.of(List.of(node(1), node(2), node(3)));
    Optional<List<StorageClass>> classes = Optional.of(List.of(new StorageClass("standard", true, true)));
    Optional<List<Quota>> quotas = Optional.of(List.of());
    List<ClaimView> claims = List.of();
    List<Right> missing = List.of();
    Optional<Boolean> dns = Optional.of(true);
    Set<String> secrets = Set.of();
    Optional<ImageAnswer> inRegistry = Optional.empty();
    Optional<HelmRelease> release = Optional.empty();
    boolean claimsGo;

    ClusterFacts get() {
        return new ClusterFacts(
                version,
                "prod",
                exists,
                labels,
                nodes,
                classes,
                quotas,
                claims,
                missing,
                dns,
                secrets,
                inRegistry,
                release,
                claimsGo);
    }

    static Node node(int number) {
        return node(number, true, false, List.of(), "0", "0");
    }

    static Node node(
            int number, boolean ready, boolean cordoned, List<Tree> taints, String usedCpu, String usedMemory) {
        return new Node(
                "node" + number,
                ready,
                cordoned,
                taints,
                Map.of("disk", "ssd"),
                Quantity.of("2"),
                Quantity.of("8Gi"),
                Optional.of(Quantity.of(usedCpu)),
                Optional.of(Quantity.of(usedMemory)),
                Set.of(IMAGE));
    }

    static Tree taint(String key) {
        return Tree.of("taint", Map.of("key", key, "effect", "NoSchedule"));
    }

    static Check check(String subject, Facts facts, String... replacements) {
        return check(subject, facts, needs(replacements));
    }

    static Check check(String subject, Facts facts, Requirements needs) {
        return Preflight.check(needs, facts.get(), false).stream()
                .filter(check -> check.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
