package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.load.Loaded;
import io.arkeeper.bundle.load.Loader;
import io.arkeeper.bundle.load.LocalMachine;
import io.arkeeper.bundle.load.Target;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.relocation.RelocatableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "load",
        description = {
            "Load the image into the container runtime of this node, under the name that the chart uses by default.",
            "It is needed on every node that may run a member."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:loaded",
            "1:a bug of Arkeeper's",
            "2:an option or the file cannot be used, or there are several runtimes",
            "7:there is no runtime here, or it failed, or a file cannot be written",
            "11:bytes or a signature are not what they must be"
        })
final class LoadCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The bundle, or a tar of 'arkeeper image build'.")
    Path file;

    @Option(
            names = "--into",
            paramLabel = "RUNTIME",
            converter = TargetName.class,
            completionCandidates = TargetNames.class,
            description = "${COMPLETION-CANDIDATES} (default: the one that is here).")
    Optional<Target> into;

    @Option(
            names = "--address",
            paramLabel = "SOCKET",
            description = "containerd's socket, for example /run/k3s/containerd/containerd.sock.")
    Optional<Path> address;

    @Option(
            names = "--images-dir",
            paramLabel = "DIR",
            description = "The folder k3s or RKE2 imports from (default: agent/images below its usual directory).")
    Optional<Path> folder;

    @Option(
            names = "--verify-key",
            paramLabel = "FILE",
            description = "Load only what the owner of this public key has signed.")
    Optional<Path> verifyKey;

    @Spec
    CommandSpec spec;

    private final FarSide surroundings;

    LoadCommand(FarSide surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (RelocatableFile bundle = RelocatableFile.open(file)) {
            bundle.verify(KeyFiles.verifier(verifyKey));
            Loaded loaded = new Loader(
                            new LocalMachine(surroundings.environment()),
                            Platform.ofThisMachine(),
                            BundleWriter.Space.OF_THE_FILE_SYSTEM)
                    .load(bundle, new Loader.Wish(into, address, folder));
            PrintWriter out = spec.commandLine().getOut();
            loaded.did().forEach(out::println);
            out.printf("%s is in %s; %s%n", bundle.content().name().familiar(), loaded.target(), loaded.note());
            out.flush();
            return 0;
        }
    }

    /** Reads a runtime as users write it. */
    static final class TargetName implements ITypeConverter<Target> {
        @Override
        public Target convert(String value) {
            return Arrays.stream(Target.values())
                    .filter(target -> target.toString().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of %s but was '%s'"
                            .formatted(
                                    String.join(
                                            ", ",
                                            Arrays.stream(Target.values())
                                                    .map(Target::toString)
                                                    .toList()),
                                    value)));
        }
    }

    /** The runtimes as users write them. */
    static final class TargetNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Target.values()).map(Target::toString).iterator();
        }
    }
}
