package io.arkeeper.bundle.oci;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One image for one platform, or one artifact: a configuration and layers.
 *
 * @param subject the manifest this one is about, e.g. the one it signs
 */
public record Manifest(
        Optional<MediaType> artifactType,
        Descriptor config,
        List<Descriptor> layers,
        Optional<Descriptor> subject,
        SortedMap<String, String> annotations) {

    public Manifest {
        layers = List.copyOf(layers);
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public static Manifest image(Descriptor config, List<Descriptor> layers, SortedMap<String, String> annotations) {
        return new Manifest(Optional.empty(), config, layers, Optional.empty(), annotations);
    }

    public static Manifest read(String place, byte[] bytes) {
        JsonObject json = JsonObject.read(place, bytes);
        return new Manifest(
                json.optionalText("artifactType").map(MediaType::new),
                Descriptor.from(json.object("config")),
                json.objects("layers").stream().map(Descriptor::from).toList(),
                json.optionalObject("subject").map(Descriptor::from),
                json.textMap("annotations"));
    }

    public byte[] bytes() {
        return JsonWriter.bytes(JsonWriter.object()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.IMAGE_MANIFEST.name())
                .put("artifactType", artifactType.map(MediaType::name))
                .put("config", config.toJson())
                .putAlways("layers", layers.stream().map(Descriptor::toJson).toList())
                .put("subject", subject.map(Descriptor::toJson))
                .put("annotations", annotations)
                .done());
    }
}
