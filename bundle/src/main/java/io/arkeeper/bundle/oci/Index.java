package io.arkeeper.bundle.oci;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Several manifests under one digest, usually one per platform; also the root of a layout. */
public record Index(List<Descriptor> manifests, Optional<Descriptor> subject, SortedMap<String, String> annotations) {

    public Index {
        manifests = List.copyOf(manifests);
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public Index(List<Descriptor> manifests) {
        this(manifests, Optional.empty(), Collections.emptySortedMap());
    }

    public static Index read(String place, byte[] bytes) {
        JsonObject json = JsonObject.read(place, bytes);
        return new Index(
                json.objects("manifests").stream().map(Descriptor::from).toList(),
                json.optionalObject("subject").map(Descriptor::from),
                json.textMap("annotations"));
    }

    public byte[] bytes() {
        return JsonWriter.bytes(JsonWriter.object()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.IMAGE_INDEX.name())
                .putAlways(
                        "manifests", manifests.stream().map(Descriptor::toJson).toList())
                .put("subject", subject.map(Descriptor::toJson))
                .put("annotations", annotations)
                .done());
    }
}
