package io.arkeeper.bundle.parts;

import io.arkeeper.bundle.BundleFailure;
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
 * The parts of one bundle that leave it: its image, its chart if there is one, and the signatures of both.
 *
 * <p>The rest (CLI, SBOM, lock, notes) is for the people who carry the bundle and stays in it.
 *
 * @param name the image's name, as nodes that loaded it know it
 */
public record Parts(ImageName name, Part image, Optional<Part> chart, List<Part> signatures) {

    /** What a manifest at the layout's root is. */
    public static final String PART = "io.arkeeper.bundle.part";
    /** Where it belongs in a registry. */
    public static final String REPOSITORY = "io.arkeeper.bundle.repository";
    /** The digest that a signature vouches for. */
    public static final String SIGNS = "io.arkeeper.bundle.signs";

    private static final Set<String> STAYING = Set.of("cli", "sbom", "lock", "notes");

    public Parts {
        signatures = List.copyOf(signatures);
    }

    /** Reads a bundle, or a layout with nothing but an image in it. */
    public static Parts of(LayoutReader layout) throws IOException {
        return of(layout.file().toString(), layout.root(), layout);
    }

    static Parts of(String place, Index root, BlobSource blobs) throws IOException {
        List<Descriptor> images = new ArrayList<>();
        List<Descriptor> charts = new ArrayList<>();
        List<Descriptor> signatures = new ArrayList<>();
        for (Descriptor manifest : root.manifests()) {
            String kind = manifest.annotations().getOrDefault(PART, "image");
            switch (kind) {
                case "image" -> images.add(manifest);
                case "chart" -> charts.add(manifest);
                case "signature" -> signatures.add(manifest);
                default -> {
                    if (!STAYING.contains(kind)) {
                        throw new BundleFailure(
                                BundleFailure.Kind.BAD_INPUT,
                                "%s holds a part '%s' that this version does not know; use the arkeeper that came with it"
                                        .formatted(place, kind));
                    }
                }
            }
        }
        if (images.size() != 1 || charts.size() > 1) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s holds %d images and %d charts, expected one image and at most one chart"
                            .formatted(place, images.size(), charts.size()));
        }
        ImageName name = ImageName.parse(annotation(place, images.getFirst(), LayoutWriter.CONTAINERD_NAME));
        Part image = new Part(name.repository(), name.tag(), images.getFirst());
        Optional<Part> chart = charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Part(
                        annotation(place, charts.getFirst(), REPOSITORY),
                        annotation(place, charts.getFirst(), LayoutWriter.REF_NAME),
                        charts.getFirst()));
        return new Parts(name, image, chart, named(place, signatures, signable(image, chart, blobs)));
    }

    /** The repository of every digest that a signature may vouch for: the roots, and each platform's image. */
    private static Map<Digest, String> signable(Part image, Optional<Part> chart, BlobSource blobs) throws IOException {
        Map<Digest, String> repositories = new LinkedHashMap<>();
        repositories.put(image.root().digest(), image.repository());
        if (image.root().mediaType().isIndex()) {
            Index index = Index.read(image.root().digest().toString(), blobs.read(image.root()));
            index.manifests().forEach(child -> repositories.put(child.digest(), image.repository()));
        }
        chart.ifPresent(part -> repositories.put(part.root().digest(), part.repository()));
        return repositories;
    }

    /** A signature lies beside what it signs, under a tag made of its digest. What stays in the bundle has none here. */
    private static List<Part> named(String place, List<Descriptor> signatures, Map<Digest, String> repositories) {
        List<Part> named = new ArrayList<>();
        for (Descriptor signature : signatures) {
            Digest signed = Digest.parse(annotation(place, signature, SIGNS));
            Optional.ofNullable(repositories.get(signed))
                    .ifPresent(repository ->
                            named.add(new Part(repository, CosignSignature.tag(signed), signature)));
        }
        return named;
    }

    private static String annotation(String place, Descriptor manifest, String name) {
        String value = manifest.annotations().get(name);
        if (value == null) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s: %s has no annotation '%s', so it has no name; make the file with 'arkeeper bundle create' or 'arkeeper image build'"
                            .formatted(place, manifest.digest(), name));
        }
        return value;
    }

    /** All of them, signatures after what they sign. */
    public List<Part> all() {
        List<Part> all = new ArrayList<>(List.of(image));
        chart.ifPresent(all::add);
        all.addAll(signatures);
        return all;
    }

    /** Refuses an image or a chart that the owner of the key has not signed. */
    public void requireSigned(String place, Verifier verifier, BlobSource blobs) throws IOException {
        List<Part> wanted = new ArrayList<>(List.of(image));
        chart.ifPresent(wanted::add);
        for (Part part : wanted) {
            if (!isSigned(part, verifier, blobs)) {
                boolean anySignature = signatures.stream().anyMatch(signature -> vouchesFor(signature, part));
                throw new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        anySignature
                                ? "%s: %s:%s is signed with another key than %s; get the file or the key anew from who made it"
                                        .formatted(place, part.repository(), part.tag(), verifier)
                                : "%s: %s:%s is not signed; get a signed one from who made it"
                                        .formatted(place, part.repository(), part.tag()));
            }
        }
    }

    private boolean isSigned(Part part, Verifier verifier, BlobSource blobs) throws IOException {
        for (Part signature : signatures) {
            if (vouchesFor(signature, part)
                    && CosignSignature.holds(
                            verifier, blobs, signature.root(), part.root().digest())) {
                return true;
            }
        }
        return false;
    }

    private static boolean vouchesFor(Part signature, Part part) {
        return part.repository().equals(signature.repository())
                && signature.tag().equals(CosignSignature.tag(part.root().digest()));
    }

    /** Refuses a differential, which is of use only to a registry that has the rest. */
    public void requireWhole(String place, BlobSource blobs) throws IOException {
        for (Digest digest : needed(blobs)) {
            if (!blobs.has(digest)) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s has no blob %s; it is a differential: put it together with the bundle it was made from, or push it to a registry that has that"
                                .formatted(place, digest));
            }
        }
    }

    private Set<Digest> needed(BlobSource blobs) throws IOException {
        Set<Digest> needed = new TreeSet<>();
        List<Descriptor> toVisit = new ArrayList<>(all().stream().map(Part::root).toList());
        while (!toVisit.isEmpty()) {
            Descriptor next = toVisit.removeFirst();
            needed.add(next.digest());
            String document = next.digest().toString();
            if (next.mediaType().isIndex()) {
                toVisit.addAll(Index.read(document, blobs.read(next)).manifests());
            } else {
                Manifest manifest = Manifest.read(document, blobs.read(next));
                needed.add(manifest.config().digest());
                manifest.layers().forEach(layer -> needed.add(layer.digest()));
            }
        }
        return needed;
    }
}
