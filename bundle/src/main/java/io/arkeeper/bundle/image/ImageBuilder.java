package io.arkeeper.bundle.image;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.deb.PackageRecord;
import io.arkeeper.bundle.deb.VerifiedDeb;
import io.arkeeper.bundle.image.ImageResult.PlatformImage;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.ImageConfig;
import io.arkeeper.bundle.oci.ImageName;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.oci.LayoutWriter.DockerImage;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.MediaType;
import io.arkeeper.bundle.oci.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds the image without Docker and without a registry.
 *
 * <ol>
 *   <li>base: the C library and a busybox from verified Debian packages, or somebody's own base image
 *   <li>java: a linked JDK
 *   <li>zookeeper: its jars and commands
 *   <li>member: Arkeeper's jars and the arguments they are started with
 *   <li>aot: the cache that makes the member start faster
 * </ol>
 *
 * <p>What changes least lies lowest, so that an update carries little. All layers but the last have the same digest in
 * every build from the same inputs.
 */
public final class ImageBuilder {

    private static final String DEFAULT_REPOSITORY = "arkeeper/zookeeper";
    private static final String USER = "1000:1000";

    private final ImageRequest request;
    private final ImageProgress progress;
    private final BlobDirectory blobs;
    private final MemberDistribution distribution;
    private final Instant created;

    private ImageBuilder(ImageRequest request, ImageProgress progress) throws IOException {
        this.request = request;
        this.progress = progress;
        this.blobs = request.blobs();
        this.distribution = MemberDistribution.read(request.memberDistribution());
        this.created = request.created().orElse(distribution.built()).truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Builds it and writes the file.
     *
     * @throws BundleFailure where something is missing, unverified or of the wrong kind; nothing is left half-written
     */
    public static ImageResult build(ImageRequest request, ImageProgress progress) throws IOException {
        requireParent(request.output());
        ImageBuilder builder = new ImageBuilder(request, progress);
        ImageResult result = builder.assemble();
        Descriptor forDocker = result.images().getFirst().manifest();
        DockerImage dockers = new DockerImage(
                result.name(), Manifest.read(forDocker.digest().toString(), builder.blobs.read(forDocker)));
        Index root = new Index(List.of(LayoutWriter.named(result.index(), result.name())));
        try {
            new LayoutWriter(builder.blobs, builder.created).write(request.output(), root, Optional.of(dockers));
        } catch (IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.STORAGE,
                    "%s could not be written: %s; nothing is left of it".formatted(request.output(), e.getMessage()),
                    e);
        }
        return result;
    }

    /** Builds it and leaves its blobs in {@link ImageRequest#blobs}; no file is written. */
    public static ImageResult assemble(ImageRequest request, ImageProgress progress) throws IOException {
        return new ImageBuilder(request, progress).assemble();
    }

    private ImageResult assemble() throws IOException {
        ImageName name = ImageName.parse(request.name().orElseGet(() -> "%s:%s-%s"
                .formatted(DEFAULT_REPOSITORY, distribution.zooKeeperVersion(), distribution.arkeeperVersion())));
        List<PlatformImage> images = new ArrayList<>();
        for (Platform platform : request.platforms()) {
            images.add(build(platform, name));
        }
        Index index = new Index(
                images.stream()
                        .map(image -> image.manifest().on(image.platform()))
                        .toList(),
                Optional.empty(),
                labels(name));
        Descriptor indexDescriptor = blobs.put(MediaType.IMAGE_INDEX, index.bytes());
        return new ImageResult(name, request.output(), indexDescriptor, images, created);
    }

