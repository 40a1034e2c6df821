package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.relocation.RelocatableFile;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is checked before anything leaves the file. */
final class Verification {

    private Verification() {}

    /** Signatures only: a registry compares every blob with its digest when it takes it. */
    static void ofSignatures(RelocatableFile file, Optional<Path> key) throws IOException {
        if (key.isPresent()) {
            file.content().requireSigned(file.layout().file().toString(), verifier(key.get()), file.layout());
        }
    }

    /** Every byte too, for those that take what they are given. */
    static void ofAll(RelocatableFile file, Optional<Path> key) throws IOException {
        ofSignatures(file, key);
        file.layout().verify();
    }

    private static Verifier verifier(Path key) {
        try {
            return Verifier.read(key.toString(), Files.readString(key));
        } catch (IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s cannot be read; give the public key that came another way than the file".formatted(key),
                    e);
        }
    }
}
