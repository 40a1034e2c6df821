package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.release.Tree;
import java.util.Locale;

/**
 * Where an API server keeps objects of a kind.
 *
 * @param group empty for the core group
 * @param plural the kind as paths and rights call it
 */
public record ApiResource(String group, String version, String plural) {

    /** That of a rendered object. */
    public static ApiResource of(Tree object) {
        String[] words = object.requiredText("apiVersion").split("/", 2);
        String plural = plural(object.requiredText("kind").toLowerCase(Locale.ROOT));
        return words.length == 1 ? new ApiResource("", words[0], plural) : new ApiResource(words[0], words[1], plural);
    }

    /** As Kubernetes forms it for all kinds that charts render. */
    private static String plural(String kind) {
        if (kind.endsWith("y")) {
            return kind.substring(0, kind.length() - 1) + "ies";
        }
        return kind.endsWith("s") ? kind + "es" : kind + "s";
    }

    /** The path of one object. */
    String path(String namespace, String name) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/%s/%s".formatted(group, version);
        return "%s/namespaces/%s/%s/%s".formatted(root, namespace, plural, name);
    }

    /** As rights name it, e.g. {@code statefulsets.apps}. */
    public String right() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Whether Kubernetes itself has the kind; others are defined by what was installed into the cluster. */
    boolean isBuiltIn() {
        return !group.contains(".") || group.endsWith(".k8s.io");
    }
}
