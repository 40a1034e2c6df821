package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.trust.CosignSignature;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One entry of the root index.
 *
 * @param descriptor as it is in the root, with the annotations that say all this
 * @param repository where it goes below a registry's path; absent where it is not for registries
 * @param tag the name beside its digest in that repository
 * @param signs what a signature is about
 */
public record Part(
        PartKind kind,
        Descriptor descriptor,
        Optional<String> repository,
        Optional<String> tag,
        Optional<Digest> signs) {

    static final String PART = "io.arkeeper.bundle.part";
    static final String REPOSITORY = "io.arkeeper.bundle.repository";
    static final String TAG = "io.arkeeper.bundle.tag";
    static final String SIGNS = "io.arkeeper.bundle.signs";

    static Part read(String place, Descriptor descriptor) {
        SortedMap<String, String> annotations = descriptor.annotations();
        PartKind kind = PartKind.parse(place, annotations.getOrDefault(PART, ""));
        Optional<Digest> signs = Optional.ofNullable(annotations.get(SIGNS)).map(Digest::parse);
        if (kind == PartKind.SIGNATURE && signs.isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s has a signature that does not say what it signs; the file is damaged".formatted(place));
        }
        // Containerd would take the usual annotation for the name of an image, so only the image has it.
        Optional<String> tag = signs.map(CosignSignature::tag)
                .or(() -> Optional.ofNullable(annotations.get(TAG)))
                .or(() -> Optional.ofNullable(annotations.get(LayoutWriter.REF_NAME)));
        return new Part(kind, descriptor, Optional.ofNullable(annotations.get(REPOSITORY)), tag, signs);
    }

    public Digest digest() {
        return descriptor.digest();
    }

    /** The descriptor for the root of a bundle. */
    static Descriptor described(PartKind kind, Descriptor descriptor, SortedMap<String, String> more) {
        SortedMap<String, String> annotations = new TreeMap<>(descriptor.annotations());
        annotations.putAll(more);
        annotations.put(PART, kind.toString());
        return descriptor.annotated(annotations);
    }
}
