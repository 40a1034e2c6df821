package io.arkeeper.bundle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Opens a file and verifies it, and looks at how that is refused. */
final class Verification {

    private Verification() {}

    static BundleVerifier.Report verify(Path file) throws IOException {
        return verify(file, Optional.empty());
    }

    static BundleVerifier.Report verify(Path file, Verifier key) throws IOException {
        return verify(file, Optional.of(key));
    }

    private static BundleVerifier.Report verify(Path file, Optional<Verifier> key) throws IOException {
        try (BundleFile bundle = BundleFile.open(file)) {
            return new BundleVerifier(bundle, Optional.empty(), key).verify();
        }
    }

    static void refused(ThrowingCallable what, BundleFailure.Kind kind, String sentence) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        BundleFailure.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(sentence);
    }
}
