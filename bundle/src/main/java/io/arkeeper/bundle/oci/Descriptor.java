package io.arkeeper.bundle.oci;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Points to a blob: what it is, its digest, its size.
 *
 * @param artifactType set where a manifest carries something that is not an image
 */
public record Descriptor(
        MediaType mediaType,
        Digest digest,
        long size,
        Optional<Platform> platform,
        SortedMap<String, String> annotations,
        Optional<MediaType> artifactType) {

    public Descriptor {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public Descriptor(MediaType mediaType, Digest digest, long size) {
        this(mediaType, digest, size, Optional.empty(), Collections.emptySortedMap(), Optional.empty());
    }

    public static Descriptor of(MediaType mediaType, byte[] bytes) {
        return new Descriptor(mediaType, Digest.of(bytes), bytes.length);
    }

    public Descriptor on(Platform newPlatform) {
        return new Descriptor(mediaType, digest, size, Optional.of(newPlatform), annotations, artifactType);
    }

    public Descriptor annotated(SortedMap<String, String> newAnnotations) {
        return new Descriptor(mediaType, digest, size, platform, newAnnotations, artifactType);
    }

    /** Reads a descriptor from any OCI document. */
    public static Descriptor from(JsonObject json) {
        return new Descriptor(
                new MediaType(json.text("mediaType")),
                Digest.parse(json.text("digest")),
                json.number("size"),
                json.optionalObject("platform").map(Platform::from),
                json.textMap("annotations"),
                json.optionalText("artifactType").map(MediaType::new));
    }

    public SortedMap<String, Object> toJson() {
        return JsonWriter.object()
                .put("mediaType", mediaType.name())
                .put("digest", digest.toString())
                .put("size", size)
                .put("platform", platform.map(Platform::toJson))
                .put("annotations", annotations)
                .put("artifactType", artifactType.map(MediaType::name))
                .done();
    }
}
