package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.testing.FakeRegistry;
import io.arkeeper.bundle.testing.SampleImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PullTest {

    private static final String REPOSITORY = "base/debian";
    private static final List<Platform> AMD64 = List.of(Platform.LINUX_AMD64);

    @TempDir
    private Path directory;

    private FakeRegistry registry;
    private SampleImage image;
    private BlobDirectory pulled;

    @BeforeEach
    void anImageInARegistry() throws Exception {
        registry = new FakeRegistry();
        image = SampleImage.in(directory.resolve("blobs"), 50_000);
        pulled = new BlobDirectory(directory.resolve("pulled"));
        try (Registry client = client()) {
            new Push(client, image.blobs(), UploadJournal.NONE, PushListener.NONE, 2, List.of())
                    .run(List.of(new PushItem(REPOSITORY, "12", image.index())));
        }
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void theImageForThePlatformIsFetchedAndNoOther() throws Exception {
        Index found = pull("12");

        assertThat(found.manifests()).containsExactly(image.manifests().getFirst());
        Descriptor only = found.manifests().getFirst();
        pulled.verify(only);
        Manifest manifest = Manifest.read("manifest", pulled.read(only));
        pulled.verify(manifest.config());
        for (Descriptor layer : manifest.layers()) {
            pulled.verify(layer);
        }
        assertThat(pulled.files()).hasSize(2 + manifest.layers().size());
    }

    @Test
    void aDigestNamesAnImageToo() throws Exception {
        assertThat(pull(image.index().digest().toString()).manifests()).hasSize(1);
        assertThat(pull(image.manifests().getFirst().digest().toString()).manifests())
                .hasSize(1);
    }

    @Test
    void aLayerThatWasChangedIsRefused() {
        Descriptor layer = image.layers().get(1);
        registry.play(exchange -> exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().endsWith(layer.digest().toString())
                && FakeRegistry.answer(exchange, 200, "another layer"));

        assertThatThrownBy(() -> pull("12"))
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BundleFailure.Kind.NOT_VERIFIED))
                .hasMessageMatching("registry %s gives sha256:[0-9a-f]{64} for %s@%s; .*"
                        .formatted(registry.host(), REPOSITORY, layer.digest()));
        assertThat(pulled.has(layer.digest())).isFalse();
    }

    @Test
    void aLayerThatLiesElsewhereIsFetchedFromThere() throws Exception {
        Descriptor layer = image.layers().get(1);
        registry.play(exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/storage/")) {
                // such an address is signed for one method, and wants to see no password
                boolean welcome = path.equals("/storage/" + exchange.getRequestMethod())
                        && !exchange.getRequestHeaders().containsKey("Authorization");
                if (!welcome) {
                    return FakeRegistry.answer(exchange, 403, "");
                }
                byte[] bytes = image.blobs().open(layer.digest()).readAllBytes();
                boolean head = exchange.getRequestMethod().equals("HEAD");
                exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
                if (!head) {
                    exchange.getResponseBody().write(bytes);
                }
                return true;
            }
            if (!path.endsWith(layer.digest().toString())) {
                return false;
            }
            exchange.getResponseHeaders().add("Location", "/storage/" + exchange.getRequestMethod());
            return FakeRegistry.answer(exchange, 307, "");
        });

        pull("12");

        pulled.verify(layer);
    }

    @Test
    void anImageThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> pull("13"))
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BundleFailure.Kind.REGISTRY))
                .hasMessage(
                        "registry %s has no image base/debian under 13; check its name, or log in with docker or podman"
                                .formatted(registry.host()));
    }

    private Index pull(String reference) throws IOException, InterruptedException {
        try (Registry client = client()) {
            return new Pull(client, REPOSITORY, pulled).image(reference, AMD64);
        }
    }

    private Registry client() {
        return new Registry(
                RegistryAddress.parse(registry.host(), false),
                Optional.empty(),
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.none()),
                Patience.DEFAULT,
                pause -> {},
                InstantSource.system());
    }
}
