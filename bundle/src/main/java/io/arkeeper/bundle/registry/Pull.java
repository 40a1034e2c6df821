package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.MediaType;
import io.arkeeper.bundle.oci.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Fetches an image out of a registry into a folder; nothing is believed that does not have its digest. */
public final class Pull {

    private final Registry registry;
    private final String repository;
    private final BlobDirectory blobs;

    public Pull(Registry registry, String repository, BlobDirectory blobs) {
        this.registry = registry;
        this.repository = repository;
        this.blobs = blobs;
    }

    /**
     * Fetches the image under a tag or a digest.
     *
     * @param platforms which images of an index to fetch
     * @return the images, of an index only those
     */
    public Index image(String reference, List<Platform> platforms) throws IOException, InterruptedException {
        Registry.Stored root = stored(reference);
        if (reference.startsWith("sha256:")) {
            requireDigest(root, Digest.parse(reference));
        }
        MediaType mediaType = type(root);
        String place = "%s/%s".formatted(registry.address().host(), repository);
        if (mediaType.isManifest()) {
            return new Index(List.of(manifest(root, mediaType)));
        }
        if (!mediaType.isIndex()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s:%s is a '%s', expected an image or an index of images; name another"
                            .formatted(place, reference, mediaType));
        }
        List<Descriptor> images = new ArrayList<>();
        for (Descriptor each : Index.read(place, root.bytes()).manifests()) {
            if (each.mediaType().isManifest()
                    && each.platform().filter(platforms::contains).isPresent()) {
                Registry.Stored one = stored(each.digest().toString());
                requireDigest(one, each.digest());
                images.add(manifest(one, each.mediaType()).on(each.platform().get()));
            }
        }
        return new Index(images);
    }

    private Registry.Stored stored(String reference) throws InterruptedException {
        return registry.manifest(repository, reference)
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.REGISTRY,
                        "registry %s has no image %s under %s; check its name, or log in with docker or podman"
                                .formatted(registry.address().host(), repository, reference)));
    }

    private static MediaType type(Registry.Stored stored) {
        return new MediaType(stored.mediaType().name().replaceFirst("\\s*;.*$", ""));
    }

    private void requireDigest(Registry.Stored stored, Digest expected) {
        if (!stored.digest().equals(expected)) {
            throw other(expected, stored.digest());
        }
    }

    private BundleFailure other(Digest expected, Digest found) {
        return new BundleFailure(
                BundleFailure.Kind.NOT_VERIFIED,
                "registry %s gives %s for %s@%s; something between changes bytes: try again, or fetch it another way"
                        .formatted(registry.address().host(), found, repository, expected));
    }

    private Descriptor manifest(Registry.Stored stored, MediaType mediaType) throws IOException, InterruptedException {
        Manifest manifest = Manifest.read(stored.digest().toString(), stored.bytes());
        blob(manifest.config());
        for (Descriptor layer : manifest.layers()) {
            blob(layer);
        }
        return blobs.put(mediaType, stored.bytes());
    }

    private void blob(Descriptor expected) throws IOException, InterruptedException {
        if (blobs.has(expected.digest())) {
            return;
        }
        Descriptor found = blobs.put(expected.mediaType(), out -> read(expected.digest(), out));
        if (!found.digest().equals(expected.digest())) {
            throw other(expected.digest(), found.digest());
        }
    }

    private void read(Digest digest, OutputStream out) throws IOException {
        try {
            registry.readBlob(repository, digest, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }
}
