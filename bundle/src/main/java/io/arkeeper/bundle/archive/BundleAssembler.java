package io.arkeeper.bundle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.ImageName;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.oci.LayoutWriter.DockerImage;
import io.arkeeper.bundle.oci.LayoutWriter.PlainFile;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the parts of a bundle together and locks them. */
final class BundleAssembler {

    static final String GET_CLI = "get-cli.sh";

    private static final String CHARTS = "arkeeper/charts/";
    private static final MediaType CHART_LAYER = new MediaType("application/vnd.cncf.helm.chart.content.v1.tar+gzip");
    private static final MediaType MARKDOWN = new MediaType("text/markdown");

    private final BundleContent content;
    private final BlobDirectory blobs;

    private BundleAssembler(BundleContent content) {
        this.content = content;
        this.blobs = content.blobs();
    }

    static Draft assemble(BundleContent content) throws IOException {
        return new BundleAssembler(content).assemble();
    }

    private Draft assemble() throws IOException {
        ChartPackage chart = ChartPackage.read(content.chart());
        requireTheChartsImage(chart);
        List<Descriptor> parts = List.of(
                image(),
                chart(chart),
                artifact(PartKind.CLI, content.command(), content.commandFolder() + ".tar.gz"),
                artifact(PartKind.SBOM, put(PartKind.SBOM.type(), content.sbom()), "sbom.cdx.json"),
                artifact(PartKind.NOTES, put(MARKDOWN, content.notes()), "notes.md"));
        List<PlainFile> files =
                LayoutWriter.plainFiles(List.of(new PlainFile(GET_CLI, getCli())), Optional.of(dockerImage()));
        return Draft.locked(blobs, files, lock(parts, files));
    }

    private void requireTheChartsImage(ChartPackage chart) {
        ImageName wanted = ImageName.parse(chart.defaultImage());
        if (!wanted.equals(content.name())) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "the chart in %s asks for the image %s, but the image built here is %s; give both the same version"
                            .formatted(
                                    content.chart(),
                                    wanted.familiar(),
                                    content.name().familiar()));
        }
    }

    private Descriptor image() {
        return Part.described(
                PartKind.IMAGE,
                LayoutWriter.named(content.index(), content.name()),
                new TreeMap<>(Map.of(Part.REPOSITORY, content.name().repository())));
    }

    private Descriptor chart(ChartPackage chart) throws IOException {
        Descriptor config = blobs.put(PartKind.CHART.type(), chart.config());
        Descriptor layer = blobs.put(CHART_LAYER, chart.packed(content.created()));
        Manifest manifest = Manifest.image(config, List.of(layer), chart.annotations(content.created()));
        return Part.described(
                PartKind.CHART,
                blobs.put(MediaType.IMAGE_MANIFEST, manifest.bytes()),
                new TreeMap<>(Map.of(Part.REPOSITORY, CHARTS + chart.name(), Part.TAG, chart.version())));
    }

    private Descriptor artifact(PartKind kind, Descriptor layer, String title) throws IOException {
        Draft.Artifact artifact = Draft.Artifact.of(kind, layer, title);
        for (byte[] blob : artifact.blobs().values()) {
            blobs.put(MediaType.EMPTY, blob);
        }
        return Part.described(kind, artifact.manifest(), new TreeMap<>());
    }

    private Descriptor put(MediaType type, String text) throws IOException {
        return blobs.put(type, text.getBytes(UTF_8));
    }

    /** Docker's classic store knows one platform, so it gets the first. */
    private DockerImage dockerImage() throws IOException {
        Descriptor first =
                Index.read("the image", blobs.read(content.index())).manifests().getFirst();
        return new DockerImage(content.name(), Manifest.read(first.digest().toString(), blobs.read(first)));
    }

    private String getCli() throws IOException {
        try (InputStream in = BundleAssembler.class.getResourceAsStream(GET_CLI)) {
            if (in == null) {
                throw new IllegalStateException("the build left out the resource " + GET_CLI);
            }
            return new String(in.readAllBytes(), UTF_8)
                    .replace("@HEX@", content.command().digest().hex())
                    .replace("@FOLDER@", content.commandFolder());
        }
    }

    private Lock lock(List<Descriptor> parts, List<PlainFile> files) throws IOException {
        List<Lock.LockedFile> locked = new ArrayList<>();
        for (PlainFile file : files) {
            byte[] bytes = file.bytes();
            locked.add(new Lock.LockedFile(file.name(), Digest.of(bytes), bytes.length));
        }
        return lock(
                new Lock(
                        content.arkeeperVersion(),
                        content.zooKeeperVersion(),
                        content.created(),
                        content.name().full(),
                        content.index().digest(),
                        List.of(),
                        parts,
                        List.of(),
                        locked),
                "the new bundle",
                blobs);
    }

    /** The lock with what follows from its parts: platforms and blobs, read anew. */
    static Lock lock(Lock lock, String place, BlobSource blobs) throws IOException {
        Inventory inventory = Inventory.of(place, lock.parts(), blobs);
        List<Lock.LockedPlatform> platforms = new ArrayList<>();
        for (Descriptor descriptor : lock.parts()) {
            if (Part.read(place, descriptor).kind() == PartKind.IMAGE) {
                for (Descriptor one : Index.read(place, blobs.read(descriptor)).manifests()) {
                    one.platform()
                            .ifPresent(platform ->
                                    platforms.add(new Lock.LockedPlatform(platform, one.digest(), one.size())));
                }
            }
        }
        List<Lock.LockedBlob> all = inventory.items().stream()
                .map(item -> new Lock.LockedBlob(
                        item.descriptor().digest(), item.descriptor().size()))
                .sorted(java.util.Comparator.comparing(Lock.LockedBlob::digest))
                .toList();
        return new Lock(
                lock.arkeeperVersion(),
                lock.zooKeeperVersion(),
                lock.created(),
                lock.reference(),
                lock.index(),
                platforms,
                lock.parts(),
                all,
                lock.files());
    }
}
