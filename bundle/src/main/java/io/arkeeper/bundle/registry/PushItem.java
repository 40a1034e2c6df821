package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.oci.Descriptor;

/**
 * One image, index or artifact to be pushed.
 *
 * @param repository full path in the registry
 * @param root the index or manifest; its bytes arrive as they are
 */
public record PushItem(String repository, String tag, Descriptor root) {}
