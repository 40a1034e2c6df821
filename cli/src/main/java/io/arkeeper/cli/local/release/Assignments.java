package io.arkeeper.cli.local.release;

import io.arkeeper.core.InvalidSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code --set} as Helm does: {@code a.b=1,c[0]=x,d={y,z}}, with a backslash before a dot or comma that is meant.
 *
 * <p>Read here, because helm-java hands assignments on in no particular order and takes their lists for text. Whole
 * numbers, {@code true}, {@code false} and {@code null} are typed, everything else is text. Unlike in Helm an index
 * replaces a list given in a file instead of changing one of its elements.
 */
final class Assignments {

    private static final int LONGEST_LIST = 1000; // an index is a place in a list, not a way to fill the memory

    private final String text;
    private int position;

    private Assignments(String text) {
        this.text = text;
    }

    /** The assignments as nested maps and lists; later ones win. */
    static Map<String, Object> read(List<String> assignments) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String assignment : assignments) {
            new Assignments(assignment).readInto(values);
        }
        return values;
    }

    private void readInto(Map<String, Object> values) {
        do {
            List<Object> path = path();
            assign(values, path, value());
        } while (position++ < text.length()); // over the comma
    }

    /** Keys are text, places in lists are numbers. */
    private List<Object> path() {
        List<Object> path = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        for (; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '\\' && position + 1 < text.length()) {
                key.append(text.charAt(++position));
            } else if (c == '.' || c == '=' || c == '[') {
                if (!key.isEmpty()) {
                    path.add(key.toString());
                }
                key.setLength(0);
                if (c == '[') {
                    path.add(index());
                } else if (c == '=') {
                    position++;
                    return requireKeys(path);
                }
            } else if (c == ',') {
                throw malformed();
            } else {
                key.append(c);
            }
        }
        throw malformed();
    }

    private int index() {
        int end = text.indexOf(']', position);
        String number = end < 0 ? "" : text.substring(position + 1, end);
        if (!number.matches("\\d{1,4}") || Integer.parseInt(number) > LONGEST_LIST) {
            throw malformed();
        }
        position = end;
        return Integer.parseInt(number);
    }

    private List<Object> requireKeys(List<Object> path) {
        if (path.isEmpty() || path.getFirst() instanceof Integer) {
            throw malformed();
        }
        return path;
    }

    private Object value() {
        if (position >= text.length() || text.charAt(position) != '{') {
            return typed(word(","));
        }
        List<Object> items = new ArrayList<>();
        do {
            position++; // over the brace, or the comma between two items
            String item = word(",}");
            if (position >= text.length()) {
                throw malformed();
            }
            if (!item.isEmpty() || text.charAt(position) == ',') {
                items.add(typed(item));
            }
        } while (text.charAt(position) == ',');
        position++; // over the brace
        return items;
    }

    private String word(String ends) {
        StringBuilder word = new StringBuilder();
        for (; position < text.length() && ends.indexOf(text.charAt(position)) < 0; position++) {
            boolean isEscape = text.charAt(position) == '\\' && position + 1 < text.length();
            word.append(text.charAt(isEscape ? ++position : position));
        }
        return word.toString();
    }

    private static Object typed(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> word.matches("0|-?[1-9][0-9]{0,17}") ? Long.valueOf(word) : word;
        };
    }

    private void assign(Map<String, Object> values, List<Object> path, Object value) {
        Object container = values;
        for (int i = 0; i < path.size() - 1; i++) {
            container = step(container, path.get(i), path.get(i + 1) instanceof Integer);
        }
        put(container, path.getLast(), value);
    }

    /** What is under a key or at an index, made where it is missing or of the other kind. */
    private Object step(Object container, Object key, boolean toList) {
        Object next = get(container, key);
        boolean fits = toList ? next instanceof List : next instanceof Map;
        if (!fits) {
            next = toList ? new ArrayList<Object>() : new LinkedHashMap<String, Object>();
            put(container, key, next);
        }
        return next;
    }

    private static Object get(Object container, Object key) {
        if (container instanceof Map<?, ?> map) {
            return map.get(key);
        }
        List<?> list = (List<?>) container;
        int index = (Integer) key;
        return index < list.size() ? list.get(index) : null;
    }

    @SuppressWarnings("unchecked") // all containers are made here
    private static void put(Object container, Object key, Object value) {
        if (container instanceof Map<?, ?>) {
            ((Map<String, Object>) container).put((String) key, value);
            return;
        }
        List<Object> list = (List<Object>) container;
        int index = (Integer) key;
        while (list.size() <= index) {
            list.add(null);
        }
        list.set(index, value);
    }

    private InvalidSetting malformed() {
        return new InvalidSetting("--set", "'" + text + "'", "KEY=VALUE", "write for example servers=5");
    }
}
