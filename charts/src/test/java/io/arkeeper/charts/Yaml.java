package io.arkeeper.charts;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads YAML the way Kubernetes does, as JSON; a key that is there twice is an error. */
final class Yaml {

    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private Yaml() {}

    static List<JsonElement> documents(String yaml) {
        List<JsonElement> documents = new ArrayList<>();
        for (Object document : parser().loadAll(yaml)) {
            if (document != null) {
                documents.add(GSON.toJsonTree(document));
            }
        }
        return documents;
    }

    static JsonElement document(String yaml) {
        return GSON.toJsonTree(parser().<Object>load(yaml));
    }

    private static org.yaml.snakeyaml.Yaml parser() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new org.yaml.snakeyaml.Yaml(new SafeConstructor(options));
    }
}
