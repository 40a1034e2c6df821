package io.arkeeper.bundle.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.oci.LayoutReader;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.relocation.RelocatableFile;
import io.arkeeper.bundle.testing.SampleBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoaderTest {

    private static final String NAME = "docker.io/arkeeper/zookeeper:3.9.5-0.1.0";

    private static final BundleWriter.Space PLENTY = folder -> Long.MAX_VALUE;

    @TempDir
    private Path directory;

    private final FakeMachine machine = new FakeMachine();
    private final Loader loader = new Loader(machine, Platform.LINUX_AMD64, PLENTY);
    private SampleBundle sample;

    @AutoClose
    private RelocatableFile file;

    @BeforeEach
    void aBundle() throws IOException {
        sample = SampleBundle.in(directory);
        file = RelocatableFile.open(sample.signed("a.ark"));
    }

    @Test
    void containerdTakesTheImageAlone() throws Exception {
        machine.containerd(sample.image().index().digest().toString());

        Loaded loaded = loader.load(file, Loader.Wish.NONE);

        assertThat(loaded.target()).isEqualTo(Target.CONTAINERD);
        assertThat(loaded.did())
                .containsExactly(
                        "ran ctr --namespace k8s.io images import - < image",
                        "ran ctr --namespace k8s.io images list name==" + NAME);
        Path tar = Files.write(directory.resolve("taken.tar"), machine.inputs.getFirst());
        try (LayoutReader taken = LayoutReader.open(tar)) {
            assertThat(taken.root().manifests())
                    .containsExactly(
                            LayoutWriter.named(sample.image().index(), io.arkeeper.bundle.testing.SampleImage.NAME));
            assertThat(taken.names()).contains("manifest.json");
            taken.verify();
        }
    }

    @Test
    void anotherSocketIsUsedWhereAsked() throws Exception {
        machine.containerd(sample.image().index().digest().toString());

        loader.load(
                file,
                new Loader.Wish(Optional.of(Target.CONTAINERD), Optional.of(Path.of("/run/x.sock")), Optional.empty()));

        assertThat(machine.commands.getFirst())
                .containsExactly("ctr", "--address", "/run/x.sock", "--namespace", "k8s.io", "images", "import", "-");
    }

    @Test
    void containerdThatHasAnotherImageUnderTheNameIsFoundOut() {
        machine.containerd("sha256:other");

        assertFails(
                () -> loader.load(file, Loader.Wish.NONE),
                BundleFailure.Kind.NOT_VERIFIED,
                "containerd took the image and has another one under %s than %s; remove that and load again"
                        .formatted(NAME, sample.image().index().digest()));
    }

    @Test
    void aRuntimeThatRefusesIsQuoted() {
        machine.containerd("");
        machine.answers.put("import", new Machine.Ended(1, "warming up\nctr: permission denied\n\n"));

        assertFails(
                () -> loader.load(file, Loader.Wish.NONE),
                BundleFailure.Kind.ENVIRONMENT,
                "'ctr --namespace k8s.io images import -' ended with 1 (ctr: permission denied); see whether containerd runs and whether this user may use it");
    }

    @Test
    void dockerAndPodman() throws Exception {
        loader.load(file, into(Target.DOCKER));
        loader.load(file, into(Target.PODMAN));

        assertThat(machine.commands)
                .containsExactly(
                        List.of("docker", "load"),
                        List.of("docker", "image", "inspect", "--format", "{{.Id}}", "arkeeper/zookeeper:3.9.5-0.1.0"),
                        List.of("podman", "load"),
                        List.of("podman", "image", "inspect", "--format", "{{.Id}}", NAME));
    }

    @Test
    void k3sFindsTheImageInItsFolder() throws Exception {
        Path folder = directory.resolve("k3s/images");

        Loaded loaded =
                loader.load(file, new Loader.Wish(Optional.of(Target.K3S), Optional.empty(), Optional.of(folder)));

        Path copied = folder.resolve("arkeeper-zookeeper-3.9.5-0.1.0.tar");
        assertThat(loaded)
                .isEqualTo(new Loaded(
                        Target.K3S,
                        List.of("wrote " + copied),
                        "k3s imports it when its service starts the next time"));
        try (Stream<Path> found = Files.list(folder)) {
            assertThat(found).containsExactly(copied);
        }
        try (LayoutReader taken = LayoutReader.open(copied)) {
            taken.verify();
        }
    }

    @Test
    void aFolderThatCannotBeWritten() throws Exception {
        Path notAFolder = Files.writeString(directory.resolve("file"), "");

        assertFails(
                () -> loader.load(
                        file, new Loader.Wish(Optional.of(Target.RKE2), Optional.empty(), Optional.of(notAFolder))),
                BundleFailure.Kind.STORAGE,
                "%s/arkeeper-zookeeper-3.9.5-0.1.0.tar cannot be written (FileAlreadyExistsException); run it as root on the node, or give the folder with --images-dir"
                        .formatted(notAFolder));
    }

    @Test
    void aFolderWithoutRoomIsFoundOutFirst() throws Exception {
        Path folder = directory.resolve("k3s/images");
        Loader full = new Loader(machine, Platform.LINUX_AMD64, each -> 1 << 10);

        assertThatThrownBy(() -> full.load(
                        file, new Loader.Wish(Optional.of(Target.K3S), Optional.empty(), Optional.of(folder))))
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BundleFailure.Kind.STORAGE))
                .hasMessageMatching(
                        ".*/arkeeper-zookeeper-3.9.5-0.1.0.tar needs [0-9.]+ MiB, .*/k3s/images has room for 0.0 MiB; free some, or choose another place");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anImageForAnotherProcessorIsRefused() {
        Loader other = new Loader(machine, new Platform("linux", "riscv64", Optional.empty()), PLENTY);

        assertFails(
                () -> other.load(file, into(Target.DOCKER)),
                BundleFailure.Kind.BAD_INPUT,
                "%s holds the image for linux/amd64 and linux/arm64, expected one for this machine, linux/riscv64; get the bundle made for it"
                        .formatted(file.layout().file()));
    }

    @Test
    void theOneThatIsHereIsFound() {
        assertThat(detected("podman")).isEqualTo("podman");
        assertThat(detected("docker", "/var/run/docker.sock")).isEqualTo("docker");
        assertThat(detected("docker", "/var/run/docker.sock", "podman")).isEqualTo("docker");
        assertThat(detected("ctr", "/run/containerd/containerd.sock")).isEqualTo("containerd");
        assertThat(detected("/var/lib/rancher/k3s/agent")).isEqualTo("k3s");
        assertThat(detected("/var/lib/rancher/rke2/agent")).isEqualTo("rke2");
    }

    @Test
    void aProgramWithoutItsDaemonIsNone() {
        assertThat(detected("docker", "ctr", "/run/containerd/containerd.sock")).isEqualTo("containerd");
    }

    @Test
    void ofSeveralTheUserChooses() {
        assertThat(detected("docker", "/var/run/docker.sock", "ctr", "/run/containerd/containerd.sock"))
                .isEqualTo(
                        "several container runtimes are here: containerd, docker; name the one Kubernetes uses with --into");
    }

    @Test
    void noneIsSaid() {
        assertThat(detected("docker"))
                .isEqualTo(
                        "no container runtime was found here, expected one of k3s, rke2, containerd, docker, podman; run it on a node, as a user who may, or name it with --into");
    }

    private static String detected(String... things) {
        FakeMachine machine = new FakeMachine();
        machine.things.addAll(List.of(things));
        try {
            return new Loader(machine, Platform.LINUX_AMD64, PLENTY).detect().toString();
        } catch (BundleFailure e) {
            return e.getMessage();
        }
    }

    private static Loader.Wish into(Target target) {
        return new Loader.Wish(Optional.of(target), Optional.empty(), Optional.empty());
    }

    private static void assertFails(ThrowingCallable act, BundleFailure.Kind kind, String sentence) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(kind))
                .hasMessage(sentence);
    }

    /** Has what it is told to have, and remembers what it ran. */
    private static final class FakeMachine implements Machine {
        private final Set<String> things = new HashSet<>();
        private final Map<String, Ended> answers = new HashMap<>();
        private final List<List<String>> commands = new ArrayList<>();
        private final List<byte[]> inputs = new ArrayList<>();

        void containerd(String listed) {
            things.addAll(List.of("ctr", "/run/containerd/containerd.sock"));
            answers.put("list", new Ended(0, listed));
        }

        @Override
        public boolean exists(Path path) {
            return things.contains(path.toString());
        }

        @Override
        public boolean has(String program) {
            return things.contains(program);
        }

        @Override
        public Ended run(List<String> command, Input input) throws IOException {
            commands.add(command);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            input.writeTo(read);
            inputs.add(read.toByteArray());
            return answers.entrySet().stream()
                    .filter(answer -> command.contains(answer.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(new Ended(0, ""));
        }
    }
}
