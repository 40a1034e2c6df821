package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.trust.P256;
import io.arkeeper.bundle.trust.PrivateKeyFile;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "keygen",
        description = {
            "Make a pair of keys, as cosign makes and reads them: PREFIX.key for signing, PREFIX.pub to hand out.",
            "The password comes from ARKEEPER_KEY_PASSWORD or COSIGN_PASSWORD, or is asked for."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:made",
            "1:a bug of Arkeeper's",
            "2:no password",
            "7:a file is there already, or cannot be written"
        })
final class BundleKeygenCommand implements Callable<Integer> {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PREFIX",
            defaultValue = "arkeeper",
            description = "The files' name without ending (default: ${DEFAULT-VALUE}).")
    Path prefix;

    @Spec
    CommandSpec spec;

    private final Passwords passwords;

    BundleKeygenCommand(Passwords passwords) {
        this.passwords = passwords;
    }

    @Override
    public Integer call() throws IOException {
        Path privateFile = Path.of(prefix + ".key");
        Path publicFile = Path.of(prefix + ".pub");
        if (Files.exists(privateFile) || Files.exists(publicFile)) {
            throw exists(Files.exists(privateFile) ? privateFile : publicFile);
        }
        SecureRandom random = new SecureRandom();
        KeyPair pair = P256.generate(random);
        String encrypted = PrivateKeyFile.encrypted(pair.getPrivate(), passwords.fresh(privateFile.toString()), random);
        try {
            Files.createFile(
                    privateFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(privateFile, encrypted);
            Files.writeString(publicFile, Verifier.text(pair.getPublic()), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw exists(Path.of(e.getFile()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s signs; keep it and its password apart%n", privateFile);
        out.printf("%s verifies; hand it out on another way than the bundles%n", publicFile);
        out.flush();
        return 0;
    }

    private static BundleFailure exists(Path file) {
        return new BundleFailure(
                BundleFailure.Kind.STORAGE,
                "%s is there already and is not overwritten; choose another name with -o".formatted(file));
    }
}
