package io.arkeeper.bundle.oci;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an image is run, and what its layers are once they are unpacked.
 *
 * @param diffIds digests of the layers' uncompressed tars, lowest first
 */
public record ImageConfig(
        Optional<Instant> created,
        Platform platform,
        Execution execution,
        List<Digest> diffIds,
        List<History> history) {

    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    /**
     * What the runtime does with it where the pod says nothing.
     *
     * @param user numeric {@code uid:gid}, because {@code runAsNonRoot} cannot judge a name
     */
    public record Execution(
            Optional<String> user,
            List<String> env,
            List<String> entryPoint,
            List<String> command,
            Optional<String> workingDirectory,
            Optional<String> stopSignal,
            List<String> exposedPorts,
            List<String> volumes,
            SortedMap<String, String> labels) {

        public Execution {
            env = List.copyOf(env);
            entryPoint = List.copyOf(entryPoint);
            command = List.copyOf(command);
            exposedPorts = List.copyOf(exposedPorts);
            volumes = List.copyOf(volumes);
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }

        static Execution from(JsonObject json) {
            return new Execution(
                    json.optionalText("User").filter(user -> !user.isEmpty()),
                    json.texts("Env"),
                    json.texts("Entrypoint"),
                    json.texts("Cmd"),
                    json.optionalText("WorkingDir").filter(directory -> !directory.isEmpty()),
                    json.optionalText("StopSignal"),
                    json.names("ExposedPorts"),
                    json.names("Volumes"),
                    json.textMap("Labels"));
        }

        SortedMap<String, Object> toJson() {
            return JsonWriter.object()
                    .put("User", user)
                    .put("Env", env)
                    .put("Entrypoint", entryPoint)
                    .put("Cmd", command)
                    .put("WorkingDir", workingDirectory)
                    .put("StopSignal", stopSignal)
                    .put("ExposedPorts", set(exposedPorts))
                    .put("Volumes", set(volumes))
                    .put("Labels", labels)
                    .done();
        }

        private static SortedMap<String, Object> set(List<String> names) {
            SortedMap<String, Object> set = new TreeMap<>();
            names.forEach(name -> set.put(name, new TreeMap<String, Object>()));
            return set;
        }
    }

    /** Where a layer comes from, for people who read {@code docker history}. */
    public record History(Optional<Instant> created, String createdBy, boolean emptyLayer) {

        static History from(JsonObject json) {
            return new History(
                    json.optionalText("created").map(Instant::parse),
                    json.optionalText("created_by").orElse(""),
                    json.flag("empty_layer"));
        }

        SortedMap<String, Object> toJson() {
            return JsonWriter.object()
                    .put("created", created.map(Instant::toString))
                    .put("created_by", createdBy)
                    .put("empty_layer", emptyLayer ? Optional.of(true) : Optional.empty())
                    .done();
        }
    }

    public static ImageConfig read(String place, byte[] bytes) {
        JsonObject json = JsonObject.read(place, bytes);
        return new ImageConfig(
                json.optionalText("created").map(Instant::parse),
                Platform.from(json),
                json.optionalObject("config")
                        .map(Execution::from)
                        .orElseGet(() -> Execution.from(new JsonObject(place, new TreeMap<>()))),
                json.object("rootfs").texts("diff_ids").stream()
                        .map(Digest::parse)
                        .toList(),
                json.objects("history").stream().map(History::from).toList());
    }

    public byte[] bytes() {
        return JsonWriter.bytes(JsonWriter.object()
                .put("created", created.map(Instant::toString))
                .put("os", platform.os())
                .put("architecture", platform.architecture())
                .put("variant", platform.variant())
                .put("config", execution.toJson())
                .put(
                        "rootfs",
                        JsonWriter.object()
                                .put("type", "layers")
                                .putAlways(
                                        "diff_ids",
                                        diffIds.stream().map(Digest::toString).toList())
                                .done())
                .put("history", history.stream().map(History::toJson).toList())
                .done());
    }
}
