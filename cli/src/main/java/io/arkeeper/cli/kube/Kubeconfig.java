package io.arkeeper.cli.kube;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One context of the user's kubeconfig files, as a file of its own.
 *
 * <p>Helm and the Kubernetes client each read kubeconfigs in their own way. Both get this one, so that both always talk
 * to the same cluster as the same user.
 *
 * @param context its name
 * @param server the API server's address
 * @param namespace the context's namespace
 * @param loginProgram the exec plug-in that gives the credentials
 * @param document a kubeconfig with nothing but this context, all paths absolute
 */
public record Kubeconfig(
        String context, String server, Optional<String> namespace, Optional<String> loginProgram, String document) {

    private static final List<String> CLUSTER_FILES = List.of("certificate-authority");
    private static final List<String> USER_FILES = List.of("client-certificate", "client-key", "tokenFile");

    /**
     * A file that was read.
     *
     * @param content a YAML mapping
     */
    public record Source(Path file, Tree content) {}

    /**
     * Chooses a context by kubectl's rules: of several files the first that has a name defines it.
     *
     * @param wanted the context to use instead of the current one
     * @throws InvalidSetting where there is no such context, or it is incomplete
     */
    public static Kubeconfig choose(List<Source> sources, Optional<String> wanted) {
        String context = wanted.or(() -> sources.stream()
                        .map(source -> source.content().text("current-context").filter(name -> !name.isBlank()))
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElseThrow(() -> new InvalidSetting(
                        "the kubeconfig (%s) has no current context; choose one with".formatted(files(sources))
                                + " --context: " + names(sources, "contexts")));
        Tree chosen = find(sources, "contexts", context)
                .map(found -> found.tree().tree("context"))
                .orElseThrow(() -> noContext(sources, context));
        String cluster = chosen.text("cluster").orElse("");
        String user = chosen.text("user").orElse("");
        Found server =
                find(sources, "clusters", cluster).orElseThrow(() -> dangling(sources, context, "cluster", cluster));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", "v1");
        document.put("kind", "Config");
        document.put("clusters", List.of(named(cluster, "cluster", server.absolute("cluster", CLUSTER_FILES))));
        Optional<String> loginProgram = Optional.empty();
        if (!user.isEmpty()) {
            Found login = find(sources, "users", user).orElseThrow(() -> dangling(sources, context, "user", user));
            document.put("users", List.of(named(user, "user", withAbsoluteCommand(login))));
            loginProgram = login.tree().tree("user").tree("exec").text("command");
        }
        Map<String, Object> onlyContext = new LinkedHashMap<>(chosen.asMap());
        document.put("contexts", List.of(named(context, "context", onlyContext)));
        document.put("current-context", context);
        String address = server.tree()
                .tree("cluster")
                .text("server")
                .orElseThrow(() -> new InvalidSetting("cluster '%s' in %s has no server; add the API server's address"
                        .formatted(cluster, server.file())));
        return new Kubeconfig(
                context, address, chosen.text("namespace").filter(n -> !n.isBlank()), loginProgram, json(document));
    }

    /** The service account of the pod this program runs in. */
    public static Kubeconfig inCluster(String host, String port, Path serviceAccount, String namespace) {
        String address = "https://%s:%s".formatted(host.contains(":") ? "[" + host + "]" : host, port);
        String name = "in-cluster";
        return new Kubeconfig(
                name,
                address,
                Optional.of(namespace),
                Optional.empty(),
                json(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Config",
                        "current-context",
                        name,
                        "clusters",
                        List.of(named(
                                name,
                                "cluster",
                                Map.of(
                                        "server",
                                        address,
                                        "certificate-authority",
                                        serviceAccount.resolve("ca.crt").toString()))),
                        "users",
                        List.of(named(
                                name,
                                "user",
                                Map.of(
                                        "tokenFile",
                                        serviceAccount.resolve("token").toString()))),
                        "contexts",
                        List.of(named(
                                name, "context", Map.of("cluster", name, "user", name, "namespace", namespace))))));
    }

    private record Found(Path file, Tree tree) {

        Map<String, Object> absolute(String kind, List<String> fileKeys) {
            Map<String, Object> content = new LinkedHashMap<>(tree.tree(kind).asMap());
            fileKeys.forEach(key -> content.computeIfPresent(key, (k, path) -> resolve(path)));
            return content;
        }

        String resolve(Object path) {
            return file.toAbsolutePath()
                    .resolveSibling(path.toString())
                    .normalize()
                    .toString();
        }
    }

    /** As kubectl does it: a command with a slash is relative to the file, one without is looked for on the PATH. */
    private static Map<String, Object> withAbsoluteCommand(Found login) {
        Map<String, Object> user = login.absolute("user", USER_FILES);
        login.tree().tree("user").child("exec").ifPresent(exec -> {
            Map<String, Object> plugin = new LinkedHashMap<>(exec.asMap());
            plugin.computeIfPresent(
                    "command", (k, command) -> command.toString().contains("/") ? login.resolve(command) : command);
            user.put("exec", plugin);
        });
        return user;
    }

    private static Optional<Found> find(List<Source> sources, String list, String name) {
        return sources.stream()
                .flatMap(source -> source.content().trees(list).stream()
                        .filter(entry -> entry.text("name").equals(Optional.of(name)))
                        .map(entry -> new Found(source.file(), entry)))
                .findFirst();
    }

    private static InvalidSetting noContext(List<Source> sources, String context) {
        List<String> known = contexts(sources);
        String advice = Nearest.to(context, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> known.isEmpty() ? "it has none" : "there is " + String.join(", ", known));
        return new InvalidSetting(
                "there is no context '%s' in the kubeconfig (%s): %s".formatted(context, files(sources), advice));
    }

    private static InvalidSetting dangling(List<Source> sources, String context, String kind, String name) {
        return new InvalidSetting("context '%s' names the %s '%s', which is not in the kubeconfig (%s); there is %s"
                .formatted(context, kind, name, files(sources), names(sources, kind + "s")));
    }

    private static List<String> contexts(List<Source> sources) {
        return entries(sources, "contexts");
    }

    private static String names(List<Source> sources, String list) {
        List<String> names = entries(sources, list);
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static List<String> entries(List<Source> sources, String list) {
        return sources.stream()
                .flatMap(source -> source.content().trees(list).stream())
                .map(entry -> entry.text("name"))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static String files(List<Source> sources) {
        List<String> files = new ArrayList<>();
        sources.forEach(source -> files.add(source.file().toString()));
        return String.join(", ", files);
    }

    private static Map<String, Object> named(String name, String kind, Map<String, ?> content) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put(kind, content);
        return entry;
    }

    private static String json(Map<String, Object> document) {
        try {
            return JSON.std.asString(document); // JSON is YAML
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
