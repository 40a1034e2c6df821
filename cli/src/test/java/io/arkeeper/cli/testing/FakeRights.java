package io.arkeeper.cli.testing;

import io.arkeeper.cli.local.release.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What an API server says of a user, and of what the user may do. */
final class FakeRights {

    private final List<Map<String, Object>> rules = new ArrayList<>();
    private final Set<String> extra = new ConcurrentSkipListSet<>();

    void allow(String group, List<String> resources, List<String> verbs) {
        rules.add(Map.of("apiGroups", List.of(group), "resources", resources, "verbs", verbs));
    }

    void allowAlso(String right) {
        extra.add(right);
    }

    /** The answer to a review; empty where the path is none's. */
    Optional<Tree> review(String path, Map<String, ?> body) {
        if (path.endsWith("/selfsubjectrulesreviews")) {
            return Optional.of(Tree.of(path, Map.of("status", Map.of("resourceRules", rules))));
        }
        if (path.endsWith("/selfsubjectaccessreviews")) {
            Tree asked = Tree.of(path, body).tree("spec").tree("resourceAttributes");
            return Optional.of(Tree.of(path, Map.of("status", Map.of("allowed", extra.contains(right(asked))))));
        }
        if (path.endsWith("/selfsubjectreviews")) {
            return Optional.of(
                    Tree.of(path, Map.of("status", Map.of("userInfo", Map.of("username", "jane\n@example.com")))));
        }
        return Optional.empty();
    }

    private static String right(Tree attributes) {
        return attributes.requiredText("verb") + " " + attributes.requiredText("resource")
                + attributes.text("subresource").map(part -> "/" + part).orElse("")
                + attributes.text("group").map(part -> "." + part).orElse("");
    }
}
