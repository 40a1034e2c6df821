package io.arkeeper.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.oci.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ImageBuildCommandTest {

    private static final Path MEMBER = Path.of("/member");
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @Test
    void withoutOptionsItBuildsForAmd64FromWhatThisMachineHas() {
        assertThat(request(Map.of("XDG_CACHE_HOME", "/cache")))
                .isEqualTo(new ImageRequest(
                        MEMBER,
                        Path.of("arkeeper-image.tar"),
                        Optional.empty(),
                        List.of(Platform.LINUX_AMD64),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
                        false,
                        true,
                        JDK,
                        Optional.empty(),
                        Optional.empty(),
                        Path.of("/cache/arkeeper")));
    }

    @Test
    void everyOptionArrives() {
        assertThat(request(
                        Map.of("XDG_CACHE_HOME", "/cache", "SOURCE_DATE_EPOCH", "86400", "SOURCE_REVISION", "abc"),
                        "-o=/out.tar",
                        "--name=a/b:c",
                        "--platform=linux/amd64,linux/arm64",
                        "--base=/base.tar",
                        "--debs=/debs",
                        "--debian-mirror=https://mirror.example/debian",
                        "--debian-keyring=/keys.gpg",
                        "--refresh",
                        "--no-aot",
                        "--jdk=/jdk"))
                .isEqualTo(new ImageRequest(
                        MEMBER,
                        Path.of("/out.tar"),
                        Optional.of("a/b:c"),
                        List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64),
                        Optional.of(Path.of("/base.tar")),
                        Optional.of(Path.of("/debs")),
                        Optional.of("https://mirror.example/debian"),
                        Path.of("/keys.gpg"),
                        true,
                        false,
                        Path.of("/jdk"),
                        Optional.of(Instant.parse("1970-01-02T00:00:00Z")),
                        Optional.of("abc"),
                        Path.of("/cache/arkeeper")));
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> request(Map.of("SOURCE_DATE_EPOCH", "today")))
                .hasMessage(
                        "SOURCE_DATE_EPOCH is 'today', expected seconds since 1970; unset it or use $(git log -1 --format=%ct)");
    }

    private static ImageRequest request(Map<String, String> environment, String... options) {
        return CommandLine.populateCommand(new ImageBuildCommand(MEMBER, environment), options)
                .request();
    }
}
