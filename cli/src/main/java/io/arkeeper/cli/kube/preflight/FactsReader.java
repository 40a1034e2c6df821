package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.Questions.answer;
import static io.arkeeper.cli.kube.Questions.ask;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.EnsembleSet;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Quota;
import io.arkeeper.cli.kube.preflight.ClusterFacts.StorageClass;
import io.arkeeper.cli.local.release.Tree;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Reads {@link ClusterFacts}, everything at once. What the user may not see is left out. */
public final class FactsReader {

    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    private final Cluster cluster;
    private final String namespace;
    private final BiFunction<String, Map<String, byte[]>, ImageAnswer> look;

    /** @param look asks the image's registry, with the pull secrets' contents by their names */
    public FactsReader(Cluster cluster, String namespace, BiFunction<String, Map<String, byte[]>, ImageAnswer> look) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.look = look;
    }

    public ClusterFacts read(Requirements needs, Supplier<Optional<HelmRelease>> release) {
        CompletableFuture<String> version = ask(this::version);
        CompletableFuture<Optional<Optional<Tree>>> space =
                ask(() -> visible(() -> cluster.get("/api/v1/namespaces/" + namespace)));
        CompletableFuture<Optional<List<Node>>> nodes = ask(() -> nodes(needs));
        CompletableFuture<Optional<List<StorageClass>>> classes =
                ask(() -> visible(() -> cluster.list("/apis/storage.k8s.io/v1/storageclasses").stream()
                        .map(FactsReader::storageClass)
                        .toList()));
        CompletableFuture<Optional<List<Quota>>> quotas =
                ask(() -> visible(() -> cluster.list(here("resourcequotas")).stream()
                        .map(FactsReader::quota)
                        .toList()));
        CompletableFuture<Optional<List<ClaimView>>> claims =
                ask(() -> visible(() -> cluster.list(here("persistentvolumeclaims")).stream()
                        .map(ClaimView::of)
                        .toList()));
        CompletableFuture<Optional<Boolean>> dns = ask(() -> visible(() ->
                cluster.get("/api/v1/namespaces/kube-system/services/kube-dns").isPresent()));
        CompletableFuture<Optional<HelmRelease>> known = ask(release);
        CompletableFuture<Optional<Boolean>> claimsGo = ask(() -> visible(() -> cluster
                .list("/apis/apps/v1/namespaces/%s/statefulsets?fieldSelector=metadata.name%%3D%s"
                        .formatted(namespace, needs.statefulSet()))
                .stream()
                .map(EnsembleSet::of)
                .anyMatch(EnsembleSet::deletesItsClaims)));
        CompletableFuture<Map<String, Optional<Tree>>> secrets = ask(() -> secrets(needs));
        CompletableFuture<Optional<ImageAnswer>> image = ask(() -> inRegistry(needs, answer(nodes), answer(secrets)));
        List<Right> missing = new RightsReader(cluster, namespace).missing(Right.needed(needs.resources()));
        Optional<Optional<Tree>> existing = answer(space);
        return new ClusterFacts(
                answer(version),
                namespace,
                existing.isEmpty() || existing.get().isPresent(), // who may not read it may still use it
                existing.map(seen -> seen.map(found -> found.tree("metadata").textsByKey("labels"))
                        .orElse(Map.of())),
                answer(nodes),
                answer(classes),
                answer(quotas),
                answer(claims).orElse(List.of()),
                missing,
                answer(dns),
                answer(secrets).keySet(),
                answer(image),
                answer(known),
                answer(claimsGo).orElse(false));
    }

    private String version() {
        return cluster.get("/version")
                .flatMap(version -> version.text("gitVersion"))
                .orElse("?");
    }

    private String here(String resource) {
        return "/api/v1/namespaces/%s/%s".formatted(namespace, resource);
    }

    /** The nodes alone, without what members have requested on them; empty where they may not be listed. */
    public Optional<List<Node>> nodes(Requirements needs) {
        CompletableFuture<Optional<List<Tree>>> pods = ask(() -> visible(
                () -> cluster.list("/api/v1/pods?fieldSelector=status.phase%21%3DSucceeded,status.phase%21%3DFailed")));
        Optional<List<Tree>> nodes = visible(() -> cluster.list("/api/v1/nodes"));
        Optional<List<Tree>> others = answer(pods)
                .map(all -> all.stream().filter(pod -> !isOwn(pod, needs)).toList());
        return nodes.map(list -> list.stream().map(node -> node(node, others)).toList());
    }

    /** A member that runs already needs no second place. */
    private boolean isOwn(Tree pod, Requirements needs) {
        Tree metadata = pod.tree("metadata");
        return metadata.text("namespace").equals(Optional.of(namespace))
                && metadata.text("name").orElse("").matches(needs.statefulSet() + "(-observer)?-[0-9]+");
    }

    private static Node node(Tree node, Optional<List<Tree>> pods) {
        Tree metadata = node.tree("metadata");
        Tree status = node.tree("status");
        String name = metadata.requiredText("name");
        Optional<List<Tree>> here = pods.map(all -> all.stream()
                .filter(pod -> pod.tree("spec").text("nodeName").equals(Optional.of(name)))
                .toList());
        Set<String> images = new HashSet<>();
        status.trees("images").forEach(image -> images.addAll(image.texts("names")));
        return new Node(
                name,
                status.trees("conditions").stream()
                        .anyMatch(condition -> condition.text("type").equals(Optional.of("Ready"))
                                && condition.text("status").equals(Optional.of("True"))),
                node.tree("spec").isTrue("unschedulable"),
                node.tree("spec").trees("taints").stream()
                        .filter(taint -> !taint.text("key").equals(Optional.of("node.kubernetes.io/unschedulable")))
                        .toList(),
                metadata.textsByKey("labels"),
                Quantity.of(status.tree("allocatable").text("cpu").orElse("0")),
                Quantity.of(status.tree("allocatable").text("memory").orElse("0")),
                here.map(list -> requested(list, "cpu")),
                here.map(list -> requested(list, "memory")),
                images);
    }

    private static Quantity requested(List<Tree> pods, String resource) {
        return pods.stream()
                .flatMap(pod -> pod.tree("spec").trees("containers").stream())
                .map(container -> Quantity.of(container
                        .tree("resources")
                        .tree("requests")
                        .text(resource)
                        .orElse("0")))
                .reduce(Quantity.ZERO, Quantity::plus);
    }

    private static StorageClass storageClass(Tree found) {
        return new StorageClass(
                found.tree("metadata").requiredText("name"),
                "true".equals(found.tree("metadata").textsByKey("annotations").get(DEFAULT_CLASS)),
                found.text("volumeBindingMode").equals(Optional.of("WaitForFirstConsumer")));
    }

    private static Quota quota(Tree found) {
        return new Quota(
                found.tree("metadata").requiredText("name"),
                found.tree("spec").textsByKey("hard"),
                found.tree("status").textsByKey("used"));
    }

    private Map<String, Optional<Tree>> secrets(Requirements needs) {
        Map<String, Optional<Tree>> found = new LinkedHashMap<>();
        for (String secret : needs.pullSecrets()) {
            Optional<Optional<Tree>> seen = visible(() -> cluster.get(here("secrets/" + secret)));
            // who may not look cannot say that it is missing
            if (seen.isEmpty() || seen.get().isPresent()) {
                found.put(secret, seen.flatMap(there -> there));
            }
        }
        return found;
    }

    /** Only asked where somebody has to pull it, and from a registry that is named: any other name may be a node's own. */
    private Optional<ImageAnswer> inRegistry(
            Requirements needs, Optional<List<Node>> nodes, Map<String, Optional<Tree>> secrets) {
        boolean isPulled = needs.pullPolicy().equals("Always")
                || nodes.orElse(List.of()).stream()
                        .anyMatch(node -> !node.images().contains(ImageName.full(needs.image())));
        if (!isPulled || needs.pullPolicy().equals("Never") || !ImageName.namesARegistry(needs.image())) {
            return Optional.empty();
        }
        Map<String, byte[]> logins = new LinkedHashMap<>();
        secrets.forEach((name, secret) -> secret.map(
                        known -> known.textsByKey("data").get(".dockerconfigjson"))
                .ifPresent(config -> logins.put(name, Base64.getMimeDecoder().decode(config))));
        return Optional.of(look.apply(needs.image(), logins));
    }

    private static <T> Optional<T> visible(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (ClusterFailure e) {
            if (e.kind() == ClusterFailure.Kind.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
