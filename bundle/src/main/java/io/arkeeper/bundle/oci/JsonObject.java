package io.arkeeper.bundle.oci;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON object somebody else wrote, read with the expectation stated: a wrong shape is refused with its place.
 *
 * <p>Every command begins by reading some, so this is done without what Java assembles at its first use: switches over
 * types, and formats with numbers.
 *
 * @param place what is being read, for messages, e.g. {@code index.json: manifests[0]}
 */
public record JsonObject(String place, Map<String, Object> members) {

    public static JsonObject read(String place, byte[] bytes) {
        try {
            return new JsonObject(place, JSON.std.mapFrom(bytes));
        } catch (IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT, "%s is not a JSON object; the file is damaged".formatted(place), e);
        }
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "text"));
    }

    public Optional<String> optionalText(String name) {
        return optional(name, String.class, "text");
    }

    public long number(String name) {
        if (members.get(name) instanceof Number number && (number instanceof Integer || number instanceof Long)) {
            return number.longValue();
        }
        throw wrong(name, "a whole number");
    }

    public boolean flag(String name) {
        return optional(name, Boolean.class, "true or false").orElse(false);
    }

    public JsonObject object(String name) {
        return optionalObject(name).orElseThrow(() -> wrong(name, "an object"));
    }

    public Optional<JsonObject> optionalObject(String name) {
        return members.get(name) == null
                ? Optional.empty()
                : Optional.of(asObject(place + ": " + name, members.get(name)));
    }

    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list(name)) {
            objects.add(asObject(place + ": " + name + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof String text)) {
                throw wrong(name, "a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    public SortedMap<String, String> textMap(String name) {
        SortedMap<String, String> map = new TreeMap<>();
        optionalObject(name)
                .ifPresent(object -> object.members().keySet().forEach(key -> map.put(key, object.text(key))));
        return map;
    }

    /** The names of an object that stands for a set, such as {@code "Volumes": {"/data": {}}}. */
    public List<String> names(String name) {
        return optionalObject(name)
                .map(object -> object.members().keySet().stream().sorted().toList())
                .orElse(List.of());
    }

    /** The names of this object's own members. */
    public List<String> names() {
        return members.keySet().stream().sorted().toList();
    }

    private <T> Optional<T> optional(String name, Class<T> type, String expected) {
        Object value = members.get(name);
        if (value != null && !type.isInstance(value)) {
            throw wrong(name, expected);
        }
        return Optional.ofNullable(type.cast(value));
    }

    private List<?> list(String name) {
        return optional(name, List.class, "a list").orElse(List.of());
    }

    private static JsonObject asObject(String place, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT, "%s is not an object; the file is damaged".formatted(place));
        }
        Map<String, Object> members = new TreeMap<>();
        map.forEach((key, member) -> members.put(String.valueOf(key), member));
        return new JsonObject(place, members);
    }

    private BundleFailure wrong(String name, String expected) {
        return new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "%s: %s is %s, expected %s; the file is damaged"
                        .formatted(
                                place,
                                name,
                                members.get(name) == null ? "missing" : "'" + members.get(name) + "'",
                                expected));
    }
}
