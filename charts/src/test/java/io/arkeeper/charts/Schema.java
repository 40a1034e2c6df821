package io.arkeeper.charts;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * values.schema.json: what each value accepts and means, by its path, in the order of the file.
 *
 * @param root the whole schema
 */
record Schema(JsonObject root) {

    static Schema read() {
        try {
            return new Schema(JsonParser.parseString(Files.readString(Release.CHART.resolve("values.schema.json")))
                    .getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All values, with the objects they are in. */
    Map<String, JsonObject> properties() {
        Map<String, JsonObject> properties = new LinkedHashMap<>();
        collect("", root, properties);
        return properties;
    }

    /** The values that people set: those that have no values inside. */
    List<String> leaves() {
        return properties().entrySet().stream()
                .filter(property -> children(property.getValue()) == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void collect(String parent, JsonObject schema, Map<String, JsonObject> properties) {
        JsonObject children = children(schema);
        if (children == null) {
            return;
        }
        for (Map.Entry<String, JsonElement> child : children.entrySet()) {
            String path = parent.isEmpty() ? child.getKey() : parent + "." + child.getKey();
            properties.put(path, child.getValue().getAsJsonObject());
            collect(path, child.getValue().getAsJsonObject(), properties);
        }
    }

    private static JsonObject children(JsonObject schema) {
        return schema.getAsJsonObject("properties");
    }
}
