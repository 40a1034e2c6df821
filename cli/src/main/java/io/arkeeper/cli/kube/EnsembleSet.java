package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.release.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A StatefulSet of an ensemble: that of its voters or that of its observers.
 *
 * @param selector labels of its pods
 * @param ports numbers by name, of the member's container
 * @param image of the member's container
 * @param updateRevision the revision its pods should have
 * @param noticed whether Kubernetes has seen the last change of it
 * @param rolling ids of the pods that a roll, which has not ended, is to restart
 * @param deletesItsClaims whether Kubernetes deletes the volume claims, and so the data, once it is deleted
 */
public record EnsembleSet(
        String name,
        int replicas,
        Map<String, String> selector,
        Map<String, Integer> ports,
        String image,
        String updateRevision,
        boolean noticed,
        Set<String> rolling,
        boolean deletesItsClaims) {

    /** On the StatefulSet while members are restarted one by one: the ids of the pods to restart. */
    public static final String ROLL = "arkeeper.io/roll";

    private static final String COMPONENT = "app.kubernetes.io/component";

    static final String PATH = "/apis/apps/v1/namespaces/%s/statefulsets";

    public static EnsembleSet of(Tree set) {
        Tree spec = set.tree("spec");
        Tree container = spec.tree("template").tree("spec").trees("containers").getFirst();
        return new EnsembleSet(
                set.tree("metadata").requiredText("name"),
                spec.number("replicas", 1),
                spec.tree("selector").textsByKey("matchLabels"),
                container.trees("ports").stream()
                        .collect(Collectors.toMap(
                                port -> port.text("name").orElse(""), port -> port.number("containerPort", 0))),
                container.text("image").orElse(""),
                set.tree("status").text("updateRevision").orElse(""),
                set.tree("status").number("observedGeneration", 0)
                        >= set.tree("metadata").number("generation", 0),
                set.tree("metadata").tree("annotations").text(ROLL).stream()
                        .flatMap(ids -> Stream.of(ids.split(",")))
                        .collect(Collectors.toCollection(TreeSet::new)),
                spec.tree("persistentVolumeClaimRetentionPolicy")
                        .text("whenDeleted")
                        .equals(Optional.of("Delete")));
    }

    /** Whether its pods are observers. */
    public boolean isOfObservers() {
        return "observer".equals(selector.get(COMPONENT));
    }

    /** Whether an object, of whatever kind, was made for observers. */
    static boolean isForObservers(Tree object) {
        return "observer".equals(object.tree("metadata").textsByKey("labels").get(COMPONENT));
    }

    /** Whether a pod is one of its own, also one that should not be there any more. */
    public boolean owns(String pod) {
        return pod.startsWith(name + "-") && pod.substring(name.length() + 1).matches("[0-9]+");
    }

    /** Whether a claim is one of its pods', also of one that was scaled away: claims are called {@code TEMPLATE-POD}. */
    boolean hasClaim(String claim) {
        return claim.matches(".+-" + Pattern.quote(name) + "-[0-9]+");
    }

    public List<String> podNames() {
        return IntStream.range(0, replicas)
                .mapToObj(ordinal -> name + "-" + ordinal)
                .toList();
    }

    /** Where the API server keeps it. */
    public String path(String namespace) {
        return PATH.formatted(namespace) + "/" + name;
    }

    public int httpPort() {
        return ports.getOrDefault("http", 8080);
    }

    public int clientPort() {
        return ports.getOrDefault("client", 2181);
    }
}
