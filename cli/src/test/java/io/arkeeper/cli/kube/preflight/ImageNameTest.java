package io.arkeeper.cli.kube.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ImageNameTest {

    @Test
    void namesOfImagesAsTheRuntimeWritesThem() {
        assertThat(ImageName.full("zookeeper")).isEqualTo("docker.io/library/zookeeper");
        assertThat(ImageName.full("a/b:1")).isEqualTo("docker.io/a/b:1");
        assertThat(ImageName.full("localhost:5000/a/b:1")).isEqualTo("localhost:5000/a/b:1");
        assertThat(ImageName.full("registry.example/a/b@sha256:00")).isEqualTo("registry.example/a/b@sha256:00");
        assertThat(ImageName.of("localhost:5000/a/b:1")).isEqualTo(new ImageName("localhost:5000", "a/b", "1"));
        assertThat(ImageName.of("registry.example/a/b:1@sha256:00"))
                .isEqualTo(new ImageName("registry.example", "a/b", "sha256:00"));
        assertThat(ImageName.of("registry.example:80/a"))
                .isEqualTo(new ImageName("registry.example:80", "a", "latest"));
    }
}
