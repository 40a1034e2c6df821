package io.arkeeper.bundle.image;

import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;

/**
 * One finished layer.
 *
 * @param name what it holds, one word
 * @param diffId the digest of the tar before compression: comparable between versions of the compressor
 * @param reproducible whether the same inputs give the same bytes
 */
public record Layer(String name, Descriptor descriptor, Digest diffId, boolean reproducible) {}
