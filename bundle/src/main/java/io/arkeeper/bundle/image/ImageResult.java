package io.arkeeper.bundle.image;

import io.arkeeper.bundle.deb.PackageRecord;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.ImageName;
import io.arkeeper.bundle.oci.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An image that was built, and what went into it.
 *
 * @param index the image's identity: pin this digest
 * @param created the time of its files
 */
public record ImageResult(ImageName name, Path file, Descriptor index, List<PlatformImage> images, Instant created) {

    public ImageResult {
        images = List.copyOf(images);
    }

    /**
     * The image for one platform.
     *
     * @param packages what was taken from Debian; empty where a base image was given
     */
    public record PlatformImage(
            Platform platform,
            Descriptor manifest,
            List<Layer> layers,
            List<PackageRecord> packages,
            String javaVersion) {

        public PlatformImage {
            layers = List.copyOf(layers);
            packages = List.copyOf(packages);
        }

        /** What a node downloads. */
        public long compressedBytes() {
            return layers.stream().mapToLong(layer -> layer.descriptor().size()).sum();
        }
    }
}
