package io.arkeeper.cli.local.release;

/** Where a pod's volume comes from. */
public sealed interface VolumeSource {

    /** The entries of a ConfigMap as files. */
    record ConfigMapFiles(String configMap) implements VolumeSource {}

    /** A directory that lives as long as the pod. */
    record EmptyDirectory() implements VolumeSource {}

    /** A volume of the pod's own that outlives it: the StatefulSet's claim template of that name. */
    record OwnClaim(String template) implements VolumeSource {}
}
