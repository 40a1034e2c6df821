package io.arkeeper.bundle.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerTlsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final List<String> NAMES = List.of("bastion", "10.1.2.3", "fd00::2");

    @TempDir
    private Path directory;

    private final Path certificate = Path.of(ServerTls.GENERATED_CERTIFICATE);
    private final Path key = Path.of(ServerTls.GENERATED_KEY);

    @Test
    void aGeneratedOneIsGoodForAllNamesOfTheMachine() throws Exception {
        ServerTls tls = generated(NOW, List.of("bastion"));

        assertThat(tls.certificate().getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactlyInAnyOrder("bastion", "10.1.2.3", "fd00:0:0:0:0:0:0:2");
        assertThat(tls.certificate().getBasicConstraints()).isNotNegative(); // it is its own authority
        tls.certificate().verify(tls.certificate().getPublicKey());
    }

    @Test
    void aRestartShowsTheSameCertificate() {
        ServerTls first = generated(NOW, List.of("bastion"));

        assertThat(generated(NOW.plus(Duration.ofDays(30)), List.of("FD00:0:0::2"))
                        .certificate())
                .isEqualTo(first.certificate());
    }

    @Test
    void anExpiredOneIsRefused() {
        generated(NOW, NAMES);

        assertRefused(
                () -> generated(NOW.plus(Duration.ofDays(400)), NAMES),
                "%s expired at 2027-12-25T12:00:00Z; have it renewed, or delete a generated one and its key"
                        .formatted(directory.resolve(certificate)));
    }

    @Test
    void anotherNameIsRefused() {
        generated(NOW, NAMES);

        assertRefused(
                () -> generated(NOW, List.of("other", "bastion")),
                "%s was made for other names than other; delete it and its key, and give the nodes the new one"
                        .formatted(directory.resolve(certificate)));
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws IOException {
        generated(NOW, NAMES);
        SelfSigned other = SelfSigned.make(new SecureRandom(), NOW, NAMES);
        Files.writeString(directory.resolve(key), other.key());

        assertRefused(
                () -> generated(NOW, NAMES),
                "%s is not the key of %s; give the two that belong together"
                        .formatted(directory.resolve(key), directory.resolve(certificate)));
    }

    @Test
    void aKeyInAnotherFormIsRefusedWithTheWayOut() throws IOException {
        generated(NOW, NAMES);
        Files.writeString(
                directory.resolve(key), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");

        assertRefused(
                () -> generated(NOW, NAMES),
                "%1$s is 'EC PRIVATE KEY', expected an unencrypted PRIVATE KEY in PEM; convert it with: openssl pkcs8 -topk8 -nodes -in %1$s"
                        .formatted(directory.resolve(key)));
    }

    @Test
    void oneHalfMissing() throws IOException {
        generated(NOW, NAMES);
        Files.delete(directory.resolve(certificate));

        assertRefused(
                () -> generated(NOW, NAMES),
                "%s cannot be read (there is no such file or directory); check the path and its permissions"
                        .formatted(directory.resolve(certificate)));
    }

    @Test
    void noPlaceForIt() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(
                        () -> ServerTls.generated(missing, NAMES, NAMES, new SecureRandom(), InstantSource.fixed(NOW)))
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BundleFailure.Kind.STORAGE))
                .hasMessage(
                        "cannot write %s (there is no such file or directory); give a directory with --tls-dir, or --cert and --key",
                        missing.resolve(certificate));
    }

    private ServerTls generated(Instant now, List<String> required) {
        return ServerTls.generated(directory, NAMES, required, new SecureRandom(), InstantSource.fixed(now));
    }

    private static void assertRefused(ThrowingCallable act, String sentence) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BundleFailure.Kind.BAD_INPUT))
                .hasMessage(sentence);
    }
}
