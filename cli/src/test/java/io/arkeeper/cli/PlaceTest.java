package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.StateHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the two is meant where a name could be a local ensemble's or a cluster's. */
final class PlaceTest {

    private static final ReleaseName NAME = new ReleaseName("myzk");

    @TempDir
    private Path state;

    private Place place(boolean clusterIsNamed, boolean hasKubeconfig) {
        return Place.of(NAME, clusterIsNamed, new StateHome(state), hasKubeconfig);
    }

    @Test
    void withoutALocalOneTheCluster_ifThereIsAKubeconfig() {
        assertThat(place(false, true)).isEqualTo(Place.CLUSTER);
        assertThat(place(false, false)).isEqualTo(Place.LOCAL);
    }

    @Test
    void aLocalOneThatRunsComesFirst_unlessAClusterIsNamed() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        write("""
                "supervisor":{"pid":%d,"startedAt":"%s"},""".formatted(self.pid(), self.info().startInstant().orElseThrow()));

        assertThat(place(false, true)).isEqualTo(Place.LOCAL);
        assertThat(place(true, true)).isEqualTo(Place.CLUSTER);
    }

    @Test
    void aLocalOneThatIsStoppedIsNotInTheWayOfACluster() throws IOException {
        write("");

        assertThat(place(false, true)).isEqualTo(Place.CLUSTER);
        assertThat(place(false, false)).isEqualTo(Place.LOCAL);
    }

    private void write(String supervisor) throws IOException {
        Path file = new StateHome(state).of("myzk").instanceFile();
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"name":"myzk","namespace":"default","subnet":1,"startedAt":"2026-11-23T12:00:00Z","servers":1,
                 %s"ports":{},"pods":[]}
                """.formatted(supervisor));
    }
}
