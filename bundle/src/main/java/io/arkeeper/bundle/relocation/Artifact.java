package io.arkeeper.bundle.relocation;

import io.arkeeper.bundle.oci.Descriptor;

/**
 * One thing that has a name in a registry.
 *
 * @param repository without a registry and without the path that registries put before it
 */
public record Artifact(String repository, String tag, Descriptor root) {}
