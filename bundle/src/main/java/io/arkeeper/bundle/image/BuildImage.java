package io.arkeeper.bundle.image;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Platform;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Builds the image from a shell, for those who have the jars but not the CLI. */
public final class BuildImage {

    private static final String USAGE = """
            usage: BuildImage MEMBER_DIST [-o FILE.tar] [--name NAME:TAG] [--platform linux/amd64[,linux/arm64]]
                   [--base TAR] [--debs DIR] [--debian-mirror URL] [--debian-keyring FILE] [--jdk DIR]
                   [--refresh] [--no-aot]""";

    private BuildImage() {}

    public static void main(String[] arguments) throws IOException {
        Instant started = Instant.now();
        try {
            ImageResult result = ImageBuilder.build(request(arguments), printer(started, System.out));
            System.out.printf(
                    Locale.ROOT,
                    "%s %s, %s in %s after %.1f s%n",
                    result.name().familiar(),
                    result.index().digest(),
                    mebibytes(result.images().getFirst().compressedBytes()),
                    result.file(),
                    seconds(started));
        } catch (BundleFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static ImageRequest request(String[] arguments) {
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        if (rest.isEmpty()) {
            throw new BundleFailure(BundleFailure.Kind.BAD_INPUT, USAGE);
        }
        Path memberDistribution = Path.of(rest.removeFirst());
        ImageRequest defaults = ImageRequest.of(memberDistribution, Path.of("arkeeper-image.tar"), cache());
        Path output = defaults.output();
        Optional<String> name = defaults.name();
        List<Platform> platforms = defaults.platforms();
        Optional<Path> base = defaults.base();
        Optional<Path> debs = defaults.debs();
        Optional<String> mirror = defaults.debianMirror();
        Path keyring = defaults.debianKeyring();
        Path jdk = defaults.jdk();
        boolean refresh = defaults.refresh();
        boolean aot = defaults.aot();
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "-o" -> output = Path.of(value(option, rest));
                case "--name" -> name = Optional.of(value(option, rest));
                case "--platform" ->
                    platforms = Arrays.stream(value(option, rest).split(","))
                            .map(Platform::parse)
                            .toList();
                case "--base" -> base = Optional.of(Path.of(value(option, rest)));
                case "--debs" -> debs = Optional.of(Path.of(value(option, rest)));
                case "--debian-mirror" -> mirror = Optional.of(value(option, rest));
                case "--debian-keyring" -> keyring = Path.of(value(option, rest));
                case "--jdk" -> jdk = Path.of(value(option, rest));
                case "--refresh" -> refresh = true;
                case "--no-aot" -> aot = false;
                default ->
                    throw new BundleFailure(
                            BundleFailure.Kind.BAD_INPUT, "unknown option %s%n%s".formatted(option, USAGE));
            }
        }
        return new ImageRequest(
                memberDistribution,
                output,
                name,
                platforms,
                base,
                debs,
                mirror,
                keyring,
                refresh,
                aot,
                jdk,
                environment("SOURCE_DATE_EPOCH").map(epoch -> Instant.ofEpochSecond(Long.parseLong(epoch))),
                environment("SOURCE_REVISION"),
                defaults.cache());
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT, "option %s has no value%n%s".formatted(option, USAGE));
        }
        return rest.removeFirst();
    }

    private static Path cache() {
        return environment("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("arkeeper");
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    private static ImageProgress printer(Instant started, PrintStream out) {
        return new ImageProgress() {
            @Override
            public void started(Platform platform, String step) {
                out.printf(Locale.ROOT, "%5.1f s  %s: %s%n", seconds(started), platform, step);
            }

            @Override
            public void finished(Platform platform, Layer layer) {
                out.printf(
                        Locale.ROOT,
                        "%5.1f s  %s: %-9s %s %9s%n",
                        seconds(started),
                        platform,
                        layer.name(),
                        layer.descriptor().digest(),
                        mebibytes(layer.descriptor().size()));
            }
        };
    }

    private static double seconds(Instant started) {
        return Duration.between(started, Instant.now()).toMillis() / 1000.0;
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f MiB", bytes / (double) (1 << 20));
    }
}
