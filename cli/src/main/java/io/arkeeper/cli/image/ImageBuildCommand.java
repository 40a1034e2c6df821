package io.arkeeper.cli.image;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.image.ImageBuilder;
import io.arkeeper.bundle.image.ImageProgress;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.image.ImageResult;
import io.arkeeper.bundle.image.ImageResult.PlatformImage;
import io.arkeeper.bundle.image.Layer;
import io.arkeeper.bundle.oci.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "build",
        description = {
            "Build the image from Debian packages, this JDK and the member, as one OCI layout in one tar.",
            "Load it with 'ctr --namespace k8s.io images import FILE', 'docker load --input FILE' or skopeo."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:built",
            "1:a bug of Arkeeper's",
            "2:an option or an input that cannot be used",
            "7:this machine lacks something, or the file cannot be written",
            "11:bytes or a signature are not what they must be"
        })
final class ImageBuildCommand implements Callable<Integer> {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "arkeeper-image.tar",
            description = "The tar to write (default: ${DEFAULT-VALUE}).")
    Path output;

    @Option(
            names = "--name",
            paramLabel = "NAME:TAG",
            description = "The image's name (default: the chart's, arkeeper/zookeeper:ZOOKEEPER-ARKEEPER).")
    Optional<String> name;

    @Option(
            names = "--platform",
            paramLabel = "PLATFORM",
            split = ",",
            defaultValue = "linux/amd64",
            description = "linux/amd64, linux/arm64 or both with a comma (default: ${DEFAULT-VALUE}).")
    List<String> platforms;

    @Option(
            names = "--base",
            paramLabel = "TAR",
            description = "Build on the image in this OCI layout instead of on Debian packages.")
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

    @Spec
    CommandSpec spec;

    private final Path memberDistribution;
    private final Map<String, String> environment;

    ImageBuildCommand(Path memberDistribution, Map<String, String> environment) {
        this.memberDistribution = memberDistribution;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ImageResult result = ImageBuilder.build(request(), new Lines(out));
        out.printf("%s %s%n", result.name().familiar(), result.index().digest());
        for (PlatformImage image : result.images()) {
            out.printf(
                    "%s: %s compressed, Java %s%n",
                    image.platform(), mebibytes(image.compressedBytes()), image.javaVersion());
        }
        out.printf("in %s%n", result.file());
        out.flush();
        return 0;
    }

    ImageRequest request() {
        ImageRequest defaults = ImageRequest.of(memberDistribution, output, cache());
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
                variable("SOURCE_DATE_EPOCH").map(ImageBuildCommand::instant),
                variable("SOURCE_REVISION"),
                defaults.cache());
    }

    private Path cache() {
        return variable("XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute) // the specification says to ignore any other
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("arkeeper");
    }

    private Optional<String> variable(String variable) {
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

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }

    /** A line for each step and each layer. */
    private record Lines(PrintWriter out) implements ImageProgress {

        @Override
        public void started(Platform platform, String step) {
            out.printf("%s: %s ...%n", platform, step);
            out.flush();
        }

        @Override
        public void finished(Platform platform, Layer layer) {
            out.printf(
                    "%s: layer %s, %s, %s%s%n",
                    platform,
                    layer.name(),
                    mebibytes(layer.descriptor().size()),
                    layer.descriptor().digest(),
                    layer.reproducible() ? "" : " (differs from build to build)");
            out.flush();
        }
    }
}
