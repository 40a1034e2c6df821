package io.arkeeper.charts;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects that a chart renders, by kind and name, such as {@code Service/myzk-zookeeper}. Compared whole, and what
 * differs is told as sentences, so that a test can say "the defaults, except for this".
 */
record Manifest(Map<String, JsonObject> objects) {

    static Manifest parse(String yaml) {
        Map<String, JsonObject> objects = new LinkedHashMap<>();
        for (JsonElement document : Yaml.documents(yaml)) {
            JsonObject object = document.getAsJsonObject();
            String name = object.getAsJsonObject("metadata").get("name").getAsString();
            String key = object.get("kind").getAsString() + "/" + name;
            if (objects.put(key, object) != null) {
                throw new IllegalArgumentException(key + " is rendered twice");
            }
        }
        return new Manifest(objects);
    }

    JsonObject object(String key) {
        JsonObject object = objects.get(key);
        if (object == null) {
            throw new IllegalArgumentException("no " + key + " among " + objects.keySet());
        }
        return object;
    }

    /** The element at a path of keys and list indexes, such as {@code spec, template}. */
    JsonElement at(String key, String... path) {
        JsonElement element = object(key);
        for (String step : path) {
            element = element.isJsonArray()
                    ? element.getAsJsonArray().get(Integer.parseInt(step))
                    : element.getAsJsonObject().get(step);
        }
        return element;
    }

    /** What is different in another manifest, one {@code OBJECT PATH: HERE -> THERE} per value, in the order of the objects. */
    List<String> differencesTo(Manifest other) {
        List<String> differences = new ArrayList<>();
        Difference.collect("", Difference.asElement(objects), Difference.asElement(other.objects), differences);
        return differences;
    }
}
