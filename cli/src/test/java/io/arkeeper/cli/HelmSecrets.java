package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What Helm keeps of a release, changed as an interruption leaves it. */
final class HelmSecrets {

    private HelmSecrets() {}

    @SuppressWarnings("unchecked") // Helm's own JSON
    static String withStatus(String data, String status) {
        byte[] packed = Base64.getDecoder().decode(Base64.getDecoder().decode(data));
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            Map<String, Object> release = JSON.std.mapFrom(unpacked.readAllBytes());
            Map<String, Object> info = new LinkedHashMap<>((Map<String, Object>) release.get("info"));
            info.put("status", status);
            release.put("info", info);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(JSON.std.asBytes(release));
            }
            return Base64.getEncoder().encodeToString(Base64.getEncoder().encode(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
