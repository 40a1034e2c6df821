package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.release.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Rendered objects.
 *
 * @param objects by {@code Kind/name}, in the order they were rendered
 */
public record Manifest(Map<String, Tree> objects) {

    public static Manifest of(String yaml) {
        Map<String, Tree> objects = new LinkedHashMap<>();
        LoadSettings settings = LoadSettings.builder().setLabel("manifest").build();
        for (Object document : new Load(settings).loadAllFromString(yaml)) {
            if (document != null) {
                Tree object = Tree.of("manifest", document);
                String id = object.requiredText("kind") + "/"
                        + object.tree("metadata").requiredText("name");
                boolean isHook =
                        object.tree("metadata").textsByKey("annotations").containsKey("helm.sh/hook");
                if (!isHook) { // Helm keeps hooks apart: they are no part of what a release runs
                    objects.put(id, Tree.of(id, document));
                }
            }
        }
        return new Manifest(objects);
    }

    public List<Tree> ofKind(String kind) {
        List<Tree> found = new ArrayList<>();
        objects.forEach((id, object) -> {
            if (id.startsWith(kind + "/")) {
                found.add(object);
            }
        });
        return found;
    }

    public Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        objects.keySet().forEach(id -> kinds.add(id.substring(0, id.indexOf('/'))));
        return kinds;
    }

    /** Whether it describes the same objects, in whatever order; certificates that were made anew are the same. */
    public boolean equalsTo(Manifest other) {
        return contents().equals(other.contents());
    }

    private Map<String, Object> contents() {
        Map<String, Object> contents = new LinkedHashMap<>();
        objects.forEach((id, object) -> contents.put(
                id, id.startsWith("Secret/") ? ChartSecrets.withoutWhatDiffersEachTime(object) : object.asMap()));
        return contents;
    }

    /** The StatefulSet of the ensemble's voters. */
    public Optional<Tree> statefulSet() {
        return ofKind("StatefulSet").stream()
                .filter(set -> !EnsembleSet.isForObservers(set))
                .findFirst();
    }

    /** The StatefulSet of its observers. */
    public Optional<Tree> observers() {
        return ofKind("StatefulSet").stream()
                .filter(EnsembleSet::isForObservers)
                .findFirst();
    }
}
