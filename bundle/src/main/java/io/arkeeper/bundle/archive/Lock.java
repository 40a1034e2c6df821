package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.JsonObject;
import io.arkeeper.bundle.oci.JsonWriter;
import io.arkeeper.bundle.oci.Platform;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a bundle must hold, so that one signature over this document vouches for all of it.
 *
 * @param reference the image's full name, the one nodes know it by
 * @param index the image's identity: pin this digest
 * @param platforms the image for each platform
 * @param parts the root's entries except the lock itself and the signatures
 * @param blobs everything those lead to, by digest
 * @param files entries of the tar beside the layout's root and its blobs
 */
public record Lock(
        String arkeeperVersion,
        String zooKeeperVersion,
        Instant created,
        String reference,
        Digest index,
        List<LockedPlatform> platforms,
        List<Descriptor> parts,
        List<LockedBlob> blobs,
        List<LockedFile> files) {

    private static final int VERSION = 1;

    public Lock {
        platforms = List.copyOf(platforms);
        parts = List.copyOf(parts);
        blobs = List.copyOf(blobs);
        files = List.copyOf(files);
    }

    /** The manifest for one platform. */
    public record LockedPlatform(Platform platform, Digest digest, long size) {}

    /** A blob. */
    public record LockedBlob(Digest digest, long size) {}

    /** A plain entry of the tar. */
    public record LockedFile(String name, Digest digest, long size) {}

    static Lock read(String place, byte[] bytes) {
        JsonObject json = JsonObject.read(place, bytes);
        if (json.number("schemaVersion") != VERSION) {
            throw BundleFile.newer(place);
        }
        JsonObject image = json.object("image");
        return new Lock(
                json.text("arkeeperVersion"),
                json.text("zooKeeperVersion"),
                instant(place, json.text("created")),
                image.text("reference"),
                Digest.parse(image.text("digest")),
                image.objects("platforms").stream()
                        .map(one -> new LockedPlatform(
                                Platform.parse(one.text("platform")),
                                Digest.parse(one.text("digest")),
                                one.number("size")))
                        .toList(),
                json.objects("parts").stream().map(Descriptor::from).toList(),
                json.objects("blobs").stream()
                        .map(one -> new LockedBlob(Digest.parse(one.text("digest")), one.number("size")))
                        .toList(),
                json.objects("files").stream()
                        .map(one ->
                                new LockedFile(one.text("name"), Digest.parse(one.text("digest")), one.number("size")))
                        .toList());
    }

    private static Instant instant(String place, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s: created is '%s', expected a time such as 2026-11-23T00:00:00Z; the file is damaged"
                            .formatted(place, text),
                    e);
        }
    }

    byte[] bytes() {
        return JsonWriter.bytes(JsonWriter.object()
                .put("schemaVersion", VERSION)
                .put("arkeeperVersion", arkeeperVersion)
                .put("zooKeeperVersion", zooKeeperVersion)
                .put("created", created.toString())
                .put(
                        "image",
                        JsonWriter.object()
                                .put("reference", reference)
                                .put("digest", index.toString())
                                .put(
                                        "platforms",
                                        platforms.stream()
                                                .map(one -> sized(
                                                        one.digest(),
                                                        one.size(),
                                                        "platform",
                                                        one.platform().toString()))
                                                .toList())
                                .done())
                .put("parts", parts.stream().map(Descriptor::toJson).toList())
                .put(
                        "blobs",
                        blobs.stream()
                                .map(one -> JsonWriter.object()
                                        .put("digest", one.digest().toString())
                                        .put("size", one.size())
                                        .done())
                                .toList())
                .put(
                        "files",
                        files.stream()
                                .map(one -> sized(one.digest(), one.size(), "name", one.name()))
                                .toList())
                .done());
    }

    private static SortedMap<String, Object> sized(Digest digest, long size, String key, String value) {
        return JsonWriter.object()
                .put(key, value)
                .put("digest", digest.toString())
                .put("size", size)
                .done();
    }

    Optional<LockedFile> file(String name) {
        return files.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
