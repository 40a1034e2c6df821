package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.Questions.answer;
import static io.arkeeper.cli.kube.Questions.ask;
import static java.util.stream.Collectors.toMap;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Quota;
import io.arkeeper.cli.kube.preflight.ClusterFacts.StorageClass;
import io.arkeeper.cli.local.release.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Reads {@link ClusterFacts}, everything at once. What the user may not see is left out. */
public final class FactsReader {

    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    /** Resources by kind, with their API group. */
    private static final Map<String, String> RESOURCES = Map.ofEntries(
            Map.entry("StatefulSet", "statefulsets.apps"),
            Map.entry("Service", "services"),
            Map.entry("ConfigMap", "configmaps"),
            Map.entry("Secret", "secrets"),
            Map.entry("PodDisruptionBudget", "poddisruptionbudgets.policy"),
            Map.entry("ServiceAccount", "serviceaccounts"),
            Map.entry("Role", "roles.rbac.authorization.k8s.io"),
            Map.entry("RoleBinding", "rolebindings.rbac.authorization.k8s.io"),
            Map.entry("NetworkPolicy", "networkpolicies.networking.k8s.io"),
            Map.entry("ServiceMonitor", "servicemonitors.monitoring.coreos.com"),
            Map.entry("PodMonitor", "podmonitors.monitoring.coreos.com"),
            Map.entry("Certificate", "certificates.cert-manager.io"));

    private final Cluster cluster;
    private final String namespace;

    public FactsReader(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    public ClusterFacts read(Requirements needs, Supplier<Optional<HelmRelease>> release) {
        CompletableFuture<String> version = ask(this::version);
        CompletableFuture<Optional<Tree>> space =
                ask(() -> visible(() -> cluster.get("/api/v1/namespaces/" + namespace))
                        // who may not read it may still use it: RBAC answers before existence
                        .orElseGet(() -> Optional.of(Tree.of("namespace", Map.of()))));
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
        CompletableFuture<Set<String>> secrets = ask(() -> secrets(needs));
        List<String> missing = missingRights(needs);
        Optional<Tree> existing = answer(space);
        return new ClusterFacts(
                answer(version),
                namespace,
                existing.isPresent(),
                existing.map(found -> found.tree("metadata").textsByKey("labels"))
                        .orElse(Map.of()),
                answer(nodes),
                answer(classes),
                answer(quotas).orElse(List.of()),
                answer(claims).orElse(List.of()),
                missing,
                answer(dns),
                answer(secrets),
                answer(known));
    }

    private String version() {
        return cluster.get("/version")
                .flatMap(version -> version.text("gitVersion"))
                .orElse("?");
    }

    private String here(String resource) {
        return "/api/v1/namespaces/%s/%s".formatted(namespace, resource);
    }

    private Optional<List<Node>> nodes(Requirements needs) {
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

    private Set<String> secrets(Requirements needs) {
        Set<String> found = new HashSet<>();
        for (String secret : needs.pullSecrets()) {
            // who may not look cannot say that it is missing
            if (visible(() -> cluster.get(here("secrets/" + secret)).isPresent())
                    .orElse(true)) {
                found.add(secret);
            }
        }
        return found;
    }

    private List<String> missingRights(Requirements needs) {
        Map<String, String> wanted = needs.kinds().stream()
                .filter(RESOURCES::containsKey)
                .collect(toMap(kind -> "create " + RESOURCES.get(kind), RESOURCES::get));
        Map<String, CompletableFuture<Boolean>> asked = new TreeMap<>();
        wanted.forEach((right, resource) -> asked.put(right, ask(() -> may("create", resource))));
        for (String right : List.of(
                "create secrets",
                "list secrets",
                "list pods",
                "list events",
                "list persistentvolumeclaims",
                "create pods/portforward",
                "create pods/exec")) {
            String[] words = right.split(" ", 2);
            asked.computeIfAbsent(right, missing -> ask(() -> may(words[0], words[1])));
        }
        List<String> missing = new ArrayList<>();
        asked.forEach((right, allowed) -> {
            if (!answer(allowed)) {
                missing.add(right);
            }
        });
        return missing;
    }

    private boolean may(String verb, String resource) {
        String[] groups = resource.split("\\.", 2);
        String[] parts = groups[0].split("/", 2);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("namespace", namespace);
        attributes.put("verb", verb);
        attributes.put("resource", parts[0]);
        if (parts.length > 1) {
            attributes.put("subresource", parts[1]);
        }
        if (groups.length > 1) {
            attributes.put("group", groups[1]);
        }
        return cluster.post(
                        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                        Map.of(
                                "apiVersion", "authorization.k8s.io/v1",
                                "kind", "SelfSubjectAccessReview",
                                "spec", Map.of("resourceAttributes", attributes)))
                .tree("status")
                .isTrue("allowed");
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
