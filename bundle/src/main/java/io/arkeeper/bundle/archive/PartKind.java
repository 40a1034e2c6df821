package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.MediaType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a part of a bundle is; the order is the order in the file. */
public enum PartKind {
    /** The index of the image for all platforms. */
    IMAGE("application/vnd.oci.image.index.v1+json"),
    /** The chart, as Helm pushes and pulls it. */
    CHART("application/vnd.cncf.helm.config.v1+json"),
    /** The command with the Java it runs on. */
    CLI("application/vnd.arkeeper.cli.v1"),
    /** CycloneDX: what is in image and command, and under which licences. */
    SBOM("application/vnd.cyclonedx+json"),
    /** What changed in this version, in Markdown. */
    NOTES("application/vnd.arkeeper.notes.v1"),
    /** What the bundle must hold, digest by digest. */
    LOCK("application/vnd.arkeeper.lock.v1+json"),
    /** Cosign's signature of one of the others. */
    SIGNATURE("application/vnd.dev.cosign.simplesigning.v1+json");

    private final String type;

    PartKind(String type) {
        this.type = type;
    }

    /** The artifact type of those that have one. */
    public MediaType type() {
        return new MediaType(type);
    }

    /** How the root spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PartKind parse(String place, String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s has a part '%s', expected one of %s; the file is damaged"
                                .formatted(
                                        place,
                                        text,
                                        Arrays.stream(values())
                                                .map(PartKind::toString)
                                                .collect(Collectors.joining(", ")))));
    }
}
