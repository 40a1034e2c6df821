package io.arkeeper.bundle.parts;

import io.arkeeper.bundle.oci.Descriptor;

/**
 * One thing that has a name in a registry.
 *
 * @param repository without a registry and without the path that registries put before it
 */
public record Part(String repository, String tag, Descriptor root) {}
