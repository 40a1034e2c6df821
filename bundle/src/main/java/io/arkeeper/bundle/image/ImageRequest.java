package io.arkeeper.bundle.image;

import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What image to build, and from what.
 *
 * @param memberDistribution the folder with the member's {@code lib/} and {@code member.args}
 * @param output the tar to write
 * @param name the image's name; by default the chart's, {@code arkeeper/zookeeper:ZOOKEEPER-ARKEEPER}
 * @param platforms in the order of the index
 * @param base a layout's tar whose image takes the place of the Debian layer
 * @param debs packages and their signed indexes, instead of the cache and the network
 * @param debianMirror instead of the mirror in this machine's apt sources
 * @param debianKeyring the keys that may sign the indexes
 * @param refresh whether to look for newer packages than the cache has
 * @param aot whether to train an AOT cache; only possible for the platform this program runs on
 * @param jdk a JDK 25 with jlink
 * @param created the time of every file and of the image; by default when the member was built
 * @param revision of the source, for the image's labels
 * @param cache where downloads and the Java layer are kept between builds
 */
public record ImageRequest(
        Path memberDistribution,
        Path output,
        Optional<String> name,
        List<Platform> platforms,
        Optional<Path> base,
        Optional<Path> debs,
        Optional<String> debianMirror,
        Path debianKeyring,
        boolean refresh,
        boolean aot,
        Path jdk,
        Optional<Instant> created,
        Optional<String> revision,
        Path cache) {

    private static final Path DEBIANS_KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

    public ImageRequest {
        platforms = List.copyOf(platforms);
    }

    /** An image for amd64 from what this machine offers. */
    public static ImageRequest of(Path memberDistribution, Path output, Path cache) {
        return new ImageRequest(
                memberDistribution,
                output,
                Optional.empty(),
                List.of(Platform.LINUX_AMD64),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DEBIANS_KEYRING,
                false,
                true,
                Path.of(System.getProperty("java.home")),
                Optional.empty(),
                Optional.empty(),
                cache);
    }

    /** The same on another base. */
    public ImageRequest on(Path newBase) {
        return new ImageRequest(
                memberDistribution,
                output,
                name,
                platforms,
                Optional.of(newBase),
                debs,
                debianMirror,
                debianKeyring,
                refresh,
                aot,
                jdk,
                created,
                revision,
                cache);
    }

    /** Where the image's blobs are put while it is built. */
    public BlobDirectory blobs() {
        return new BlobDirectory(cache.resolve("blobs"));
    }
}
