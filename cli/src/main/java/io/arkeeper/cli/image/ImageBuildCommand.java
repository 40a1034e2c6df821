package io.arkeeper.cli.image;

import io.arkeeper.bundle.archive.BundleBuilder;
import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.image.BuildCache;
import io.arkeeper.bundle.image.ImageBuilder;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.image.ImageResult;
import io.arkeeper.bundle.image.ImageResult.PlatformImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "11:bytes or a signature are not what they must be",
            "12:the registry of the base does not let us",
            "13:the registry of the base cannot be reached or fails"
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

    @Mixin
    ImageOptions options;

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
        ImageRequest asked = request();
        BundleWriter.requireWritable(asked.output());
        BundleBuilder.requireRoomForImage(asked, BundleWriter.Space.OF_THE_FILE_SYSTEM);
        BuildCache cache = new BuildCache(asked.cache(), InstantSource.system());
        ImageResult result;
        try (FetchedBase base = FetchedBase.of(asked, environment);
                BuildCache.Use use = cache.use()) {
            result = ImageBuilder.build(base.request(), new ImageLines(out));
        }
        cache.prune(BuildCache.Limits.DEFAULT);
        out.printf("%s %s%n", result.name().familiar(), result.index().digest());
        for (PlatformImage image : result.images()) {
            out.printf(
                    "%s: %s compressed, Java %s%n",
                    image.platform(), ImageLines.mebibytes(image.compressedBytes()), image.javaVersion());
        }
        out.printf("in %s%n", result.file());
        out.flush();
        return 0;
    }

    ImageRequest request() {
        return options.request(memberDistribution, output, name, environment);
    }
}
