package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigVolumeTest {

    @TempDir
    private Path temporary;

    private Path directory() {
        return temporary.resolve("config");
    }

    private List<String> visible() throws IOException {
        try (Stream<Path> found = Files.list(directory())) {
            return found.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(".."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyEntryIsALinkThroughData() throws IOException {
        new ConfigVolume(directory()).write(Map.of("member.properties", "clientPort=2181\n"));

        Path entry = directory().resolve("member.properties");
        assertThat(Files.readSymbolicLink(entry)).isEqualTo(Path.of("..data", "member.properties"));
        assertThat(Files.isSymbolicLink(directory().resolve("..data"))).isTrue();
        assertThat(entry).hasContent("clientPort=2181\n");
    }

    @Test
    void aChangeReachesAllEntriesThroughOneLink() throws IOException {
        ConfigVolume volume = new ConfigVolume(directory());
        volume.write(Map.of("member.properties", "a", "ensemble.properties", "servers=3"));
        Path before = Files.readSymbolicLink(directory().resolve("..data"));

        volume.write(Map.of("member.properties", "a", "ensemble.properties", "servers=5"));

        assertThat(directory().resolve("ensemble.properties")).hasContent("servers=5");
        assertThat(directory().resolve(before)).doesNotExist();
    }

    @Test
    void entriesThatAreGoneDisappear() throws IOException {
        ConfigVolume volume = new ConfigVolume(directory());
        volume.write(Map.of("a", "1", "b", "2"));

        volume.write(Map.of("b", "2"));

        assertThat(visible()).containsExactly("b");
    }
}
