package io.arkeeper.charts;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells two JSON values apart, leaf by leaf. A {@code .properties} file counts as an object of its lines. */
final class Difference {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.][0-9]+)?");

    private Difference() {}

    static JsonObject asElement(Map<String, JsonObject> objects) {
        JsonObject element = new JsonObject();
        objects.forEach(element::add);
        return element;
    }

    static void collect(String path, JsonElement here, JsonElement there, List<String> differences) {
        if (here == null || there == null || !sameShape(here, there)) {
            differences.add(path + ": " + text(here) + " -> " + text(there));
        } else if (here.isJsonObject()) {
            JsonObject hereObject = here.getAsJsonObject();
            JsonObject thereObject = there.getAsJsonObject();
            for (String key : keysOfBoth(hereObject, thereObject)) {
                collect(join(path, key), read(key, hereObject), read(key, thereObject), differences);
            }
        } else if (here.isJsonArray()) {
            JsonArray hereList = here.getAsJsonArray();
            JsonArray thereList = there.getAsJsonArray();
            for (int i = 0; i < Math.max(hereList.size(), thereList.size()); i++) {
                collect(path + "[" + i + "]", read(i, hereList), read(i, thereList), differences);
            }
        } else if (!here.equals(there)) {
            differences.add(path + ": " + text(here) + " -> " + text(there));
        }
    }

    private static boolean sameShape(JsonElement here, JsonElement there) {
        return here.isJsonObject() == there.isJsonObject() && here.isJsonArray() == there.isJsonArray();
    }

    private static Set<String> keysOfBoth(JsonObject here, JsonObject there) {
        Set<String> keys = new LinkedHashSet<>(here.keySet());
        keys.addAll(there.keySet());
        return keys;
    }

    private static String join(String path, String key) {
        if (path.isEmpty()) {
            return key;
        }
        if (key.contains(".")) {
            return path + "[" + key + "]";
        }
        return path + (path.contains(" ") ? "." : " ") + key;
    }

    private static JsonElement read(int index, JsonArray list) {
        return index < list.size() ? list.get(index) : null;
    }

    private static JsonElement read(String key, JsonObject object) {
        JsonElement element = object.get(key);
        return element != null && key.endsWith(".properties") ? lines(element.getAsString()) : element;
    }

    private static JsonObject lines(String properties) {
        JsonObject lines = new JsonObject();
        properties.lines().forEach(line -> {
            int equals = line.indexOf('=');
            lines.add(line.substring(0, equals), valueOf(line.substring(equals + 1)));
        });
        return lines;
    }

    private static JsonPrimitive valueOf(String property) {
        return NUMBER.matcher(property).matches()
                ? new JsonPrimitive(Long.valueOf(property))
                : new JsonPrimitive(property);
    }

    /** JSON, but text without quotes unless it would look like a number. */
    private static String text(JsonElement element) {
        if (element == null) {
            return "absent";
        }
        boolean plain = element.isJsonPrimitive()
                && element.getAsJsonPrimitive().isString()
                && !NUMBER.matcher(element.getAsString()).matches();
        return plain ? element.getAsString() : GSON.toJson(element);
    }
}
