package io.arkeeper.bundle.trust;

import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.JsonObject;
import io.arkeeper.bundle.oci.JsonWriter;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.MediaType;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A signature as cosign stores it: a small image whose layers are payloads, and each payload names the digest it vouches
 * for.
 *
 * <p>Registries find it under a tag made of that digest, so it survives relocation and needs no API of its own.
 */
public final class CosignSignature {

    static final MediaType SIMPLE_SIGNING = new MediaType("application/vnd.dev.cosign.simplesigning.v1+json");
    static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    private static final String TYPE = "cosign container image signature";

    private final Descriptor manifest;
    private final Map<Digest, byte[]> blobs;

    private CosignSignature(Descriptor manifest, Map<Digest, byte[]> blobs) {
        this.manifest = manifest;
        this.blobs = blobs;
    }

    /** The tag under which the signature of a manifest is found. */
    public static String tag(Digest signed) {
        return "sha256-" + signed.hex() + ".sig";
    }

    /** @param name what people call the signed thing; verifiers compare the digest, not the name */
    public static CosignSignature make(Signer signer, String name, Digest signed) {
        byte[] payload = payload(name, signed);
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(SIGNATURE, Base64.getEncoder().encodeToString(signer.sign(payload)));
        Descriptor layer = Descriptor.of(SIMPLE_SIGNING, payload).annotated(annotations);
        byte[] config = config(layer.digest());
        Descriptor configBlob = Descriptor.of(MediaType.IMAGE_CONFIG, config);
        byte[] manifest = Manifest.image(configBlob, List.of(layer), Collections.emptySortedMap())
                .bytes();
        Descriptor manifestBlob = Descriptor.of(MediaType.IMAGE_MANIFEST, manifest);
        Map<Digest, byte[]> blobs = new LinkedHashMap<>();
        blobs.put(manifestBlob.digest(), manifest);
        blobs.put(configBlob.digest(), config);
        blobs.put(layer.digest(), payload);
        return new CosignSignature(manifestBlob, blobs);
    }

    public Descriptor manifest() {
        return manifest;
    }

    /** Its parts, the manifest among them. */
    public Map<Digest, byte[]> blobs() {
        return Collections.unmodifiableMap(blobs);
    }

    /** Whether one of the payloads was signed with the verifier's key and vouches for this digest. */
    public static boolean holds(Verifier verifier, BlobSource source, Descriptor signature, Digest signed)
            throws IOException {
        Manifest manifest = Manifest.read(signature.digest().toString(), source.read(signature));
        for (Descriptor layer : manifest.layers()) {
            Optional<byte[]> bytes = decoded(layer.annotations().get(SIGNATURE));
            if (layer.mediaType().equals(SIMPLE_SIGNING) && bytes.isPresent()) {
                byte[] payload = source.read(layer);
                if (verifier.accepts(payload, bytes.get()) && vouchesFor(payload, signed)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean vouchesFor(byte[] payload, Digest signed) {
        JsonObject critical = JsonObject.read("signature payload", payload).object("critical");
        return critical.text("type").equals(TYPE)
                && critical.object("image").text("docker-manifest-digest").equals(signed.toString());
    }

    private static byte[] payload(String name, Digest signed) {
        return JsonWriter.bytes(JsonWriter.object()
                .put(
                        "critical",
                        JsonWriter.object()
                                .put(
                                        "identity",
                                        JsonWriter.object()
                                                .put("docker-reference", name)
                                                .done())
                                .put(
                                        "image",
                                        JsonWriter.object()
                                                .put("docker-manifest-digest", signed.toString())
                                                .done())
                                .put("type", TYPE)
                                .done())
                .done());
    }

    /** Cosign reads a signature as an image, which has a configuration. */
    private static byte[] config(Digest layer) {
        return JsonWriter.bytes(JsonWriter.object()
                .put("architecture", "")
                .put("os", "")
                .putAlways("config", JsonWriter.object().done())
                .put(
                        "rootfs",
                        JsonWriter.object()
                                .put("type", "layers")
                                .put("diff_ids", List.of(layer.toString()))
                                .done())
                .done());
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return base64 == null
                    ? Optional.empty()
                    : Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
