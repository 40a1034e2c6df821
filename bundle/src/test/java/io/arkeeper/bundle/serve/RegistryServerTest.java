package io.arkeeper.bundle.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.registry.SystemAuthorities;
import io.arkeeper.bundle.registry.TrustedAuthorities;
import io.arkeeper.bundle.relocation.RelocatableFile;
import io.arkeeper.bundle.testing.SampleBundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryServerTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path directory;

    private SampleBundle sample;

    @AutoClose
    private RelocatableFile file;

    @BeforeEach
    void aBundle() throws IOException {
        sample = SampleBundle.in(directory);
        file = RelocatableFile.open(sample.signed("a.ark"));
    }

    @Test
    void aBlobAndAPartOfIt() throws Exception {
        Descriptor layer = sample.image().layers().get(1);
        try (RegistryServer server = plain(file.layout(), RegistryServer.Limits.DEFAULT);
                HttpClient client = HttpClient.newHttpClient()) {
            URI blob = uri("http", server, "/v2/arkeeper/zookeeper/blobs/" + layer.digest());

            byte[] whole = client.send(HttpRequest.newBuilder(blob).build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            HttpResponse<byte[]> part = client.send(
                    HttpRequest.newBuilder(blob).header("Range", "bytes=1000-").build(),
                    HttpResponse.BodyHandlers.ofByteArray());

            assertThat(Digest.of(whole)).isEqualTo(layer.digest());
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(whole, 1000, whole.length));
        }
    }

    @Test
    void headHasTheHeadersAndNoBody() throws Exception {
        Descriptor layer = sample.image().layers().get(1);
        try (RegistryServer server = plain(file.layout(), RegistryServer.Limits.DEFAULT);
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(uri("http", server, "/v2/arkeeper/zookeeper/blobs/" + layer.digest()))
                            .HEAD()
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(layer.size());
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void whoeverTrustsTheGeneratedCertificateIsServed() throws Exception {
        ServerTls tls = ServerTls.generated(
                directory,
                List.of("127.0.0.1", "localhost"),
                List.of("127.0.0.1"),
                new SecureRandom(),
                InstantSource.system());
        try (RegistryServer server = start(Optional.of(tls), file.layout(), RegistryServer.Limits.DEFAULT);
                HttpClient trusting = HttpClient.newBuilder()
                        .sslContext(TrustedAuthorities.of(Optional.of(tls.certificateFile()), SystemAuthorities.none())
                                .context())
                        .build();
                HttpClient other = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri("https", server, "/v2/")).build();

            assertThat(trusting.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> other.send(request, HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void requestsBeyondTheLimitAreToldToComeBack() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Descriptor layer = sample.image().layers().get(1);
        BlobSource slow = new BlobSource() {
            @Override
            public boolean has(Digest digest) {
                return file.layout().has(digest);
            }

            @Override
            public InputStream open(Digest digest) throws IOException {
                opened.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return file.layout().open(digest);
            }
        };
        try (RegistryServer server = plain(slow, new RegistryServer.Limits(1, Duration.ofMillis(10)));
                HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<byte[]>> first = client.sendAsync(
                    HttpRequest.newBuilder(uri("http", server, "/v2/arkeeper/zookeeper/blobs/" + layer.digest()))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            opened.await();

            HttpResponse<String> second = client.send(
                    HttpRequest.newBuilder(uri("http", server, "/v2/")).build(), HttpResponse.BodyHandlers.ofString());
            release.countDown();

            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).contains("5");
            assertThat(second.body()).contains("\"code\":\"TOOMANYREQUESTS\"");
            assertThat(Digest.of(first.join().body())).isEqualTo(layer.digest());
        }
    }

    @Test
    void aTakenPortIsSaid() throws Exception {
        try (RegistryServer server = plain(file.layout(), RegistryServer.Limits.DEFAULT)) {
            assertThatThrownBy(() -> RegistryServer.start(
                            server.address(),
                            Optional.empty(),
                            Catalog.of(file.content(), file.layout()),
                            file.layout(),
                            Doorkeeper.open(),
                            RegistryServer.Limits.DEFAULT,
                            (peer, method, path, status, bytes, whole) -> {}))
                    .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                            .isEqualTo(BundleFailure.Kind.ENVIRONMENT))
                    .hasMessage(
                            "cannot listen on %s:%d (Address already in use); give another address with --listen",
                            server.address().getHostString(), server.address().getPort());
        }
    }

    @Test
    void theKeyIsNobodyElsesBusiness() throws Exception {
        ServerTls.generated(directory, List.of("localhost"), List.of(), new SecureRandom(), InstantSource.system());

        assertThat(Files.getPosixFilePermissions(directory.resolve(ServerTls.GENERATED_KEY)))
                .hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    private RegistryServer plain(BlobSource blobs, RegistryServer.Limits limits) throws IOException {
        return start(Optional.empty(), blobs, limits);
    }

    private RegistryServer start(Optional<ServerTls> tls, BlobSource blobs, RegistryServer.Limits limits)
            throws IOException {
        return RegistryServer.start(
                ANY_PORT,
                tls.map(ServerTls::context),
                Catalog.of(file.content(), file.layout()),
                blobs,
                Doorkeeper.open(),
                limits,
                (peer, method, path, status, bytes, whole) -> {});
    }

    private static URI uri(String scheme, RegistryServer server, String path) {
        return URI.create(
                "%s://127.0.0.1:%d%s".formatted(scheme, server.address().getPort(), path));
    }
}
