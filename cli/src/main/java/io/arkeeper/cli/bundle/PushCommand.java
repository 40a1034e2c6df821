package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.registry.Credentials;
import io.arkeeper.bundle.registry.DockerConfig;
import io.arkeeper.bundle.registry.JournalDirectory;
import io.arkeeper.bundle.registry.Overlay;
import io.arkeeper.bundle.registry.Patience;
import io.arkeeper.bundle.registry.Pause;
import io.arkeeper.bundle.registry.Push;
import io.arkeeper.bundle.registry.PushItem;
import io.arkeeper.bundle.registry.PushReport;
import io.arkeeper.bundle.registry.Registry;
import io.arkeeper.bundle.registry.RegistryAddress;
import io.arkeeper.bundle.registry.SystemAuthorities;
import io.arkeeper.bundle.registry.TrustedAuthorities;
import io.arkeeper.bundle.relocation.Artifact;
import io.arkeeper.bundle.relocation.Relocatable;
import io.arkeeper.bundle.relocation.RelocatableFile;
import io.arkeeper.cli.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "push",
        description = {
            "Bring image, chart and signatures into a registry, byte for byte, and write the values that make the chart"
                    + " pull from there.",
            "It can be stopped and run again at any time: what arrived stays, and only the rest is sent."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is there, compared by digest",
            "1:a bug of Arkeeper's",
            "2:an option or the file cannot be used",
            "7:a file cannot be read or written",
            "11:bytes or a signature are not what they must be",
            "12:the registry does not let us",
            "13:the registry cannot be reached or fails",
            "130:stopped with Ctrl-C; the same command goes on where it was",
            "143:stopped by SIGTERM; the same command goes on where it was"
        })
final class PushCommand implements Callable<Integer> {

    private static final int STOPPED = 130;
    private static final Duration LAST_PIECES = Duration.ofSeconds(30);

    /** How progress and result are shown. */
    enum Output {
        text,
        json
    }

    @Parameters(index = "0", paramLabel = "FILE", description = "The bundle, or a tar of 'arkeeper image build'.")
    Path file;

    @Parameters(
            index = "1",
            paramLabel = "REGISTRY[/PATH]",
            description = "Where to, for example registry.example.com:5000/platform.")
    String registry;

    @Option(
            names = "--pull-host",
            paramLabel = "HOST[/PATH]",
            description = "Where the nodes pull from, if it is not where we push to.")
    Optional<String> pullHost;

    @Option(names = "--username", paramLabel = "NAME", description = "Who pushes; with --password-stdin.")
    Optional<String> username;

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    boolean passwordFromInput;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM with the authority of the registry's certificate, trusted beside the usual ones.")
    Optional<Path> authorities;

    @Option(
            names = "--plain-http",
            description = "Speak without TLS, also to others than loopback. Anybody on the way can read and change it.")
    boolean plainHttp;

    @Option(
            names = "--verify-key",
            paramLabel = "FILE",
            description = "Push only what the owner of this public key has signed.")
    Optional<Path> verifyKey;

    @Option(
            names = "--mount-from",
            paramLabel = "REPOSITORY",
            description = "A repository of this registry that may have some of the blobs; can be repeated.")
    List<String> mountFrom = new ArrayList<>();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Blobs at the same time (default: ${DEFAULT-VALUE}).")
    int jobs;

    @Option(
            names = "--values-out",
            paramLabel = "FILE",
            defaultValue = "arkeeper-values.yaml",
            description = "The values file to write for 'helm install -f' (default: ${DEFAULT-VALUE}).")
    Path valuesOut;

    @Option(
            names = "--pull-secret",
            paramLabel = "NAME",
            description = "The secret with which the nodes pull; it goes into the values file.")
    Optional<String> pullSecret;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json for one object a line (default: ${DEFAULT-VALUE}).")
    Output output;

    @Spec
    CommandSpec spec;

    private final FarSide surroundings;

