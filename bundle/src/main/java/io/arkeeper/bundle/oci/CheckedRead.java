package io.arkeeper.bundle.oci;

import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.io.InputStream;

/** Reads documents that are small by nature, so that a forged size cannot make us allocate gigabytes. */
final class CheckedRead {

    private static final long LARGEST_DOCUMENT = 4L << 20; // registries refuse manifests above 4 MiB

    private CheckedRead() {}

    static byte[] small(BlobSource blobs, Descriptor descriptor) throws IOException {
        if (descriptor.size() < 0 || descriptor.size() > LARGEST_DOCUMENT) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s claims %d bytes for %s, expected at most %d"
                            .formatted(
                                    descriptor.digest(), descriptor.size(), descriptor.mediaType(), LARGEST_DOCUMENT));
        }
        try (InputStream in = blobs.open(descriptor.digest())) {
            byte[] bytes = in.readNBytes((int) descriptor.size() + 1);
            if (bytes.length != descriptor.size() || !Digest.of(bytes).equals(descriptor.digest())) {
                throw new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        "blob %s does not have the bytes its name promises; the file is damaged or was changed"
                                .formatted(descriptor.digest()));
            }
            return bytes;
        }
    }
}
