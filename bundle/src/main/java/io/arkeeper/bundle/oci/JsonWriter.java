package io.arkeeper.bundle.oci;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * JSON whose bytes depend on nothing but its values: names sorted, no blanks, empty and absent values left out.
 *
 * <p>Digests are taken of these bytes, so the same image must be written the same way by every run and every version.
 */
public final class JsonWriter {

    private final TreeMap<String, Object> members = new TreeMap<>();

    private JsonWriter() {}

    public static JsonWriter object() {
        return new JsonWriter();
    }

    /** An empty optional, collection or map is left out; nested values must be JSON's own. */
    public JsonWriter put(String name, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> put(name, present));
        } else if (isEmpty(value)) {
            members.remove(name);
        } else {
            members.put(name, value);
        }
        return this;
    }

    private static boolean isEmpty(Object value) {
        return (value instanceof Collection<?> collection && collection.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    /** Like {@link #put}, but an empty list or map is written, where the format demands one. */
    public JsonWriter putAlways(String name, Object value) {
        members.put(name, value);
        return this;
    }

    public SortedMap<String, Object> done() {
        return Collections.unmodifiableSortedMap(members);
    }

    /** The bytes of maps (sorted already), collections, text, numbers and booleans. */
    public static byte[] bytes(Object value) {
        try {
            return JSON.std.asBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
