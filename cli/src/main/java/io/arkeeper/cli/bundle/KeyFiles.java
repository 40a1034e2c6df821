package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.trust.PrivateKeyFile;
import io.arkeeper.bundle.trust.Signer;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keys in files, as the options name them. */
final class KeyFiles {

    private static final long LARGEST = 64 << 10;

    private KeyFiles() {}

    static Signer signer(Path file, Passwords passwords) throws IOException {
        return new Signer(PrivateKeyFile.read(file.toString(), text(file), () -> passwords.existing(file.toString())));
    }

    static Verifier verifier(Path file) throws IOException {
        return Verifier.read(file.toString(), text(file));
    }

    /** For options that may be left out. */
    static Optional<Verifier> verifier(Optional<Path> file) throws IOException {
        return file.isPresent() ? Optional.of(verifier(file.get())) : Optional.empty();
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is no key file; give the one that 'bundle keygen' made".formatted(file));
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is no key file; give the one that 'bundle keygen' made".formatted(file),
                    e);
        }
    }
}
