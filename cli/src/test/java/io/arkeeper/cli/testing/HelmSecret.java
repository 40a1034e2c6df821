package io.arkeeper.cli.testing;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What Helm keeps of one revision of {@code myzk}.
 *
 * @param status Helm's word, e.g. deployed
 * @param changedAt when this revision was made
 * @param values what the user gave
 * @param manifest what was rendered
 */
public record HelmSecret(int revision, String status, Instant changedAt, Map<String, ?> values, String manifest) {

    /** The same revision, with another of Helm's words. */
    public HelmSecret in(String other) {
        return new HelmSecret(revision, other, changedAt, values, manifest);
    }

    public String name() {
        return "sh.helm.release.v1.myzk.v" + revision;
    }

    /** The Secret as the API server gives it. */
    public Map<String, Object> object() {
        return Map.of(
                "metadata",
                Map.of("name", name(), "labels", Map.of("version", Integer.toString(revision))),
                "data",
                Map.of("release", packed()));
    }

    private String packed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(JSON.std.asBytes(Map.of(
                    "name",
                    "myzk",
                    "version",
                    revision,
                    "config",
                    values,
                    "manifest",
                    manifest,
                    "info",
                    Map.of("status", status, "last_deployed", changedAt.toString(), "description", "a test"),
                    "chart",
                    Map.of("metadata", Map.of("name", "zookeeper", "version", "0.1.0")))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] helms = Base64.getEncoder().encode(bytes.toByteArray());
        return Base64.getEncoder().encodeToString(helms);
    }
}