    PushCommand(FarSide surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (jobs < 1 || jobs > 32) {
            throw bad("--jobs is %d, expected 1 to 32; use 3".formatted(jobs));
        }
        requireWritable(valuesOut);
        RegistryAddress address = RegistryAddress.parse(registry, plainHttp);
        try (RelocatableFile bundle = RelocatableFile.open(file);
                Registry client = new Registry(
                        address,
                        credentials(address),
                        TrustedAuthorities.of(authorities, SystemAuthorities.ofThisMachine(surroundings.environment())),
                        Patience.DEFAULT,
                        Pause.REAL,
                        InstantSource.system())) {
            bundle.requireSigned(KeyFiles.verifier(verifyKey));
            return push(bundle, client);
        }
    }

    private int push(RelocatableFile bundle, Registry client) throws IOException {
        PushReporter reporter = reporter();
        Relocatable content = bundle.content();
        RegistryAddress address = client.address();
        List<PushItem> items = content.all().stream()
                .map(artifact ->
                        new PushItem(address.repository(artifact.repository()), artifact.tag(), artifact.root()))
                .toList();
        reporter.say("%s to %s".formatted(content.name().familiar(), address));
        Push push = new Push(
                client,
                bundle.layout(),
                new JournalDirectory(surroundings.state().resolve(".uploads")), // no ensemble's name begins with a dot
                new PushProgress(reporter, System::nanoTime),
                jobs,
                mountFrom);
        PushReport report;
        try (StopSignal signal = StopSignal.calls(push::stop, LAST_PIECES)) {
            try {
                report = push.run(items);
            } catch (InterruptedException e) {
                reporter.say("stopped; the same command goes on where it was");
                reporter.event(PushReporter.named("stopped").done());
                return STOPPED;
            }
        }
        Overlay overlay = overlay(content, address);
        write(valuesOut, overlay.yaml());
        tell(reporter, new PushResult(content, address, pulled(address), overlay, report, valuesOut));
        return 0;
    }

    private void tell(PushReporter reporter, PushResult result) {
        result.lines(plainHttp, authorities).forEach(reporter::say);
        if (output == Output.json) {
            reporter.event(result.event());
        }
    }

    private PushReporter reporter() {
        PrintWriter out = spec.commandLine().getOut();
        return switch (output) {
            case json -> new PushReporter.Events(out);
            case text -> surroundings.isTerminal() ? new PushReporter.Terminal(out) : new PushReporter.Lines(out);
        };
    }

    /** Where the nodes pull from: the path is the one we push to, unless another is given. */
    private RegistryAddress pulled(RegistryAddress pushed) {
        if (pullHost.isEmpty()) {
            return pushed;
        }
        RegistryAddress given = RegistryAddress.parse(pullHost.get(), true);
        return given.path().isEmpty() ? new RegistryAddress(given.host(), pushed.path(), given.plain()) : given;
    }

    private Overlay overlay(Relocatable content, RegistryAddress address) {
        RegistryAddress pulled = pulled(address);
        Artifact image = content.image();
        return new Overlay(
                pulled.host(),
                pulled.repository(image.repository()),
                image.root().digest(),
                pullSecret);
    }

    private Optional<Credentials> credentials(RegistryAddress address) throws IOException {
        if (username.isPresent() != passwordFromInput) {
            throw bad("--username and --password-stdin belong together; give both, or log in with docker or podman");
        }
        if (username.isPresent()) {
            String password = new String(surroundings.input().readAllBytes(), UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            if (password.isEmpty()) {
                throw bad("standard input has no password; use --password-stdin < FILE");
            }
            return Optional.of(new Credentials(username.get(), password));
        }
        Path home = Path.of(System.getProperty("user.home"));
        return DockerConfig.usual(surroundings.environment(), home).find(address);
    }

    private static BundleFailure bad(String sentence) {
        return new BundleFailure(BundleFailure.Kind.BAD_INPUT, sentence);
    }

    /** Found out now and not after an hour of pushing. */
    private static void requireWritable(Path values) {
        Path directory = values.toAbsolutePath().getParent();
        boolean usable = directory != null
                && Files.isDirectory(directory)
                && Files.isWritable(directory)
                && !Files.isDirectory(values);
        if (!usable) {
            throw new BundleFailure(
                    BundleFailure.Kind.STORAGE,
                    "%s cannot be written; give another place with --values-out".formatted(values));
        }
    }

    private static void write(Path values, String yaml) throws IOException {
        Path partial = values.resolveSibling(values.getFileName() + ".partial");
        try {
            Files.writeString(partial, yaml);
            Files.move(partial, values, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
