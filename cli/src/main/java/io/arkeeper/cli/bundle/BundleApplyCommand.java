package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.trust.Verifier;
import io.arkeeper.cli.image.ImageLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "apply",
        description = {
            "Put a differential and the bundle it was made from together.",
            "The result is the whole new bundle, to the byte, and is verified before it is written."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:made",
            "1:a bug of Arkeeper's",
            "2:no differential, or the wrong base",
            "7:the file cannot be written",
            "11:something is not what it must be, or is not signed by the key"
        })
final class BundleApplyCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BASE", description = "The bundle that is here already.")
    Path base;

    @Parameters(index = "1", paramLabel = "DIFFERENTIAL", description = "What came across the gap.")
    Path differential;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file to write.")
    Path output;

    @Option(names = "--key", paramLabel = "FILE", description = "The public key whose signature it must have.")
    Optional<Path> key;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Verifier> verifier = KeyFiles.verifier(key);
        try (BundleFile old = BundleFile.open(base);
                BundleFile change = BundleFile.open(differential)) {
            new BundleWriter(BundleWriter.Space.OF_THE_FILE_SYSTEM).apply(old, change, verifier, output);
            out.printf(
                    "%s, %s, Arkeeper %s; %s%n",
                    output,
                    ImageLines.mebibytes(Files.size(output)),
                    change.version(),
                    verifier.map(known -> "signed with the key in " + known)
                            .orElse("no signature was checked, give --key"));
            out.flush();
        }
        return 0;
    }
}
