package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.Manifest;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every blob that parts lead to, with the name people know it by.
 *
 * <p>Documents are checked while they are followed, so that the first one that was changed is named before anything it
 * says is believed.
 */
final class Inventory {

    private final String file;
    private final BlobSource blobs;
    private final Map<Digest, Item> items = new LinkedHashMap<>();

    private Inventory(String file, BlobSource blobs) {
        this.file = file;
        this.blobs = blobs;
    }

    /**
     * One blob.
     *
     * @param name such as {@code image linux/amd64, layer 3 of 5}
     * @param document whether it says what else there is
     */
    record Item(PartKind kind, String name, Descriptor descriptor, boolean document) {

        @Override
        public String toString() {
            return "%s (%s)".formatted(name, descriptor.digest());
        }
    }

    /** @param file for messages */
    static Inventory of(String file, List<Descriptor> parts, BlobSource blobs) throws IOException {
        Inventory inventory = new Inventory(file, blobs);
        for (Descriptor descriptor : parts) {
            Part part = Part.read(file, descriptor);
            String name = part.signs()
                    .map(signed -> "signature of " + inventory.name(signed))
                    .orElse(part.kind().toString());
            inventory.add(part.kind(), name, descriptor);
        }
        return inventory;
    }

    Collection<Item> items() {
        return items.values();
    }

    Optional<Item> find(Digest digest) {
        return Optional.ofNullable(items.get(digest));
    }

    /** What people call a blob. */
    String name(Digest digest) {
        return find(digest).map(Item::name).orElse(digest.toString());
    }

    private void add(PartKind kind, String name, Descriptor descriptor) throws IOException {
        if (descriptor.mediaType().isIndex()) {
            byte[] bytes = document(kind, name + ", index", descriptor);
            for (Descriptor child : Index.read(place(name), bytes).manifests()) {
                add(
                        kind,
                        child.platform().map(platform -> name + " " + platform).orElse(name),
                        child);
            }
        } else {
            byte[] bytes = document(kind, name + ", manifest", descriptor);
            Manifest manifest = Manifest.read(place(name), bytes);
            put(new Item(kind, name + ", configuration", manifest.config(), false));
            int layers = manifest.layers().size();
            for (int i = 0; i < layers; i++) {
                String layer = layers == 1 ? name + ", content" : "%s, layer %d of %d".formatted(name, i + 1, layers);
                if (kind == PartKind.LOCK || kind == PartKind.SIGNATURE) {
                    document(kind, layer, manifest.layers().get(i));
                } else {
                    put(new Item(kind, layer, manifest.layers().get(i), false));
                }
            }
        }
    }

    private String place(String name) {
        return file + ": " + name;
    }

    private byte[] document(PartKind kind, String name, Descriptor descriptor) throws IOException {
        Item item = new Item(kind, name, descriptor, true);
        put(item);
        if (!blobs.has(descriptor.digest())) {
            throw missing(item);
        }
        try {
            return blobs.read(descriptor);
        } catch (BundleFailure e) {
            throw new BundleFailure(
                    BundleFailure.Kind.NOT_VERIFIED,
                    "%s: %s is not what its digest says; the file is damaged or was changed: copy it again"
                            .formatted(file, item),
                    e);
        }
    }

    BundleFailure missing(Item item) {
        return new BundleFailure(
                BundleFailure.Kind.NOT_VERIFIED,
                "%s: %s is missing; the file is damaged or was changed: copy it again".formatted(file, item));
    }

    private void put(Item item) {
        items.putIfAbsent(item.descriptor().digest(), item);
    }
}
