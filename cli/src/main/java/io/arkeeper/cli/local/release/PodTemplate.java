package io.arkeeper.cli.local.release;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one container of the StatefulSet's pods, as far as a process needs it.
 *
 * @param arguments the container's arguments; what they are given to is the image's entry point
 * @param environment in the order of the manifest
 * @param mounts volume names by the path they appear at
 * @param volumes sources by volume name, claim templates among them
 * @param ports numbers by port name
 */
public record PodTemplate(
        String container,
        List<String> arguments,
        List<EnvironmentVariable> environment,
        Map<String, String> mounts,
        Map<String, VolumeSource> volumes,
        Map<String, Integer> ports,
        Optional<ProbeSpec> startup,
        Optional<ProbeSpec> liveness,
        Optional<ProbeSpec> readiness,
        Duration gracePeriod) {

    /** A variable whose value is given, or is a field of the pod. */
    public record EnvironmentVariable(String name, Value value) {}

    public sealed interface Value {}

    public record Literal(String text) implements Value {}

    public enum PodField implements Value {
        NAME("metadata.name"),
        NAMESPACE("metadata.namespace"),
        ADDRESS("status.podIP");

        private final String path;

        PodField(String path) {
            this.path = path;
        }

        static PodField ofPath(String where, String path) {
            for (PodField field : values()) {
                if (field.path.equals(path)) {
                    return field;
                }
            }
            throw new UnsupportedManifest(
                    "%s refers to the pod field %s, which local runs do not know".formatted(where, path));
        }
    }
}
