package io.arkeeper.bundle.image;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.JsonObject;
import io.arkeeper.bundle.oci.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finished layers under a key of everything that went into them, because making one takes seconds.
 *
 * <p>A note under the key names the blob; the blob is compared with its digest before it is used.
 */
final class LayerCache {

    private final Path notes;
    private final BlobDirectory blobs;

    LayerCache(Path notes, BlobDirectory blobs) {
        this.notes = notes;
        this.blobs = blobs;
    }

    /** Makes a layer that is not in the cache. */
    @FunctionalInterface
    interface Maker {
        Layer make() throws IOException;
    }

    /**
     * Takes the layer from the cache, or makes it and keeps it.
     *
     * @param name of the layer
     */
    Layer get(String name, Digest key, boolean reproducible, Maker maker) throws IOException {
        Path note = notes.resolve(key.hex() + ".json");
        Optional<Layer> cached = cached(name, note, reproducible);
        return cached.isPresent() ? cached.get() : kept(note, maker.make());
    }

    private Optional<Layer> cached(String name, Path note, boolean reproducible) throws IOException {
        if (!Files.isRegularFile(note)) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.read(note.toString(), Files.readAllBytes(note));
            Descriptor descriptor = Descriptor.from(json.object("layer"));
            blobs.verify(descriptor);
            BuildCache.used(note);
            BuildCache.used(blobs.path(descriptor.digest()));
            return Optional.of(new Layer(name, descriptor, Digest.parse(json.text("diffId")), reproducible));
        } catch (BundleFailure damaged) {
            return Optional.empty(); // it is made anew and replaces the damaged one
        }
    }

    private Layer kept(Path note, Layer layer) throws IOException {
        Files.createDirectories(notes);
        Files.write(
                note,
                JsonWriter.bytes(JsonWriter.object()
                        .put("layer", layer.descriptor().toJson())
                        .put("diffId", layer.diffId().toString())
                        .done()));
        return layer;
    }
}
