package io.arkeeper.bundle.load;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.ImageConfig;
import io.arkeeper.bundle.oci.ImageName;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.oci.Reachable;
import io.arkeeper.bundle.relocation.Relocatable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The image alone, as runtimes take it.
 *
 * <p>A bundle holds more, and containerd would try to unpack the chart as if it were an image.
 */
final class ImageTar {

    private static final Instant ANY_TIME = Instant.EPOCH;

    private final ImageName name;
    private final Descriptor root;
    private final BlobSource blobs;
    private final Manifest manifest;

    private ImageTar(ImageName name, Descriptor root, BlobSource blobs, Manifest manifest) {
        this.name = name;
        this.root = root;
        this.blobs = blobs;
        this.manifest = manifest;
    }

    /** @param platform of this machine: an image that cannot run here is refused */
    static ImageTar of(String place, Relocatable content, BlobSource blobs, Platform platform) throws IOException {
        Descriptor root = content.image().root();
        List<Platform> others = new ArrayList<>();
        for (Descriptor candidate : manifests(root, blobs)) {
            String document = candidate.digest().toString();
            Manifest manifest = Manifest.read(document, blobs.read(candidate));
            Platform itsPlatform =
                    ImageConfig.read(document, blobs.read(manifest.config())).platform();
            if (itsPlatform.equals(platform)) {
                Descriptor bare = root.annotated(new TreeMap<>());
                return new ImageTar(content.name(), LayoutWriter.named(bare, content.name()), blobs, manifest);
            }
            others.add(itsPlatform);
        }
        throw new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "%s holds the image for %s, expected one for this machine, %s; get the bundle made for it"
                        .formatted(
                                place,
                                String.join(
                                        " and ",
                                        others.stream().map(Platform::toString).toList()),
                                platform));
    }

    private static List<Descriptor> manifests(Descriptor root, BlobSource blobs) throws IOException {
        return root.mediaType().isIndex()
                ? Index.read(root.digest().toString(), blobs.read(root)).manifests()
                : List.of(root);
    }

    ImageName name() {
        return name;
    }

    Descriptor root() {
        return root;
    }

    /** The bytes of its blobs: about the size of the tar. */
    long size() throws IOException {
        return Reachable.from(layoutRoot(), blobs).stream()
                .mapToLong(Descriptor::size)
                .sum();
    }

    void writeTo(OutputStream out) throws IOException {
        writer().write(out, layoutRoot(), forDocker());
    }

    /** Under its name only when it is whole. */
    void writeTo(Path file) throws IOException {
        writer().write(file, layoutRoot(), forDocker());
    }

    private LayoutWriter writer() {
        return new LayoutWriter(blobs, ANY_TIME);
    }

    private Index layoutRoot() {
        return new Index(List.of(root));
    }

    private Optional<LayoutWriter.DockerImage> forDocker() {
        return Optional.of(new LayoutWriter.DockerImage(name, manifest));
    }
}
