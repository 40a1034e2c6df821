package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.ApiResource;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.cli.local.release.UnusableContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the rendered objects ask of a cluster.
 *
 * @param name the release
 * @param statefulSet the name of the voters'
 * @param cpu requested by one member, as is {@code memory}
 * @param volumes claims of one member: name of the template, size, class
 * @param oneNodeEach whether members may never share a node
 * @param resources of the objects to be made, as rights name them
 * @param podSecurity what Pod Security would refuse
 * @param quota what it takes of quotas, but for volumes
 */
public record Requirements(
        String name,
        String statefulSet,
        int servers,
        int observers,
        Quantity cpu,
        Quantity memory,
        List<Volume> volumes,
        boolean oneNodeEach,
        Map<String, String> nodeSelector,
        List<Tree> tolerations,
        String image,
        String pullPolicy,
        List<String> pullSecrets,
        Set<String> resources,
        PodSecurity podSecurity,
        QuotaDemand quota) {

    /** A volume claim template. */
    public record Volume(String template, Quantity size, Optional<String> storageClass) {}

    public static Requirements of(String name, Manifest manifest) {
        Tree set = manifest.statefulSet()
                .orElseThrow(() -> new UnusableContent("the chart renders no StatefulSet; check the values"));
        Tree spec = set.tree("spec");
        Tree pod = spec.tree("template").tree("spec");
        Tree container = pod.trees("containers").getFirst();
        Map<String, String> requests = container.tree("resources").textsByKey("requests");
        return new Requirements(
                name,
                set.tree("metadata").requiredText("name"),
                spec.number("replicas", 1),
                manifest.observers()
                        .map(found -> found.tree("spec").number("replicas", 1))
                        .orElse(0),
                Quantity.of(requests.getOrDefault("cpu", "0")),
                Quantity.of(requests.getOrDefault("memory", "0")),
                spec.trees("volumeClaimTemplates").stream()
                        .map(Requirements::volume)
                        .toList(),
                !pod.tree("affinity")
                        .tree("podAntiAffinity")
                        .trees("requiredDuringSchedulingIgnoredDuringExecution")
                        .isEmpty(),
                pod.textsByKey("nodeSelector"),
                pod.trees("tolerations"),
                container.requiredText("image"),
                container.text("imagePullPolicy").orElse("IfNotPresent"),
                pod.trees("imagePullSecrets").stream()
                        .map(secret -> secret.requiredText("name"))
                        .toList(),
                manifest.objects().values().stream()
                        .map(object -> ApiResource.of(object).right())
                        .collect(Collectors.toCollection(TreeSet::new)),
                PodSecurity.of(specs(manifest)),
                QuotaDemand.of(manifest));
    }

    private static Volume volume(Tree template) {
        Tree spec = template.tree("spec");
        return new Volume(
                template.tree("metadata").requiredText("name"),
                Quantity.of(
                        spec.tree("resources").tree("requests").text("storage").orElse("0")),
                spec.text("storageClassName"));
    }

    private static List<Tree> specs(Manifest manifest) {
        return manifest.ofKind("StatefulSet").stream()
                .map(found -> found.tree("spec").tree("template").tree("spec"))
                .toList();
    }

    /** How many pods there will be. */
    public int members() {
        return servers + observers;
    }

    /** How many nodes it takes so that no voter shares one with a voter, and no observer with an observer. */
    public int nodes() {
        return Math.max(servers, observers);
    }

    /** The pods there will be. */
    public List<String> pods() {
        List<String> pods = new ArrayList<>();
        for (int ordinal = 0; ordinal < servers; ordinal++) {
            pods.add("%s-%d".formatted(statefulSet, ordinal));
        }
        for (int ordinal = 0; ordinal < observers; ordinal++) {
            pods.add("%s-observer-%d".formatted(statefulSet, ordinal));
        }
        return pods;
    }

    /** The claim of a member. */
    public String claim(Volume volume, String pod) {
        return volume.template() + "-" + pod;
    }
}
