package io.arkeeper.cli.kube;

import io.arkeeper.cli.kube.TreeDiff.Change;
import io.arkeeper.cli.local.release.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where an object is not as Helm made it, so that the next upgrade would make it so again.
 *
 * @param object as in {@code ConfigMap/myzk-zookeeper}
 * @param change what is otherwise; empty where the object is gone
 */
public record Edit(String object, Optional<Change> change) {

    private static final String SET = "StatefulSet";

    /** Given by the API server, or asked for elsewhere. */
    private static final Set<String> NOT_COMPARED = Set.of("apiVersion", "kind", "status");

    /** What the chart renders of an object and what is there. */
    static List<Edit> between(Tree made, Optional<Tree> live) {
        String object = "%s/%s"
                .formatted(made.requiredText("kind"), made.tree("metadata").requiredText("name"));
        if (live.isEmpty()) {
            return List.of(new Edit(object, Optional.empty()));
        }
        return changes(made, live.get())
                .map(change -> new Edit(object, Optional.of(change)))
                .toList();
    }

    private static Stream<Change> changes(Tree made, Tree live) {
        if (made.requiredText("kind").equals(SET)) {
            String whose = EnsembleSet.isForObservers(made) ? "the observers' " : "";
            return TreeDiff.departures(
                            made.tree("spec").asMap(), live.tree("spec").asMap())
                    .stream()
                    .map(edit -> new Change(whose + edit.path(), edit.before(), edit.after()));
        }
        // Helm overwrites nothing in objects of kinds that it does not know
        return ApiResource.of(made).isBuiltIn()
                ? TreeDiff.departures(comparable(made.asMap()), comparable(live.asMap())).stream()
                : Stream.empty();
    }

    private static Map<String, Object> comparable(Map<String, Object> object) {
        Map<String, Object> comparable = new LinkedHashMap<>(object);
        comparable.keySet().removeAll(NOT_COMPARED);
        comparable.replaceAll((key, value) -> keyed(value));
        return comparable;
    }

    /** With ports by their numbers and without what is nothing: ports that were added stay, whatever their order. */
    private static Object keyed(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> keyed = new LinkedHashMap<>();
        map.forEach((key, inner) -> {
            if (key.equals("ports") && inner instanceof List<?> ports) {
                keyed.put("ports", byNumber(ports));
            } else if (inner != null) {
                keyed.put(key.toString(), keyed(inner));
            }
        });
        return keyed;
    }

    private static Map<String, Object> byNumber(List<?> ports) {
        Map<String, Object> byNumber = new LinkedHashMap<>();
        for (Object port : ports) {
            Object number = port instanceof Map<?, ?> map ? map.get("port") : port;
            byNumber.put(String.valueOf(number), port);
        }
        return byNumber;
    }

    public boolean isOfAStatefulSet() {
        return object.startsWith(SET + "/");
    }

    /** What is otherwise, in a word or two; of StatefulSets their own path. */
    public String path() {
        return change.map(known -> isOfAStatefulSet() ? known.path() : object + " " + known.path())
                .orElse(object);
    }

    /** What it is and what it should be, without a full stop. */
    String sentence() {
        return change.map(known -> "%s is %s, the release says %s"
                        .formatted(
                                known.path(),
                                known.after().orElse("gone"),
                                known.before().orElse("nothing")))
                .orElse(object + " is gone");
    }
}
