package io.arkeeper.cli.testing;

import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.local.release.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The objects that an API server keeps, by their paths. */
final class FakeObjects {

    private final Map<String, Map<String, Object>> objects = new TreeMap<>();
    private final List<String> doomed = new ArrayList<>();
    private int looksUntilDeleted;

    @SuppressWarnings("unchecked") // the texts are mappings
    void put(String path, String yaml) {
        objects.put(path, (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    void put(String path, Map<String, Object> object) {
        objects.put(path, object);
    }

    /** Rendered ones, of all kinds but this. */
    void putAllBut(String kind, Manifest manifest) {
        manifest.objects().values().stream()
                .filter(object -> !object.requiredText("kind").equals(kind))
                .forEach(object -> objects.put(path(object), new LinkedHashMap<>(object.asMap())));
    }

    /** Where an API server keeps a rendered object. */
    private static String path(Tree object) {
        String version = object.requiredText("apiVersion");
        String kind = object.requiredText("kind").toLowerCase(Locale.ROOT);
        return "%s/%s/namespaces/prod/%s/%s"
                .formatted(
                        version.contains("/") ? "/apis" : "/api",
                        version,
                        kind.endsWith("y") ? kind.replaceFirst("y$", "ies") : kind + "s",
                        object.tree("metadata").requiredText("name"));
    }

    Optional<Tree> get(String path) {
        return Optional.ofNullable(objects.get(path)).map(object -> Tree.of(path, object));
    }

    /** Those below a path; only what Helm keeps where it is asked for that. */
    Tree list(String path, boolean onlyHelms) {
        List<Map<String, Object>> items = objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(path + "/"))
                .filter(entry -> !onlyHelms || entry.getKey().contains("/sh.helm.release."))
                .map(Map.Entry::getValue)
                .toList();
        return Tree.of(path, Map.of("items", items));
    }

    void set(String path, String part, String field, Object value) {
        Map<String, Object> changed =
                new LinkedHashMap<>(Tree.of(path, objects.get(path)).tree(part).asMap());
        changed.put(field, value);
        objects.get(path).put(part, changed);
    }

    /** Whether it was there. */
    boolean remove(String path) {
        return objects.remove(path) != null;
    }

    /** From now on what is deleted is there until so many more lists of claims were read, as with finalizers. */
    void deleteAfter(int looks) {
        looksUntilDeleted = looks;
    }

    /** Whether there was something to delete. */
    boolean delete(String path) {
        if (looksUntilDeleted > 0) {
            doomed.add(path);
            return true;
        }
        return remove(path);
    }

    /** Marks all below a path as being deleted. */
    void doom(String below) {
        objects.keySet().stream().filter(path -> path.startsWith(below)).forEach(path -> {
            set(path, "metadata", "deletionTimestamp", "2026-11-23T12:00:00Z");
            doomed.add(path);
        });
    }

    /** A list of claims is read. */
    void look() {
        if (!doomed.isEmpty() && --looksUntilDeleted == 0) {
            doomed.forEach(objects::remove);
            doomed.clear();
        }
    }
}
