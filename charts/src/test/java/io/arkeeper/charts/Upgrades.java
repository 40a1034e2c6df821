package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;

import com.google.gson.JsonObject;
import io.arkeeper.charts.Helm.RefusedByHelm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A release in a cluster that has nothing but Secrets: each upgrade finds those that upgrades before have left. Helm in
 * process cannot ask a cluster, so it renders a copy of the chart in which {@code lookup}, {@code now} and
 * {@code .Release.IsUpgrade} are what they would be here.
 */
final class Upgrades {

    private static final String LOOKUP = "lookup \"v1\" \"Secret\" $.Release.Namespace";
    private static final String NOW = "now | unixEpoch";
    private static final String IS_UPGRADE = ".Release.IsUpgrade";

    private final Release release;
    private final JsonObject secrets = new JsonObject();

    Upgrades(Release release) {
        this.release = release;
    }

    /** What Helm would make of it, with nothing done yet. */
    Manifest render(String values, Instant now) throws RefusedByHelm {
        try (ChartCopy.Temporary copy = chart(now)) {
            return HELM.render(release.of(copy.chart()).with(values));
        }
    }

    List<String> problems(String values, Instant now) {
        try (ChartCopy.Temporary copy = chart(now)) {
            return Refusal.problems(HELM, release.of(copy.chart()).with(values));
        }
    }

    String notes(String values, Instant now) throws RefusedByHelm {
        try (ChartCopy.Temporary copy = chart(now)) {
            return HELM.notes(release.of(copy.chart()).with(values));
        }
    }

    Manifest upgrade(String values, Instant now) throws RefusedByHelm {
        Manifest manifest = render(values, now);
        manifest.objects().forEach((key, object) -> {
            if (key.startsWith("Secret/")) {
                put(object, now);
            }
        });
        return manifest;
    }

    /** Applies one object, as Helm does in turn. */
    void put(JsonObject secret, Instant now) {
        JsonObject metadata = secret.getAsJsonObject("metadata");
        String name = metadata.get("name").getAsString();
        String created = secrets.has(name)
                ? secret(name)
                        .getAsJsonObject("metadata")
                        .get("creationTimestamp")
                        .getAsString()
                : now.toString();
        metadata.addProperty("creationTimestamp", created);
        secrets.add(name, secret);
    }

    JsonObject secret(String name) {
        return secrets.getAsJsonObject(name);
    }

    private ChartCopy.Temporary chart(Instant now) {
        ChartCopy.Temporary copy =
                ChartCopy.withReplaced(release.chart(), LOOKUP, "get ($.Files.Get \"secrets.json\" | fromJson)");
        try {
            Path template = copy.chart().resolve("templates/secret-tls.yaml");
            String text = Files.readString(template);
            if (!text.contains(NOW) || !text.contains(IS_UPGRADE) || text.contains("lookup \"")) {
                throw new IllegalStateException("the time and the cluster are asked for in another way");
            }
            Files.writeString(
                    template,
                    text.replace(NOW, "\"%d\"".formatted(now.getEpochSecond())).replace(IS_UPGRADE, "true"));
            Files.writeString(copy.chart().resolve("secrets.json"), secrets.toString());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
