package io.arkeeper.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.oci.LayoutReader;
import io.arkeeper.bundle.testing.FakeRegistry;
import io.arkeeper.bundle.testing.SampleImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FetchedBaseTest {

    @TempDir
    private Path directory;

    @Test
    void aFileIsTakenAsItIs() throws Exception {
        ImageRequest request = request(Files.writeString(directory.resolve("base.tar"), ""));

        try (FetchedBase base = FetchedBase.of(request, Map.of())) {
            assertThat(base.request()).isEqualTo(request);
        }
    }

    @Test
    void anImageIsFetchedAndGoneAfterwards() throws Exception {
        SampleImage image = SampleImage.in(directory.resolve("blobs"), 1000);
        try (FakeRegistry registry = new FakeRegistry()) {
            registry.put("own/base", "12", image);
            Path file;
            try (FetchedBase base = FetchedBase.of(request(Path.of(registry.host() + "/own/base:12")), Map.of())) {
                file = base.request().base().orElseThrow();
                try (LayoutReader layout = LayoutReader.open(file)) {
                    layout.verify();
                    assertThat(layout.root().manifests())
                            .containsExactly(image.manifests().getFirst());
                }
            }
            assertThat(file.getParent()).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"base.tar", "/no/base.tar", "debian", "debian:12", "own/base:12", "registry.example.com/base"})
    void whatIsNeitherIsRefused(String text) {
        assertThatThrownBy(() -> FetchedBase.of(request(Path.of(text)), Map.of()))
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BundleFailure.Kind.BAD_INPUT))
                .hasMessage(
                        "--base is '%s', neither a file here nor an image with its registry; use base.tar or registry.example.com/debian:12"
                                .formatted(text));
    }

    private ImageRequest request(Path base) {
        return ImageRequest.of(Path.of("member"), directory.resolve("out.tar"), directory.resolve("cache"))
                .on(base);
    }
}
