package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.testing.FakeRegistry;
import io.arkeeper.testing.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificates are taken, and what is said about the others. */
final class TlsTest {

    private static final Digest ANY = new Digest("0".repeat(64));
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    private Path directory;

    private final TestAuthority house = new TestAuthority("House");
    private Path authorities;

    @BeforeEach
    void anAuthority() throws Exception {
        authorities = Files.writeString(directory.resolve("ca.crt"), house.certificate());
    }

    /** What a server with this address shows. */
    private static SSLContext good(TestAuthority authority, String address) {
        return authority.context(authority.issue(address));
    }

    @Test
    void theAuthorityOfTheHouseIsTrustedWhereItIsNamed() throws Exception {
        try (FakeRegistry registry = serving(good(house, "127.0.0.1"))) {
            assertThat(ask(registry, Optional.of(authorities))).isFalse();
        }
    }

    @Test
    void theOperatingSystemsAuthoritiesAreTrusted() throws Exception {
        SystemAuthorities system = new SystemAuthorities(Map.of(), List.of(directory.resolve("missing"), authorities));

        assertTrusted(system);
    }

    @Test
    void soIsTheFileThatTheEnvironmentNamesInItsPlace() throws Exception {
        Path other = Files.writeString(directory.resolve("other.crt"), new TestAuthority("Other").certificate());
        Map<String, String> environment = Map.of("SSL_CERT_FILE", authorities.toString());

        assertTrusted(new SystemAuthorities(environment, List.of(other)));
        assertThat(new SystemAuthorities(environment, List.of(other)).files()).containsExactly(authorities);
    }

    @Test
    void soAreTheFilesOfItsFoldersWhateverElseIsInThem() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("certs"));
        Files.writeString(folder.resolve("README"), "no certificate");
        Files.copy(authorities, folder.resolve("house.pem"));
        String folders = directory.resolve("missing") + ":" + folder;

        assertTrusted(new SystemAuthorities(Map.of("SSL_CERT_DIR", folders), List.of()));
    }

    private void assertTrusted(SystemAuthorities system) throws Exception {
        try (FakeRegistry registry = serving(good(house, "127.0.0.1"))) {
            assertThat(ask(registry.host(), Optional.empty(), system)).isFalse();
        }
    }

    @Test
    void aLineThatBreaksUnderTlsIsMended() throws Exception {
        SSLContext context = good(house, "127.0.0.1");
        AtomicInteger asked = new AtomicInteger();
        try (FakeRegistry registry = serving(context)) {
            registry.play(exchange -> {
                if (asked.incrementAndGet() > 2) {
                    return false;
                }
                exchange.close(); // without an answer
                return true;
            });

            assertThat(ask(registry, Optional.of(authorities))).isFalse();
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void otherwiseItIsNot() throws Exception {
        try (FakeRegistry registry = serving(good(house, "127.0.0.1"))) {
            assertFails(
                    () -> ask(registry, Optional.empty()),
                    "registry %s cannot be used: nobody we trust vouches for its certificate; give its authority with --ca-file"
                            .formatted(registry.host()));
        }
    }

    @Test
    void norIsOneOfTheSameName() throws Exception {
        TestAuthority impostor = new TestAuthority("House");
        try (FakeRegistry registry = serving(good(impostor, "127.0.0.1"))) {
            assertThatThrownBy(() -> ask(registry, Optional.of(authorities)))
                    .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                            .isEqualTo(BundleFailure.Kind.REGISTRY))
                    .hasMessageStartingWith("registry %s cannot be used: ".formatted(registry.host()));
        }
    }

    @Test
    void anExpiredCertificateIsNamed() throws Exception {
        Instant from = Instant.now().minus(YEAR.multipliedBy(2));
        try (FakeRegistry registry = serving(house.context(house.issue(from, YEAR, "127.0.0.1")))) {
            assertThatThrownBy(() -> ask(registry, Optional.of(authorities)))
                    .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                            .isEqualTo(BundleFailure.Kind.REGISTRY))
                    .hasMessageMatching(
                            "registry %s cannot be used: its certificate has expired \\(NotAfter: .*\\); have it renewed"
                                    .formatted(registry.host()));
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        try (FakeRegistry registry = serving(good(house, "10.9.8.7"))) {
            assertFails(
                    () -> ask(registry, Optional.of(authorities)),
                    "registry %s cannot be used: its certificate is not good (No subject alternative names matching IP address 127.0.0.1 found); use the name it was made for"
                            .formatted(registry.host()));
        }
    }

    @Test
    void aRegistryWithoutTls() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerPlainly(listening));
            String host = "127.0.0.1:" + listening.getLocalPort();

            assertFails(
                    () -> ask(host, Optional.empty()),
                    "registry %s cannot be used: TLS fails (Unsupported or unrecognized SSL message); one without TLS needs --plain-http"
                            .formatted(host));
        }
    }

    /** As registries written in Go do. */
    private static void answerPlainly(ServerSocket listening) {
        try (Socket client = listening.accept()) {
            client.getOutputStream()
                    .write("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request\n".getBytes(US_ASCII));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the client has hung up
        }
    }

    @Test
    void aFileThatHoldsNoAuthorityIsFoundOutFirst() throws Exception {
        Path nothing = Files.writeString(directory.resolve("nothing.crt"), "nothing");

        assertThatThrownBy(() -> TrustedAuthorities.of(Optional.of(nothing), SystemAuthorities.none()))
                .hasMessage("%s is no PEM file with certificates; give the one of your registry's authority"
                        .formatted(nothing));
        assertThatThrownBy(() ->
                        TrustedAuthorities.of(Optional.of(directory.resolve("missing.crt")), SystemAuthorities.none()))
                .hasMessage("%s cannot be read; check the path of the authority"
                        .formatted(directory.resolve("missing.crt")));
    }

    private static FakeRegistry serving(SSLContext tls) throws Exception {
        return new FakeRegistry(Optional.of(tls));
    }

    private static boolean ask(FakeRegistry registry, Optional<Path> authorities) throws InterruptedException {
        return ask(registry.host(), authorities);
    }

    private static boolean ask(String host, Optional<Path> authorities) throws InterruptedException {
        return ask(host, authorities, SystemAuthorities.none());
    }

    private static boolean ask(String host, Optional<Path> authorities, SystemAuthorities system)
            throws InterruptedException {
        try (Registry client = new Registry(
                RegistryAddress.parse("https://" + host, false),
                Optional.empty(),
                TrustedAuthorities.of(authorities, system),
                Patience.DEFAULT,
                pause -> {},
                InstantSource.system())) {
            return client.blobSize("arkeeper/zookeeper", ANY).isPresent();
        }
    }

    private static void assertFails(ThrowingCallable act, String sentence) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BundleFailure.Kind.REGISTRY))
                .hasMessage(sentence);
    }
}
