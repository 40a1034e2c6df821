package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.local.release.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a cluster is like, as far as the user may see it. What may not be read is empty, which is not the same as none.
 *
 * @param version of the API server, e.g. {@code v1.36.2}
 * @param namespaceLabels none where the namespace does not exist; empty where it may not be read
 * @param claims in the namespace
 * @param hasDns whether the cluster's DNS Service is where it usually is
 * @param secrets names of the Secrets that were looked for and found
 * @param inRegistry what the image's registry says; empty where it need not be asked
 * @param claimsGo whether Kubernetes deletes the release's volume claims together with what is there of it
 */
public record ClusterFacts(
        String version,
        String namespace,
        boolean namespaceExists,
        Optional<Map<String, String>> namespaceLabels,
        Optional<List<Node>> nodes,
        Optional<List<StorageClass>> storageClasses,
        Optional<List<Quota>> quotas,
        List<ClaimView> claims,
        List<Right> missingRights,
        Optional<Boolean> hasDns,
        Set<String> secrets,
        Optional<ImageAnswer> inRegistry,
        Optional<HelmRelease> release,
        boolean claimsGo) {

    /**
     * A node.
     *
     * @param taints as the API server describes them
     * @param cpu what may be requested on it in all, as is {@code memory}
     * @param usedCpu what other pods have requested; empty where they may not be listed
     * @param images by all their names
     */
    public record Node(
            String name,
            boolean ready,
            boolean cordoned,
            List<Tree> taints,
            Map<String, String> labels,
            Quantity cpu,
            Quantity memory,
            Optional<Quantity> usedCpu,
            Optional<Quantity> usedMemory,
            Set<String> images) {}

    /** A storage class. */
    public record StorageClass(String name, boolean isDefault, boolean bindsWhenFirstUsed) {}

    /** A resource quota: limits and what is used of them. */
    public record Quota(String name, Map<String, String> hard, Map<String, String> used) {

        /** What is left of a resource; empty where it is not limited. */
        Optional<Quantity> left(String resource) {
            return Optional.ofNullable(hard.get(resource))
                    .map(limit -> Quantity.of(limit).minus(Quantity.of(used.getOrDefault(resource, "0"))));
        }
    }
}
