package io.arkeeper.bundle.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows descriptors from a root: what must be there for the root to be whole. */
public final class Reachable {

    private Reachable() {}

    /** Every blob the root leads to, documents before what they point to, each once. */
    public static Collection<Descriptor> from(Index root, BlobSource blobs) throws IOException {
        Map<Digest, Descriptor> documents = new LinkedHashMap<>();
        Map<Digest, Descriptor> contents = new LinkedHashMap<>();
        List<Descriptor> toVisit = new ArrayList<>(root.manifests());
        while (!toVisit.isEmpty()) {
            Descriptor next = toVisit.removeFirst();
            if (documents.putIfAbsent(next.digest(), next) != null) {
                continue;
            }
            String place = next.digest().toString();
            if (next.mediaType().isIndex()) {
                toVisit.addAll(Index.read(place, blobs.read(next)).manifests());
            } else if (next.mediaType().isManifest()) {
                Manifest manifest = Manifest.read(place, blobs.read(next));
                contents.putIfAbsent(manifest.config().digest(), manifest.config());
                manifest.layers().forEach(layer -> contents.putIfAbsent(layer.digest(), layer));
            }
        }
        contents.forEach(documents::putIfAbsent);
        return documents.values();
    }
}
