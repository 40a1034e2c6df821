package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleVerifier;
import io.arkeeper.bundle.trust.Verifier;
import io.arkeeper.cli.image.ImageLines;
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
        name = "verify",
        description = {
            "Check every byte of a bundle against its lock, and the lock against a signature.",
            "Nothing is asked of the network."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is what it must be",
            "1:a bug of Arkeeper's",
            "2:no bundle, a newer format, or a key or base that cannot be used",
            "11:something is not what it must be, or is not signed by the key"
        })
final class BundleVerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The bundle.")
    Path file;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public key whose signature it must have. Without one no signature is checked.")
    Optional<Path> key;

    @Option(names = "--base", paramLabel = "OLD", description = "The bundle a differential needs.")
    Optional<Path> base;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Verifier> verifier = KeyFiles.verifier(key);
        try (BundleFile bundle = BundleFile.open(file)) {
            BundleVerifier.Report report = verify(bundle, verifier);
            out.printf(
                    "%s: Arkeeper %s, %d blobs, %s: all are what the lock says%n",
                    file, bundle.version(), report.blobs(), ImageLines.mebibytes(report.bytes()));
            if (verifier.isPresent()) {
                out.printf("signed with the key in %s: %s%n", verifier.get(), String.join(", ", report.signed()));
            } else {
                out.println("no signature was checked: whoever can change the file can change its lock; give --key");
            }
            out.flush();
        }
        return 0;
    }

    private BundleVerifier.Report verify(BundleFile bundle, Optional<Verifier> verifier) throws IOException {
        if (base.isEmpty()) {
            return new BundleVerifier(bundle, Optional.empty(), verifier).verify();
        }
        try (BundleFile old = BundleFile.open(base.get())) {
            return new BundleVerifier(bundle, Optional.of(old), verifier).verify();
        }
    }
}
