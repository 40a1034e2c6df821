package io.arkeeper.bundle.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of an answer; their names have no case. */
final class Headers {

    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    void add(String name, String value) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** A count that cannot be negative; -1 where there is none, or one that is no number. */
    long length(String name) {
        String text = first(name).orElse("").strip();
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    /** Whether a list of words, such as {@code Connection}'s, has this one. */
    boolean has(String name, String word) {
        for (String value : all(name)) {
            for (String each : value.split(",")) {
                if (each.strip().equalsIgnoreCase(word)) {
                    return true;
                }
            }
        }
        return false;
    }
}
