package io.arkeeper.bundle.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.JsonObject;
import io.arkeeper.bundle.oci.JsonWriter;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The components of a bundle as CycloneDX 1.6 in JSON; the same components give the same bytes. */
public record Sbom(List<Component> components) {

    private static final String PLACE = "io.arkeeper.bundle.place";

    public Sbom {
        components = List.copyOf(components);
    }

    /**
     * Finds what is in an image and in the command.
     *
     * @param debs digests of Debian packages by {@code NAME VERSION ARCHITECTURE}
     * @param javaVersions of the linked runtimes with their vendors, by platform of the image
     * @param javaOfCommand the command's
     */
    public static Sbom scan(
            BlobSource blobs,
            Descriptor index,
            Descriptor command,
            Map<String, Digest> debs,
            Map<Platform, String> javaVersions,
            String javaOfCommand)
            throws IOException {
        JarCatalog catalog = JarCatalog.read();
        SortedMap<String, Component> together = new TreeMap<>();
        for (Descriptor image : Index.read("the image", blobs.read(index)).manifests()) {
            String place = "image " + image.platform().map(Platform::toString).orElse("");
            LayerScan scan = new LayerScan(
                    catalog, debs, image.platform().map(javaVersions::get).orElse("unknown"), place.strip());
            for (Descriptor layer : Manifest.read(place, blobs.read(image)).layers()) {
                scan(scan, blobs, layer);
            }
            scan.components().forEach(component -> add(together, component));
        }
        LayerScan scan = new LayerScan(catalog, debs, javaOfCommand, "cli");
        scan(scan, blobs, command);
        scan.components().forEach(component -> add(together, component));
        return new Sbom(List.copyOf(together.values()));
    }

    private static void scan(LayerScan scan, BlobSource blobs, Descriptor layer) throws IOException {
        try (InputStream in = blobs.open(layer.digest())) {
            scan.scan(in);
        }
    }

    private static void add(SortedMap<String, Component> together, Component component) {
        together.merge(component.identity(), component, (one, two) -> one.alsoIn(two.places()));
    }

    /**
     * The document.
     *
     * @param version of what it is about
     */
    public String json(String version, Instant created) {
        List<SortedMap<String, Object>> list =
                components.stream().map(Sbom::toJson).toList();
        byte[] content = JsonWriter.bytes(list);
        SortedMap<String, Object> bundle = JsonWriter.object()
                .put("type", "application")
                .put("bom-ref", "arkeeper-bundle")
                .put("group", "io.arkeeper")
                .put("name", "arkeeper-bundle")
                .put("version", version)
                .put("licenses", licences(List.of("Apache-2.0")))
                .done();
        SortedMap<String, Object> tool = JsonWriter.object()
                .put("type", "application")
                .put("name", "arkeeper")
                .put("version", version)
                .done();
        return new String(
                JsonWriter.bytes(JsonWriter.object()
                        .put("bomFormat", "CycloneDX")
                        .put("specVersion", "1.6")
                        .put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(content))
                        .put("version", 1)
                        .put(
                                "metadata",
                                JsonWriter.object()
                                        .put("timestamp", created.toString())
                                        .put("component", bundle)
                                        .put(
                                                "tools",
                                                JsonWriter.object()
                                                        .put("components", List.of(tool))
                                                        .done())
                                        .done())
                        .putAlways("components", list)
                        .done()),
                UTF_8);
    }

    private static SortedMap<String, Object> toJson(Component component) {
        return JsonWriter.object()
                .put("type", "library")
                .put("bom-ref", component.identity())
                .put("group", component.group())
                .put("name", component.name())
                .put("version", component.version())
                .put("purl", component.purl())
                .put("licenses", licences(component.licences()))
                .put(
                        "hashes",
                        component
                                .sha256()
                                .map(digest -> List.of(JsonWriter.object()
                                        .put("alg", "SHA-256")
                                        .put("content", digest.hex())
                                        .done())))
                .put(
                        "properties",
                        component.places().stream()
                                .map(place -> JsonWriter.object()
                                        .put("name", PLACE)
                                        .put("value", place)
                                        .done())
                                .toList())
                .done();
    }

    /** The format allows one expression, or a list of licences by name; people's own names are in the list. */
    private static List<SortedMap<String, Object>> licences(List<String> licences) {
        if (licences.size() == 1 && licences.getFirst().matches("[A-Za-z0-9.-]+( (OR|AND|WITH) [A-Za-z0-9.-]+)*")) {
            return List.of(
                    JsonWriter.object().put("expression", licences.getFirst()).done());
        }
        return licences.stream()
                .map(name -> JsonWriter.object()
                        .put("license", JsonWriter.object().put("name", name).done())
                        .done())
                .toList();
    }

    /** Reads a document that was written here. */
    public static Sbom read(String place, byte[] bytes) {
        return new Sbom(JsonObject.read(place, bytes).objects("components").stream()
                .map(Sbom::component)
                .toList());
    }

    private static Component component(JsonObject json) {
        return new Component(
                json.optionalText("group"),
                json.text("name"),
                json.text("version"),
                json.text("purl"),
                json.objects("licenses").stream().map(Sbom::licence).toList(),
                json.objects("hashes").stream()
                        .map(hash -> new Digest(hash.text("content")))
                        .findFirst(),
                new TreeSet<>(json.objects("properties").stream()
                        .filter(property -> property.text("name").equals(PLACE))
                        .map(property -> property.text("value"))
                        .toList()));
    }

    private static String licence(JsonObject json) {
        Optional<String> expression = json.optionalText("expression");
        return expression.orElseGet(() -> json.object("license").text("name"));
    }
}