    private PlatformImage build(Platform platform, ImageName name) throws IOException {
        Processor processor = Processor.of(platform);
        boolean own = Processor.here().equals(Optional.of(processor));
        Downloads downloads = new Downloads(request, processor);
        LayerFiles files = new LayerFiles(created);
        List<Layer> layers = new ArrayList<>();
        List<PackageRecord> packages = new ArrayList<>();
        if (request.base().isPresent()) {
            progress.started(platform, "take over the base image");
            for (Layer layer : new BaseImage(request.base().get(), platform).layers(blobs)) {
                layers.add(finished(platform, layer));
            }
        } else {
            progress.started(platform, "verify Debian packages");
            List<VerifiedDeb> debs = downloads.debs(DebianBase.packages(!own));
            debs.forEach(deb -> packages.add(deb.record()));
            layers.add(finished(platform, files.write("base", new DebianBase(processor).tree(debs), blobs, true)));
        }
        boolean aot = request.aot() && own;
        progress.started(platform, "link a Java runtime");
        Optional<VerifiedDeb> debianJdk = own
                ? Optional.empty()
                : Optional.of(downloads.debs(List.of(JavaRuntime.DEBIAN_JDK)).getFirst());
        debianJdk.ifPresent(deb -> packages.add(deb.record()));
        JavaRuntime runtime = new JavaRuntime(request.jdk(), processor, debianJdk, request.cache(), blobs, created);
        String javaVersion = runtime.version();
        Layer java = finished(platform, runtime.layer());
        progress.started(platform, "lay out ZooKeeper and the member");
        Layer zooKeeper =
                finished(platform, files.write("zookeeper", new ZooKeeperFiles(distribution).tree(), blobs, true));
        Layer member =
                finished(platform, files.write("member", new MemberFiles(distribution, aot).tree(), blobs, true));
        layers.addAll(List.of(java, zooKeeper, member));
        if (aot) {
            progress.started(platform, "train the AOT cache with three members");
            layers.add(finished(platform, new AotTraining(List.of(java, zooKeeper, member), blobs, created).layer()));
        }
        Descriptor manifest = manifest(platform, name, layers);
        return new PlatformImage(platform, manifest, layers, packages, javaVersion);
    }

    private Layer finished(Platform platform, Layer layer) {
        progress.finished(platform, layer);
        return layer;
    }

    private Descriptor manifest(Platform platform, ImageName name, List<Layer> layers) throws IOException {
        ImageConfig config = new ImageConfig(
                Optional.of(created),
                platform,
                execution(name),
                layers.stream().map(Layer::diffId).toList(),
                layers.stream()
                        .map(layer -> new ImageConfig.History(
                                Optional.of(created), "arkeeper image build: " + layer.name(), false))
                        .toList());
        Descriptor configDescriptor = blobs.put(MediaType.IMAGE_CONFIG, config.bytes());
        Manifest manifest = Manifest.image(
                configDescriptor, layers.stream().map(Layer::descriptor).toList(), labels(name));
        return blobs.put(MediaType.IMAGE_MANIFEST, manifest.bytes());
    }

    private ImageConfig.Execution execution(ImageName name) {
        return new ImageConfig.Execution(
                Optional.of(USER),
                List.of(
                        "PATH=/opt/java/bin:/opt/zookeeper/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "JAVA_HOME=/opt/java",
                        "LANG=C.UTF-8",
                        "TZ=UTC"),
                List.of("/opt/java/bin/java", "@" + MemberFiles.MEMBER_ARGUMENTS),
                List.of("io.arkeeper.member.Main"),
                Optional.of("/"),
                Optional.of("SIGTERM"),
                List.of("2181/tcp", "2888/tcp", "3888/tcp", "8080/tcp"),
                List.of(),
                labels(name));
    }

    private SortedMap<String, String> labels(ImageName name) {
        SortedMap<String, String> labels = new TreeMap<>();
        String prefix = "org.opencontainers.image.";
        labels.put(prefix + "title", "Arkeeper ZooKeeper");
        labels.put(prefix + "description", "Apache ZooKeeper with the Arkeeper member as its first process");
        labels.put(prefix + "version", name.tag());
        labels.put(prefix + "created", created.toString());
        labels.put(
                prefix + "licenses", "Apache-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0 AND LGPL-2.1-or-later");
        request.revision().ifPresent(revision -> labels.put(prefix + "revision", revision));
        labels.put("io.arkeeper.version", distribution.arkeeperVersion());
        labels.put("org.apache.zookeeper.version", distribution.zooKeeperVersion());
        return labels;
    }

    private static void requireParent(Path output) {
        Path parent = output.toAbsolutePath().getParent();
        if (parent == null || !java.nio.file.Files.isWritable(parent)) {
            throw new BundleFailure(
                    BundleFailure.Kind.STORAGE,
                    "%s cannot be written: its folder is missing or read-only; name another file with -o"
                            .formatted(output));
        }
    }
}
