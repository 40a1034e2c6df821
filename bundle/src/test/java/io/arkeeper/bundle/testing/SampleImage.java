package io.arkeeper.bundle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.ImageConfig;
import io.arkeeper.bundle.oci.ImageName;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.MediaType;
import io.arkeeper.bundle.oci.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small image for two platforms, as like ours as a test needs: a shared layer, an own one, Debian's records. */
public final class SampleImage {

    public static final Instant BUILT = Instant.parse("2026-11-23T00:00:00Z");
    public static final ImageName NAME = ImageName.parse("arkeeper/zookeeper:3.9.5-0.1.0");

    private final BlobDirectory blobs;
    private final Descriptor index;
    private final List<Descriptor> manifests;
    private final List<Descriptor> layers;

    private SampleImage(BlobDirectory blobs, Descriptor index, List<Descriptor> manifests, List<Descriptor> layers) {
        this.blobs = blobs;
        this.index = index;
        this.manifests = manifests;
        this.layers = layers;
    }

    /** An image whose own layer has so many bytes that do not compress. */
    public static SampleImage in(Path directory, int ownBytes) throws IOException {
        return in(directory, ownBytes, "2.36-9+deb12u13");
    }

    public static SampleImage in(Path directory, int ownBytes, String libcVersion) throws IOException {
        BlobDirectory blobs = new BlobDirectory(directory);
        byte[] sharedTar = tar(Map.of(
                "etc/os-release", "PRETTY_NAME=\"Sample\"\nVERSION_ID=\"12\"\n".getBytes(UTF_8),
                "var/lib/dpkg/status.d/libc6",
                        "Package: libc6\nVersion: %s\nArchitecture: amd64\nSource: glibc\n"
                                .formatted(libcVersion)
                                .getBytes(UTF_8),
                "usr/share/doc/libc6/copyright", "License: LGPL-2.1+\n".getBytes(UTF_8)));
        Descriptor shared = blobs.put(MediaType.LAYER_GZIP, gzip(sharedTar));
        List<Descriptor> manifests = new ArrayList<>();
        List<Descriptor> layers = new ArrayList<>(List.of(shared));
        for (Platform platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
            byte[] random = new byte[ownBytes];
            new Random(platform.hashCode()).nextBytes(random);
            byte[] ownTar = tar(Map.of("opt/own-" + platform.architecture(), random));
            Descriptor own = blobs.put(MediaType.LAYER_GZIP, gzip(ownTar));
            layers.add(own);
            manifests.add(
                    manifest(blobs, platform, List.of(shared, own), List.of(Digest.of(sharedTar), Digest.of(ownTar))));
        }
        Descriptor index = blobs.put(MediaType.IMAGE_INDEX, new Index(manifests).bytes());
        return new SampleImage(blobs, index, manifests, layers);
    }

    /** An image for one platform with a layer of random bytes of each of these sizes; for transport, not for unpacking. */
    public static SampleImage ofLayers(Path directory, List<Integer> sizes) throws IOException {
        BlobDirectory blobs = new BlobDirectory(directory);
        Random random = new Random(sizes.hashCode());
        List<Descriptor> layers = new ArrayList<>();
        List<Digest> contents = new ArrayList<>();
        for (int size : sizes) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            layers.add(blobs.put(MediaType.LAYER_GZIP, bytes));
            contents.add(Digest.of(bytes));
        }
        Descriptor manifest = manifest(blobs, Platform.LINUX_AMD64, layers, contents);
        Descriptor index = blobs.put(MediaType.IMAGE_INDEX, new Index(List.of(manifest)).bytes());
        return new SampleImage(blobs, index, List.of(manifest), layers);
    }

    private static Descriptor manifest(
            BlobDirectory blobs, Platform platform, List<Descriptor> layers, List<Digest> contents) throws IOException {
        ImageConfig config = new ImageConfig(
                Optional.of(BUILT),
                platform,
                new ImageConfig.Execution(
                        Optional.of("10001:10001"),
                        List.of(),
                        List.of("/opt/own-" + platform.architecture()),
                        List.of(),
                        Optional.empty(),
                        Optional.of("SIGTERM"),
                        List.of(),
                        List.of(),
                        Collections.emptySortedMap()),
                contents,
                List.of());
        Descriptor configBlob = blobs.put(MediaType.IMAGE_CONFIG, config.bytes());
        Manifest manifest = Manifest.image(configBlob, layers, Collections.emptySortedMap());
        return blobs.put(MediaType.IMAGE_MANIFEST, manifest.bytes()).on(platform);
    }

    public BlobDirectory blobs() {
        return blobs;
    }

    public Descriptor index() {
        return index;
    }

    public List<Descriptor> manifests() {
        return manifests;
    }

    public List<Descriptor> layers() {
        return layers;
    }

    /** The index of an image like this one, except that its manifest says another size for a layer. */
    public Descriptor indexWithWrongSize(long difference) throws IOException {
        Manifest honest = Manifest.read("manifest", blobs.read(manifests.getFirst()));
        List<Descriptor> lying = new ArrayList<>(honest.layers());
        Descriptor last = lying.removeLast();
        lying.add(new Descriptor(last.mediaType(), last.digest(), last.size() + difference));
        Manifest manifest = Manifest.image(honest.config(), lying, honest.annotations());
        Descriptor described = blobs.put(MediaType.IMAGE_MANIFEST, manifest.bytes());
        return blobs.put(MediaType.IMAGE_INDEX, new Index(List.of(described.on(Platform.LINUX_AMD64))).bytes());
    }

    /** Writes it as the image builder does. */
    public Path writeTo(Path file) throws IOException {
        new LayoutWriter(blobs, BUILT)
                .write(file, new Index(List.of(LayoutWriter.named(index, NAME))), Optional.empty());
        return file;
    }

    private static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
            for (Map.Entry<String, byte[]> file : new LinkedHashMap<>(new java.util.TreeMap<>(files)).entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                entry.setModTime(BUILT.toEpochMilli());
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
