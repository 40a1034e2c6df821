package io.arkeeper.cli.image;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.oci.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** From what an image is built; shared by all commands that build one. */
public final class ImageOptions {

    @Option(
            names = "--platform",
            paramLabel = "PLATFORM",
            split = ",",
            defaultValue = "linux/amd64",
            description = "linux/amd64, linux/arm64 or both with a comma (default: ${DEFAULT-VALUE}).")
    List<String> platforms;

    @Option(
            names = "--base",
            paramLabel = "IMAGE|TAR",
            description =
                    "Build on this image instead of on Debian packages: an OCI layout in a tar, or one in a registry,"
                            + " such as registry.example.com/base:12, which is asked with the login of docker or podman.")
    Optional<Path> base;

    @Option(
            names = "--debs",
            paramLabel = "DIR",
            description = "Take Debian packages and their signed indexes from here; the network is not asked.")
    Optional<Path> debs;

    @Option(
            names = "--debian-mirror",
            paramLabel = "URL",
            description = "Fetch Debian packages from here (default: the mirror of this machine's apt).")
    Optional<String> debianMirror;

    @Option(
            names = "--debian-keyring",
            paramLabel = "FILE",
            defaultValue = "/usr/share/keyrings/debian-archive-keyring.gpg",
            description = "The keys that may sign Debian's indexes (default: ${DEFAULT-VALUE}).")
    Path debianKeyring;

    @Option(names = "--refresh", description = "Look for newer packages than the cache has.")
    boolean refresh;

    @Option(
            names = "--no-aot",
            description = "Leave out the AOT cache: members start slower, and the image is the same in every build.")
    boolean withoutAot;

    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "The JDK 25 to link the image's runtime from (default: the one that runs this command).")
    Optional<Path> jdk;

    /** The image these options ask for. */
    public ImageRequest request(
            Path memberDistribution, Path output, Optional<String> name, Map<String, String> environment) {
        ImageRequest defaults = ImageRequest.of(memberDistribution, output, cache(environment));
        return new ImageRequest(
                memberDistribution,
                output,
                name,
                platforms.stream().map(Platform::parse).toList(),
                base,
                debs,
                debianMirror,
                debianKeyring,
                refresh,
                !withoutAot,
                jdk.orElse(defaults.jdk()),
                variable(environment, "SOURCE_DATE_EPOCH").map(ImageOptions::instant),
                variable(environment, "SOURCE_REVISION"),
                defaults.cache());
    }

    private static Path cache(Map<String, String> environment) {
        return variable(environment, "XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute) // the specification says to ignore any other
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("arkeeper");
    }

    private static Optional<String> variable(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    private static Instant instant(String epoch) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(epoch));
        } catch (NumberFormatException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "SOURCE_DATE_EPOCH is '%s', expected seconds since 1970; unset it or use $(git log -1 --format=%%ct)"
                            .formatted(epoch),
                    e);
        }
    }
}
