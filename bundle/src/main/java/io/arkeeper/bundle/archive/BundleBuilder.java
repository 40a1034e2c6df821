package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.deb.PackageRecord;
import io.arkeeper.bundle.image.CommandDistribution;
import io.arkeeper.bundle.image.ImageBuilder;
import io.arkeeper.bundle.image.ImageProgress;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.image.ImageResult;
import io.arkeeper.bundle.image.Layer;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.sbom.Sbom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Builds everything that goes into a bundle: the image, the command, the SBOM of both, the notes. */
public final class BundleBuilder {

    private static final long LEAST_CACHE = 256L << 20;
    private static final long LEAST_TEMPORARY = 256L << 20; // a linked runtime and an unpacked image to train with

    private static final long LEAST_IMAGE = 32L << 20; // the smallest that can run is larger

    private BundleBuilder() {}

    /**
     * Builds it; what is in the cache is not built again.
     *
     * @param space asked first, for a build that ends for want of room has cost a minute
     */
    public static BundleContent build(BundleRequest request, BundleWriter.Space space, ImageProgress progress)
            throws IOException {
        requireRoom(request.image(), space);
        ImageResult image = ImageBuilder.assemble(request.image(), progress);
        BlobDirectory blobs = request.image().blobs();
        SortedMap<String, String> labels =
                Index.read("the image", blobs.read(image.index())).annotations();
        String version = labels.get("io.arkeeper.version");
        String notes = ReleaseNotes.read(request.changelog(), version);
        progress.started(Platform.LINUX_AMD64, "lay out the command with its own Java");
        CommandDistribution.Request command = new CommandDistribution.Request(
                request.commandLib(),
                request.helmLibrary(),
                ChartPackage.read(request.chart()).files(),
                request.image().jdk(),
                version,
                image.created(),
                request.image().aot(),
                request.image().cache());
        Layer layer = CommandDistribution.build(command, blobs);
        progress.finished(Platform.LINUX_AMD64, layer);
        progress.started(Platform.LINUX_AMD64, "list what is in image and command");
        Sbom sbom = Sbom.scan(
                blobs, image.index(), layer.descriptor(), debs(image), javaVersions(image), command.javaVersion());
        return new BundleContent(
                blobs,
                image.name(),
                image.index(),
                version,
                labels.get("org.apache.zookeeper.version"),
                image.created(),
                request.chart(),
                layer.descriptor(),
                command.folder(),
                sbom.json(version, image.created()),
                notes);
    }

    /** Refuses to build an image, with nothing around it, where cache, temporary folder or target are too full. */
    public static void requireRoomForImage(ImageRequest request, BundleWriter.Space space) throws IOException {
        requireRoom(request, space);
        Path output = request.output();
        BundleWriter.requireRoom(space, output.toString(), BundleWriter.folder(output), LEAST_IMAGE);
    }

    private static void requireRoom(ImageRequest request, BundleWriter.Space space) throws IOException {
        Path cache = Files.createDirectories(request.cache().toAbsolutePath());
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        BundleWriter.requireRoom(space, "the build's cache", cache, LEAST_CACHE);
        BundleWriter.requireRoom(space, "the build", temporary, LEAST_TEMPORARY);
    }

    private static Map<Platform, String> javaVersions(ImageResult image) {
        return image.images().stream()
                .collect(Collectors.toMap(ImageResult.PlatformImage::platform, ImageResult.PlatformImage::javaVersion));
    }

    private static Map<String, Digest> debs(ImageResult image) {
        Map<String, Digest> debs = new HashMap<>();
        for (ImageResult.PlatformImage one : image.images()) {
            for (PackageRecord record : one.packages()) {
                debs.put("%s %s %s".formatted(record.name(), record.version(), record.architecture()), record.digest());
            }
        }
        return debs;
    }
}
