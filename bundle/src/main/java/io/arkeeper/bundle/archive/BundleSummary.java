package io.arkeeper.bundle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.ImageConfig;
import io.arkeeper.bundle.oci.JsonWriter;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.sbom.Component;
import io.arkeeper.bundle.sbom.Sbom;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What a bundle says it holds, for people who look at it or compare two.
 *
 * @param signed what has a signature, by whomever: nothing of it was checked
 * @param chartValues the chart's default values, nested names joined with dots; empty in a differential without them
 */
public record BundleSummary(
        String version,
        Lock lock,
        Optional<Digest> since,
        List<PartLine> parts,
        List<Image> images,
        List<Component> components,
        List<String> signed,
        SortedMap<String, String> chartValues) {

    private static final int LARGEST_VALUES = 1 << 20;

    public BundleSummary {
        parts = List.copyOf(parts);
        images = List.copyOf(images);
        components = List.copyOf(components);
        signed = List.copyOf(signed);
        chartValues = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(chartValues));
    }

    /**
     * One part.
     *
     * @param name where a registry has it, or what it is
     * @param bytes of the part with everything it leads to
     */
    public record PartLine(PartKind kind, String name, Digest digest, long bytes) {}

    /** The image for one platform. */
    public record Image(Platform platform, Digest digest, List<LayerLine> layers) {

        public Image {
            layers = List.copyOf(layers);
        }
    }

    /** One layer, lowest first. */
    public record LayerLine(String name, Digest digest, long bytes) {}

    public static BundleSummary of(BundleFile bundle) throws IOException {
        Lock lock = bundle.lock();
        Inventory inventory = Inventory.of(
                bundle.file().toString(),
                bundle.parts().stream().map(Part::descriptor).toList(),
                bundle.layout());
        List<PartLine> parts = new ArrayList<>();
        for (Part part : bundle.parts()) {
            if (part.kind() != PartKind.SIGNATURE) {
                parts.add(new PartLine(
                        part.kind(),
                        part.repository()
                                .map(repository -> repository + ":" + part.tag().orElse(""))
                                .orElse(part.kind().type().name()),
                        part.digest(),
                        inventory.items().stream()
                                .filter(item -> item.kind() == part.kind())
                                .mapToLong(item -> item.descriptor().size())
                                .sum()));
            }
        }
        List<Signable> signables = Signable.of(lock, bundle.part(PartKind.LOCK).descriptor());
        return new BundleSummary(
                bundle.version(),
                lock,
                bundle.since(),
                parts,
                images(bundle),
                Sbom.read(bundle.file() + ": the SBOM", bundle.content(PartKind.SBOM))
                        .components(),
                signables.stream()
                        .filter(signable ->
                                !bundle.signaturesOf(signable.digest()).isEmpty())
                        .map(Signable::label)
                        .toList(),
                chartValues(bundle));
    }

    private static List<Image> images(BundleFile bundle) throws IOException {
        List<Image> images = new ArrayList<>();
        for (Descriptor one : bundle.platforms()) {
            String place = bundle.file() + ": " + one.digest();
            Manifest manifest = Manifest.read(place, bundle.layout().read(one));
            List<String> names = layerNames(bundle, manifest);
            List<LayerLine> layers = new ArrayList<>();
            for (Descriptor layer : manifest.layers()) {
                int number = layers.size();
                layers.add(new LayerLine(
                        number < names.size() ? names.get(number) : "layer " + (number + 1),
                        layer.digest(),
                        layer.size()));
            }
            images.add(new Image(one.platform().orElse(Platform.LINUX_AMD64), one.digest(), layers));
        }
        return images;
    }

    /** The builder notes each layer's name in the history; a differential may have left the configuration out. */
    private static List<String> layerNames(BundleFile bundle, Manifest manifest) throws IOException {
        if (!bundle.layout().has(manifest.config().digest())) {
            return List.of();
        }
        return ImageConfig.read("the image's configuration", bundle.layout().read(manifest.config())).history().stream()
                .filter(entry -> !entry.emptyLayer())
                .map(entry -> entry.createdBy().replaceFirst("^arkeeper image build: ", ""))
                .toList();
    }

    private static SortedMap<String, String> chartValues(BundleFile bundle) throws IOException {
        SortedMap<String, String> flat = new TreeMap<>();
        Descriptor layer = bundle.layer(PartKind.CHART);
        if (!bundle.layout().has(layer.digest())) {
            return flat;
        }
        try (InputStream in = bundle.layout().open(layer.digest());
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(in)), UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().matches("[^/]+/values[.]yaml")) {
                    flatten("", ChartPackage.yaml("values.yaml", tar.readNBytes(LARGEST_VALUES)), flat);
                }
            }
        }
        return flat;
    }

    private static void flatten(String prefix, Object value, SortedMap<String, String> flat) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, inner) -> flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, inner, flat));
        } else {
            flat.put(prefix, String.valueOf(value));
        }
    }

    /** The same for programs. */
    public SortedMap<String, Object> toJson() {
        return JsonWriter.object()
                .put("version", version)
                .put("zooKeeperVersion", lock.zooKeeperVersion())
                .put("created", lock.created().toString())
                .put("reference", lock.reference())
                .put("digest", lock.index().toString())
                .put("since", since.map(Digest::toString))
                .putAlways("signed", signed)
                .put(
                        "parts",
                        parts.stream()
                                .map(part -> JsonWriter.object()
                                        .put("part", part.kind().toString())
                                        .put("name", part.name())
                                        .put("digest", part.digest().toString())
                                        .put("bytes", part.bytes())
                                        .done())
                                .toList())
                .put("images", images.stream().map(BundleSummary::toJson).toList())
                .putAlways(
                        "components",
                        components.stream().map(BundleSummary::toJson).toList())
                .done();
    }

    private static SortedMap<String, Object> toJson(Image image) {
        return JsonWriter.object()
                .put("platform", image.platform().toString())
                .put("digest", image.digest().toString())
                .put(
                        "layers",
                        image.layers().stream()
                                .map(layer -> JsonWriter.object()
                                        .put("name", layer.name())
                                        .put("digest", layer.digest().toString())
                                        .put("bytes", layer.bytes())
                                        .done())
                                .toList())
                .done();
    }

    private static SortedMap<String, Object> toJson(Component component) {
        return JsonWriter.object()
                .put("name", component.label())
                .put("version", component.version())
                .put("purl", component.purl())
                .putAlways("licences", component.licences())
                .putAlways("places", List.copyOf(component.places()))
                .done();
    }
}
