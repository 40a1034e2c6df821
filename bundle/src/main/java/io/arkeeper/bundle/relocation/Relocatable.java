package io.arkeeper.bundle.relocation;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.Part;
import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.ImageName;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutReader;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.trust.CosignSignature;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a file belongs in a registry: its image, its chart if there is one, and the signatures of both.
 *
 * <p>The rest of a bundle (CLI, SBOM, lock, notes) is for the people who carry it and stays in it.
 *
 * @param name the image's name, as nodes that loaded it know it
 */
public record Relocatable(ImageName name, Artifact image, Optional<Artifact> chart, List<Artifact> signatures) {

    public Relocatable {
        signatures = List.copyOf(signatures);
    }

    /** Of a bundle. */
    public static Relocatable of(BundleFile bundle) throws IOException {
        String place = bundle.file().toString();
        ImageName name = name(place, bundle.image().descriptor());
        Artifact image =
                new Artifact(name.repository(), name.tag(), bundle.image().descriptor());
        Artifact chart = artifact(place, bundle.chart());
        Map<Digest, String> signable = new LinkedHashMap<>();
        signable.put(image.root().digest(), image.repository());
        bundle.platforms().forEach(platform -> signable.put(platform.digest(), image.repository()));
        signable.put(chart.root().digest(), chart.repository());
        List<Artifact> signatures = new ArrayList<>();
        for (Part signature : bundle.signatures()) {
            Digest signed = signature.signs().orElseThrow();
            Optional.ofNullable(signable.get(signed))
                    .ifPresent(repository -> signatures.add(
                            new Artifact(repository, CosignSignature.tag(signed), signature.descriptor())));
        }
        return new Relocatable(name, image, Optional.of(chart), signatures);
    }

    /** Of a layout with one image and nothing else. */
    public static Relocatable of(LayoutReader layout) throws IOException {
        String place = layout.file().toString();
        List<Descriptor> images = layout.root().manifests();
        if (images.size() != 1) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is no bundle and holds %d images, expected one; make one with 'arkeeper bundle create'"
                            .formatted(place, images.size()));
        }
        ImageName name = name(place, images.getFirst());
        Artifact image = new Artifact(name.repository(), name.tag(), images.getFirst());
        return new Relocatable(name, image, Optional.empty(), List.of());
    }

    private static ImageName name(String place, Descriptor image) {
        String name = image.annotations().get(LayoutWriter.CONTAINERD_NAME);
        if (name == null) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s: its image has no annotation '%s', so it has no name; make it with 'arkeeper image build'"
                            .formatted(place, LayoutWriter.CONTAINERD_NAME));
        }
        return ImageName.parse(name);
    }

    private static Artifact artifact(String place, Part part) {
        if (part.repository().isEmpty() || part.tag().isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s: part '%s' does not say its repository and tag; the file is damaged"
                            .formatted(place, part.kind()));
        }
        return new Artifact(part.repository().get(), part.tag().get(), part.descriptor());
    }

    /** All of them, signatures after what they sign. */
    public List<Artifact> all() {
        List<Artifact> all = unsigned();
        all.addAll(signatures);
        return all;
    }

    private List<Artifact> unsigned() {
        List<Artifact> unsigned = new ArrayList<>(List.of(image));
        chart.ifPresent(unsigned::add);
        return unsigned;
    }

    /** Refuses an image or a chart that the owner of the key has not signed. */
    public void requireSigned(String place, Verifier verifier, BlobSource blobs) throws IOException {
        for (Artifact artifact : unsigned()) {
            List<Artifact> about = signatures.stream()
                    .filter(signature -> vouchesFor(signature, artifact))
                    .toList();
            if (about.isEmpty()) {
                throw new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        "%s: %s:%s is not signed, expected a signature by %s; get a signed one from who made it"
                                .formatted(place, artifact.repository(), artifact.tag(), verifier));
            }
            if (!isSigned(artifact, about, verifier, blobs)) {
                throw new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        "%s: %s:%s is signed with another key than %s; get the file or the key anew from who made it"
                                .formatted(place, artifact.repository(), artifact.tag(), verifier));
            }
        }
    }

    private static boolean isSigned(Artifact artifact, List<Artifact> about, Verifier verifier, BlobSource blobs)
            throws IOException {
        for (Artifact signature : about) {
            if (CosignSignature.holds(
                    verifier, blobs, signature.root(), artifact.root().digest())) {
                return true;
            }
        }
        return false;
    }

    private static boolean vouchesFor(Artifact signature, Artifact artifact) {
        return artifact.repository().equals(signature.repository())
                && signature.tag().equals(CosignSignature.tag(artifact.root().digest()));
    }

    /** Refuses a differential, which is of use only to a registry that has the rest. */
    public void requireWhole(String place, BlobSource blobs) throws IOException {
        for (Digest digest : needed(blobs)) {
            if (!blobs.has(digest)) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s has no blob %s; it is a differential: make it whole with 'bundle apply', or push it to a registry that has the rest"
                                .formatted(place, digest));
            }
        }
    }

    private Set<Digest> needed(BlobSource blobs) throws IOException {
        Set<Digest> needed = new TreeSet<>();
        List<Descriptor> toVisit =
                new ArrayList<>(all().stream().map(Artifact::root).toList());
        while (!toVisit.isEmpty()) {
            Descriptor next = toVisit.removeFirst();
            String place = next.digest().toString();
            needed.add(next.digest());
            if (!blobs.has(next.digest())) {
                continue;
            }
            if (next.mediaType().isIndex()) {
                toVisit.addAll(Index.read(place, blobs.read(next)).manifests());
            } else {
                Manifest manifest = Manifest.read(place, blobs.read(next));
                needed.add(manifest.config().digest());
                manifest.layers().forEach(layer -> needed.add(layer.digest()));
            }
        }
        return needed;
    }
}
