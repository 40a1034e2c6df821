package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.Questions.answer;
import static io.arkeeper.cli.kube.Questions.ask;

import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.local.release.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Asks an API server which rights a user has not.
 *
 * <p>One question tells nearly all. The API server may leave out what it cannot list, so what that does not show is
 * asked one by one.
 */
final class RightsReader {

    private static final String AUTHORIZATION = "authorization.k8s.io/v1";
    private static final String PATH = "/apis/" + AUTHORIZATION + "/";

    private final Cluster cluster;
    private final String namespace;

    RightsReader(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    List<Right> missing(List<Right> needed) {
        List<Tree> rules = rules();
        Map<Right, CompletableFuture<Boolean>> asked = new LinkedHashMap<>();
        Map<String, CompletableFuture<Boolean>> known = new LinkedHashMap<>();
        needed.stream()
                .filter(right -> rules.stream().noneMatch(rule -> allows(rule, right)))
                .forEach(right -> asked.put(
                        right,
                        known.computeIfAbsent(
                                right.verb() + " " + right.resource(), missing -> ask(() -> may(right)))));
        return asked.entrySet().stream()
                .filter(entry -> !answer(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<Tree> rules() {
        return cluster.post(
                        PATH + "selfsubjectrulesreviews",
                        Map.of(
                                "apiVersion",
                                AUTHORIZATION,
                                "kind",
                                "SelfSubjectRulesReview",
                                "spec",
                                Map.of("namespace", namespace)))
                .tree("status")
                .trees("resourceRules");
    }

    /** A rule about single objects allows less than is needed. */
    private static boolean allows(Tree rule, Right right) {
        String[] words = right.resource().split("\\.", 2);
        String group = words.length > 1 ? words[1] : "";
        return rule.texts("resourceNames").isEmpty()
                && has(rule.texts("verbs"), right.verb())
                && has(rule.texts("apiGroups"), group)
                && has(rule.texts("resources"), words[0]);
    }

    private static boolean has(List<String> allowed, String wanted) {
        return allowed.contains(wanted) || allowed.contains("*");
    }

    private boolean may(Right right) {
        String[] groups = right.resource().split("\\.", 2);
        String[] parts = groups[0].split("/", 2);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("namespace", namespace);
        attributes.put("verb", right.verb());
        attributes.put("resource", parts[0]);
        if (parts.length > 1) {
            attributes.put("subresource", parts[1]);
        }
        if (groups.length > 1) {
            attributes.put("group", groups[1]);
        }
        return cluster.post(
                        PATH + "selfsubjectaccessreviews",
                        Map.of(
                                "apiVersion",
                                AUTHORIZATION,
                                "kind",
                                "SelfSubjectAccessReview",
                                "spec",
                                Map.of("resourceAttributes", attributes)))
                .tree("status")
                .isTrue("allowed");
    }
}
