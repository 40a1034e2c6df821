package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.archive.BundleBuilder;
import io.arkeeper.bundle.archive.BundleContent;
import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleRequest;
import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.image.BuildCache;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.trust.Signer;
import io.arkeeper.cli.image.FetchedBase;
import io.arkeeper.cli.image.ImageLines;
import io.arkeeper.cli.image.ImageOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "create",
        description = {
            "Make one file with image, chart, command, SBOM, lock and release notes.",
            "On the other side, tar gets the command out: tar -xf FILE get-cli.sh && sh get-cli.sh FILE"
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:made",
            "1:a bug of Arkeeper's",
            "2:an option or an input that cannot be used",
            "7:this machine lacks something, or the file cannot be written",
            "11:bytes or a signature are not what they must be",
            "12:the registry of the base does not let us",
            "13:the registry of the base cannot be reached or fails"
        })
final class BundleCreateCommand implements Callable<Integer> {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write (default: arkeeper-VERSION.ark).")
    Optional<Path> output;

    @Option(names = "--key", paramLabel = "FILE", description = "Sign with this private key.")
    Optional<Path> key;

    @Option(
            names = "--since",
            paramLabel = "OLD",
            description = "Write only what this bundle has not; 'bundle apply' puts both together.")
    Optional<Path> since;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "With --since: make the differential from this bundle instead of building one.")
    Optional<Path> from;

    @Mixin
    ImageOptions options;

    @Spec
    CommandSpec spec;

    private final BundleSources sources;
    private final Passwords passwords;

    BundleCreateCommand(BundleSources sources, Passwords passwords) {
        this.sources = sources;
        this.passwords = passwords;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path file = output.orElseGet(this::defaultOutput);
        BundleWriter writer = new BundleWriter(BundleWriter.Space.OF_THE_FILE_SYSTEM);
        if (from.isPresent()) {
            differential(writer, file);
        } else {
            build(writer, file, out);
        }
        out.printf("%s, %s%n", file, ImageLines.mebibytes(Files.size(file)));
        out.flush();
        return 0;
    }

    private void differential(BundleWriter writer, Path file) throws IOException {
        if (since.isEmpty() || key.isPresent()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--from needs --since, and keeps the signatures there are: leave out --key");
        }
        try (BundleFile bundle = BundleFile.open(from.get());
                BundleFile base = BundleFile.open(since.get())) {
            writer.differential(bundle, base, file);
        }
    }

    private void build(BundleWriter writer, Path file, PrintWriter out) throws IOException {
        BundleWriter.requireWritable(file);
        Optional<Signer> signer = Optional.empty();
        if (key.isPresent()) { // a wrong password shall not cost the time of a build
            signer = Optional.of(KeyFiles.signer(key.get(), passwords));
        }
        BundleRequest request = request(file);
        if (since.isEmpty()) {
            writer.requireRoomForWhole(file);
            build(writer, request, signer, Optional.empty(), file, out);
            return;
        }
        try (BundleFile base = BundleFile.open(since.get())) {
            build(writer, request, signer, Optional.of(base), file, out);
        }
    }

    private void build(
            BundleWriter writer,
            BundleRequest request,
            Optional<Signer> signer,
            Optional<BundleFile> base,
            Path file,
            PrintWriter out)
            throws IOException {
        BuildCache cache = new BuildCache(request.image().cache(), InstantSource.system());
        try (FetchedBase fetched = FetchedBase.of(request.image(), passwords.environment());
                BuildCache.Use use = cache.use()) {
            BundleContent content = BundleBuilder.build(
                    request.with(fetched.request()), BundleWriter.Space.OF_THE_FILE_SYSTEM, new ImageLines(out));
            writer.create(content, signer, base, file);
        }
        cache.prune(BuildCache.Limits.DEFAULT);
    }

    BundleRequest request(Path file) {
        ImageRequest image = options.request(
                BundleSources.require(sources.member()), file, Optional.empty(), passwords.environment());
        return new BundleRequest(
                image,
                BundleSources.require(sources.lib()),
                BundleSources.require(sources.helm()),
                BundleSources.require(sources.chart()),
                BundleSources.require(sources.changelog()));
    }

    private Path defaultOutput() {
        String version = BundleCreateCommand.class.getPackage().getImplementationVersion();
        return Path.of("arkeeper-%s%s.ark"
                .formatted(version == null ? "unpackaged" : version, since.isPresent() ? "-differential" : ""));
    }
}
