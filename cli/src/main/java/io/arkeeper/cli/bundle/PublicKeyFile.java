package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the key that a user trusts. */
final class PublicKeyFile {

    private PublicKeyFile() {}

    static Optional<Verifier> read(Optional<Path> file) {
        return file.map(PublicKeyFile::verifier);
    }

    private static Verifier verifier(Path file) {
        try {
            return Verifier.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s cannot be read; give the public key that came another way than the bundle".formatted(file),
                    e);
        }
    }
}
