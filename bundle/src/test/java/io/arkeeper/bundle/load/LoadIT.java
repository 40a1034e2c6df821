package io.arkeeper.bundle.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.relocation.RelocatableFile;
import io.arkeeper.bundle.testing.Containerd;
import io.arkeeper.bundle.testing.SampleBundle;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What containerd itself makes of what we give it. */
final class LoadIT {

    private static final String NAME = "docker.io/arkeeper/zookeeper:3.9.5-0.1.0";

    @TempDir
    private Path directory;

    @Test
    void kubernetesFindsTheImageByTheNameTheChartUses() throws Exception {
        SampleBundle sample = SampleBundle.in(directory.resolve("sample"));
        try (Containerd containerd = Containerd.start(directory.resolve("c"));
                RelocatableFile file = RelocatableFile.open(sample.signed("a.ark"))) {
            Loader.Wish wish =
                    new Loader.Wish(Optional.of(Target.CONTAINERD), Optional.of(containerd.socket()), Optional.empty());
            Loader loader = new Loader(
                    new LocalMachine(System.getenv()), Platform.ofThisMachine(), BundleWriter.Space.OF_THE_FILE_SYSTEM);

            loader.load(file, wish);
            Loaded again = loader.load(file, wish); // a node may have it already

            assertThat(again.did())
                    .first()
                    .isEqualTo("ran ctr --address %s --namespace k8s.io images import - < image"
                            .formatted(containerd.socket()));
            assertThat(containerd.ctr("images", "list", "--quiet").lines()).containsExactly(NAME);
            assertThat(containerd.ctr("images", "list", "name==" + NAME))
                    .contains(sample.image().index().digest().toString());
            assertThat(containerd.ctr("images", "check", "name==" + NAME)).contains("complete");
        }
    }
}
