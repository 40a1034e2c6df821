package io.arkeeper.bundle.image;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.ImageConfig;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutReader;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Somebody's own base image, out of an OCI layout in a tar; its layers are taken over byte for byte. */
final class BaseImage {

    private final Path file;
    private final Platform platform;

    BaseImage(Path file, Platform platform) {
        this.file = file;
        this.platform = platform;
    }

    /** The base's layers, which are copied to {@code blobs}. */
    List<Layer> layers(BlobDirectory blobs) throws IOException {
        try (LayoutReader layout = LayoutReader.open(file)) {
            Manifest manifest = manifest(layout, layout.root())
                    .orElseThrow(() -> new BundleFailure(
                            BundleFailure.Kind.BAD_INPUT,
                            "%s has no image for %s; give a base for that platform".formatted(file, platform)));
            ImageConfig config = config(layout, manifest);
            if (config.diffIds().size() != manifest.layers().size()) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s: its configuration knows %d layers, its manifest %d; the file is damaged"
                                .formatted(
                                        file,
                                        config.diffIds().size(),
                                        manifest.layers().size()));
            }
            List<Layer> layers = new ArrayList<>();
            for (Descriptor descriptor : manifest.layers()) {
                copy(layout, descriptor, blobs);
                layers.add(new Layer(
                        "base " + (layers.size() + 1),
                        new Descriptor(descriptor.mediaType().inOci(), descriptor.digest(), descriptor.size()),
                        config.diffIds().get(layers.size()),
                        true));
            }
            return layers;
        }
    }

    private void copy(LayoutReader layout, Descriptor descriptor, BlobDirectory blobs) throws IOException {
        try (InputStream in = layout.open(descriptor.digest())) {
            Descriptor copied = blobs.put(descriptor.mediaType(), in::transferTo);
            if (!copied.digest().equals(descriptor.digest()) || copied.size() != descriptor.size()) {
                throw new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        "%s: layer %s has the digest %s; the file is damaged or was changed"
                                .formatted(file, descriptor.digest(), copied.digest()));
            }
        }
    }

    /** Descends into indexes; a manifest without a platform is judged by its configuration. */
    private Optional<Manifest> manifest(LayoutReader layout, Index index) throws IOException {
        for (Descriptor descriptor : index.manifests()) {
            String place = file + ": " + descriptor.digest();
            if (descriptor.mediaType().isIndex()) {
                Optional<Manifest> found = manifest(layout, Index.read(place, layout.read(descriptor)));
                if (found.isPresent()) {
                    return found;
                }
            } else if (descriptor.mediaType().isManifest()) {
                Manifest manifest = Manifest.read(place, layout.read(descriptor));
                boolean isImage = manifest.artifactType().isEmpty();
                if (isImage && config(layout, manifest).platform().equals(platform)) {
                    return Optional.of(manifest);
                }
            }
        }
        return Optional.empty();
    }

    private ImageConfig config(LayoutReader layout, Manifest manifest) throws IOException {
        return ImageConfig.read(file + ": " + manifest.config().digest(), layout.read(manifest.config()));
    }
}
