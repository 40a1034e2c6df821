package io.arkeeper.bundle.serve;

import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.relocation.Artifact;
import io.arkeeper.bundle.relocation.Relocatable;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a registry made of a bundle has, by name. Its documents are held in memory, the blobs stay in the file. */
public final class Catalog {

    private final SortedMap<String, Repository> repositories = new TreeMap<>();

    private Catalog() {}

    public static Catalog of(Relocatable content, BlobSource blobs) throws IOException {
        Catalog catalog = new Catalog();
        for (Artifact artifact : content.all()) {
            Repository repository =
                    catalog.repositories.computeIfAbsent(artifact.repository(), name -> new Repository());
            repository.tags.put(artifact.tag(), artifact.root().digest());
            repository.take(artifact.root(), blobs);
        }
        return catalog;
    }

    SortedMap<String, Repository> repositories() {
        return Collections.unmodifiableSortedMap(repositories);
    }

    /** A manifest or index as it is stored. */
    static final class Document {
        private final Descriptor descriptor;
        private final byte[] bytes;

        Document(Descriptor descriptor, byte[] bytes) {
            this.descriptor = descriptor;
            this.bytes = bytes.clone();
        }

        Descriptor descriptor() {
            return descriptor;
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    /** Everything under one name. */
    static final class Repository {
        private final SortedMap<String, Digest> tags = new TreeMap<>();
        private final Map<Digest, Document> documents = new HashMap<>();
        private final Map<Digest, Long> blobs = new HashMap<>();

        private void take(Descriptor descriptor, BlobSource source) throws IOException {
            byte[] bytes = source.read(descriptor);
            documents.put(descriptor.digest(), new Document(descriptor, bytes));
            String place = descriptor.digest().toString();
            if (descriptor.mediaType().isIndex()) {
                for (Descriptor child : Index.read(place, bytes).manifests()) {
                    take(child, source);
                }
            } else {
                Manifest manifest = Manifest.read(place, bytes);
                blobs.put(manifest.config().digest(), manifest.config().size());
                manifest.layers().forEach(layer -> blobs.put(layer.digest(), layer.size()));
            }
        }

        SortedMap<String, Digest> tags() {
            return Collections.unmodifiableSortedMap(tags);
        }

        /** @param reference a tag or a digest */
        Optional<Document> document(String reference) {
            Digest tagged = tags.get(reference);
            if (tagged != null) {
                return Optional.of(documents.get(tagged));
            }
            return digest(reference).map(documents::get);
        }

        /** The size of a blob. Documents are blobs too: some clients fetch them that way. */
        Optional<Blob> blob(String digest) {
            return digest(digest).flatMap(known -> Optional.ofNullable(blobs.get(known))
                    .or(() -> Optional.ofNullable(documents.get(known))
                            .map(document -> document.descriptor().size()))
                    .map(size -> new Blob(known, size)));
        }

        private static Optional<Digest> digest(String text) {
            return text.matches("sha256:[0-9a-f]{64}") ? Optional.of(Digest.parse(text)) : Optional.empty();
        }
    }

    /** Bytes in the file. */
    record Blob(Digest digest, long size) {}
}
