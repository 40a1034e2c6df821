package io.arkeeper.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.cli.FarSideRun;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoadCommandTest {

    @TempDir
    private Path directory;

    @Test
    void itSaysWhatItDid() throws Exception {
        Path file = SampleBundle.in(directory).signed("a.ark");
        Path folder = directory.resolve("images");

        assertThat(run(file.toString(), "--into=k3s", "--images-dir=" + folder))
                .isEqualTo(new FarSideRun(0, """
                        wrote %s/arkeeper-zookeeper-3.9.5-0.1.0.tar
                        arkeeper/zookeeper:3.9.5-0.1.0 is in k3s; k3s imports it when its service starts the next time
                        """.formatted(folder), ""));
    }

    @Test
    void aRuntimeThatDoesNotExist() {
        assertThat(run("a.ark", "--into=crio").err())
                .startsWith(
                        "error: Invalid value for option '--into': expected one of k3s, rke2, containerd, docker, podman but was 'crio'\n");
    }

    @Test
    void theHelpNamesTheRuntimes() {
        assertThat(run("--help").out()).contains("k3s, rke2, containerd, docker, podman");
    }

    private FarSideRun run(String... options) {
        List<String> arguments = new java.util.ArrayList<>(List.of("load"));
        arguments.addAll(List.of(options));
        return FarSideRun.of(Map.of(), directory, InputStream.nullInputStream(), arguments);
    }
}
