package io.arkeeper.cli.local.release;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A YAML or JSON mapping with typed access. What is absent is empty, what has the wrong type is refused with its path.
 *
 * <p>The full typed model of Kubernetes takes 600 ms to load; a laptop's {@code up} reads some thirty fields.
 */
public final class Tree {

    private final String path;
    private final Map<?, ?> values;

    private Tree(String path, Map<?, ?> values) {
        this.path = path;
        this.values = values;
    }

    /** @param name what the tree is, as it appears in messages, e.g. {@code StatefulSet myzk-zookeeper} */
    public static Tree of(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Tree(name, map);
        }
        throw wrong(name, value, "a mapping");
    }

    /** The mapping under {@code key}; an empty one where there is none. */
    public Tree tree(String key) {
        Object value = values.get(key);
        return value == null ? new Tree(at(key), Map.of()) : of(at(key), value);
    }

    /** The mapping itself, by text keys. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        values.forEach((key, value) -> map.put(String.valueOf(key), value));
        return map;
    }

    /** The mapping under {@code key}, if there is one. */
    public Optional<Tree> child(String key) {
        return values.get(key) instanceof Map<?, ?> map ? Optional.of(new Tree(at(key), map)) : Optional.empty();
    }

    public boolean has(String key) {
        return values.get(key) != null;
    }

    public List<String> keys() {
        return values.keySet().stream().map(String::valueOf).toList();
    }

    public List<Tree> trees(String key) {
        List<Tree> found = new ArrayList<>();
        List<?> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            found.add(of("%s[%d]".formatted(at(key), i), items.get(i)));
        }
        return found;
    }

    public List<String> texts(String key) {
        return items(key).stream().map(String::valueOf).toList();
    }

    public Map<String, String> textsByKey(String key) {
        Map<String, String> found = new LinkedHashMap<>();
        tree(key).values.forEach((name, value) -> found.put(String.valueOf(name), String.valueOf(value)));
        return found;
    }

    public Optional<String> text(String key) {
        Object value = values.get(key);
        if (value instanceof Map || value instanceof List) {
            throw wrong(at(key), value, "text");
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    /** Like {@link #text}, but empty where the value is a mapping or a list. */
    public Optional<String> scalar(String key) {
        Object value = values.get(key);
        return value instanceof Map || value instanceof List
                ? Optional.empty()
                : Optional.ofNullable(value).map(String::valueOf);
    }

    public String requiredText(String key) {
        return text(key).orElseThrow(() -> new UnusableContent(at(key) + " is missing"));
    }

    public Optional<Long> number(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number number) {
            return Optional.of(number.longValue());
        }
        throw wrong(at(key), value, "a number");
    }

    public int number(String key, int otherwise) {
        return Math.toIntExact(number(key).orElse((long) otherwise));
    }

    public boolean isTrue(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    private List<?> items(String key) {
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(at(key), value, "a list");
    }

    private String at(String key) {
        return path + "." + key;
    }

    private static UnusableContent wrong(String path, Object found, String expected) {
        return new UnusableContent("%s is %s, expected %s".formatted(path, found, expected));
    }

    @Override
    public String toString() {
        return path;
    }
}
