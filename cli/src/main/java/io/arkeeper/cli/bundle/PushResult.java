package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.oci.JsonWriter;
import io.arkeeper.bundle.registry.Overlay;
import io.arkeeper.bundle.registry.PushReport;
import io.arkeeper.bundle.registry.RegistryAddress;
import io.arkeeper.bundle.relocation.Artifact;
import io.arkeeper.bundle.relocation.Relocatable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What a push did, and what to do next. */
record PushResult(
        Relocatable content,
        RegistryAddress pushed,
        RegistryAddress pulled,
        Overlay overlay,
        PushReport report,
        Path values) {

    List<String> lines(boolean plainHttp, Optional<Path> authorities) {
        List<String> lines = new ArrayList<>();
        lines.add("image: " + there(content.image()));
        lines.add("       " + content.image().root().digest());
        content.chart().ifPresent(chart -> {
            lines.add("chart: " + there(chart));
            lines.add("       " + chart.root().digest());
        });
        if (!content.signatures().isEmpty()) {
            lines.add("signatures: " + content.signatures().size());
        }
        lines.add("sent %s, %s were there, %s were mounted; all of it is there, compared by digest"
                .formatted(Amount.of(report.sent()), Amount.of(report.present()), Amount.of(report.mounted())));
        lines.add("values: " + values);
        lines.add("Next: " + helm(plainHttp, authorities));
        return lines;
    }

    private String there(Artifact artifact) {
        return "%s/%s:%s".formatted(pushed.host(), pushed.repository(artifact.repository()), artifact.tag());
    }

    /** The line that installs from there. */
    private String helm(boolean plainHttp, Optional<Path> authorities) {
        String where = content.chart()
                .map(chart -> "oci://%s/%s --version %s"
                        .formatted(pulled.host(), pulled.repository(chart.repository()), chart.tag()))
                .orElse("CHART");
        String tls = content.chart().isEmpty()
                ? ""
                : (plainHttp || pulled.plain() ? " --plain-http" : "")
                        + authorities.map(file -> " --ca-file " + file).orElse("");
        return "helm install NAME %s%s -f %s".formatted(where, tls, values);
    }

    SortedMap<String, Object> event() {
        return PushReporter.named("done")
                .put(
                        "image",
                        JsonWriter.object()
                                .put("registry", overlay.registry())
                                .put("repository", overlay.repository())
                                .put("tag", content.image().tag())
                                .put("digest", overlay.digest().toString())
                                .done())
                .put("chart", content.chart().map(chart -> JsonWriter.object()
                        .put("registry", pulled.host())
                        .put("repository", pulled.repository(chart.repository()))
                        .put("tag", chart.tag())
                        .put("digest", chart.root().digest().toString())
                        .done()))
                .put("signatures", content.signatures().size())
                .put("sent", report.sent())
                .put("present", report.present())
                .put("mounted", report.mounted())
                .put("values", values.toString())
                .done();
    }
}
