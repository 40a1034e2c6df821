package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.trust.Signer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sign",
        description = {
            "Sign a bundle: its lock, which vouches for every byte, and its image and chart as cosign signs them.",
            "Signatures of other keys are replaced."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:signed",
            "1:a bug of Arkeeper's",
            "2:no bundle, no private key, or not its password",
            "7:the file cannot be written",
            "11:the bundle is damaged"
        })
final class BundleSignCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The bundle.")
    Path file;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "The private key.")
    Path key;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write (default: the bundle itself, replaced when the new one is whole).")
    Optional<Path> output;

    @Spec
    CommandSpec spec;

    private final Passwords passwords;

    BundleSignCommand(Passwords passwords) {
        this.passwords = passwords;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (BundleFile bundle = BundleFile.open(file)) {
            Signer signer = KeyFiles.signer(key, passwords);
            new BundleWriter(BundleWriter.Space.OF_THE_FILE_SYSTEM).sign(bundle, signer, output.orElse(file));
        }
        out.printf("%s is signed%n", output.orElse(file));
        out.flush();
        return 0;
    }
}
