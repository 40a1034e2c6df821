package io.arkeeper.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.image.ImageResult.PlatformImage;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.ImageConfig;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.JsonObject;
import io.arkeeper.bundle.oci.LayoutReader;
import io.arkeeper.bundle.oci.Manifest;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real image, from real packages, read and run by other people's tools. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path MEMBER = Path.of(System.getProperty("memberDist"));
    private static final Path CACHE = Path.of(System.getProperty("imageCache"));
    private static final long LARGEST = 45L << 20; // bytes, compressed: the goal in the design

    @TempDir
    static Path directory;

    private ImageResult image;

    @BeforeAll
    void build() throws IOException {
        image = ImageBuilder.build(request("image.tar", CACHE, true, Optional.empty()), ImageProgress.SILENT);
    }

    @AfterAll
    void say() {
        PlatformImage amd64 = image.images().getFirst();
        amd64.layers()
                .forEach(layer -> System.out.printf(
                        "%-9s %9d %s%n",
                        layer.name(),
                        layer.descriptor().size(),
                        layer.descriptor().digest()));
        System.out.printf("%-9s %9d, Java %s%n", "together", amd64.compressedBytes(), amd64.javaVersion());
    }

    @Test
    void itIsNamedAsTheChartSaysAndSmallEnough() {
        assertThat(image.name().familiar()).matches("arkeeper/zookeeper:[0-9.]+-[0-9.]+");
        assertThat(image.images().getFirst().compressedBytes()).isLessThan(LARGEST);
        assertThat(image.images().getFirst().layers())
                .extracting(Layer::name)
                .containsExactly("base", "java", "zookeeper", "member", "aot");
    }

    @Test
    void everyBlobIsWhatItsNameSays() throws IOException {
        try (LayoutReader layout = LayoutReader.open(image.file())) {
            layout.verify();
            assertThat(layout.digests())
                    .isEqualTo(layout.reachable().stream()
                            .map(descriptor -> descriptor.digest())
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void builtTwiceFromTheSamePackagesItIsTheSameByteForByte() throws IOException {
        Path debs = CACHE.resolve("debian/amd64");
        Path one = directory.resolve("one.tar");
        Path two = directory.resolve("two.tar");

        ImageResult first =
                ImageBuilder.build(request("one.tar", CACHE, false, Optional.of(debs)), ImageProgress.SILENT);
        ImageBuilder.build(
                request("two.tar", directory.resolve("another-cache"), false, Optional.of(debs)), ImageProgress.SILENT);

        assertThat(Digest.of(one)).isEqualTo(Digest.of(two));
        assertThat(first.images().getFirst().layers().subList(0, 3))
                .as("layers below the one that refers to the AOT cache")
                .isEqualTo(image.images().getFirst().layers().subList(0, 3));
    }

    @Test
    void anImageMayBeBuiltOnAnotherOne() throws IOException {
        ImageRequest plain = request("plain.tar", CACHE, false, Optional.empty());
        ImageRequest onBase = new ImageRequest(
                plain.memberDistribution(),
                directory.resolve("on-base.tar"),
                Optional.of("registry.example/own/zookeeper:1"),
                plain.platforms(),
                Optional.of(image.file()),
                plain.debs(),
                plain.debianMirror(),
                plain.debianKeyring(),
                plain.refresh(),
                false,
                plain.jdk(),
                plain.created(),
                plain.revision(),
                plain.cache());

        PlatformImage built =
                ImageBuilder.build(onBase, ImageProgress.SILENT).images().getFirst();

        assertThat(built.layers().subList(0, 5))
                .extracting(layer -> layer.descriptor().digest())
                .isEqualTo(image.images().getFirst().layers().stream()
                        .map(layer -> layer.descriptor().digest())
                        .toList());
        assertThat(built.packages()).isEmpty();
    }

    @Test
    void aBaseForAnotherPlatformIsRefused() {
        assertThatThrownBy(() -> new BaseImage(image.file(), Platform.LINUX_ARM64).layers(blobs()))
                .isInstanceOf(BundleFailure.class)
                .hasMessage("%s has no image for linux/arm64; give a base for that platform", image.file());
    }

    @Test
    void theLinkedModulesAreThoseTheJarsNeed() throws IOException {
        Path lib = MEMBER.resolve("lib");
        String printed = Commands.run(
                "jdeps",
                Stream.concat(
                                Stream.of(
                                        System.getProperty("java.home") + "/bin/jdeps",
                                        "--multi-release",
                                        Integer.toString(Jlink.FEATURE),
                                        "--ignore-missing-deps",
                                        "--print-module-deps",
                                        "--class-path",
                                        lib + "/*"),
                                jars(lib))
                        .toList(),
                PATIENCE);
        String needed = printed.lines()
                .filter(line -> line.startsWith("java."))
                .findFirst()
                .orElseThrow();

        assertThat(JavaRuntime.MODULES).containsAll(Arrays.asList(needed.split(",", -1)));
    }

    @Test
    void skopeoReadsItAsLayoutAndAsDockerArchive() throws IOException {
        requireTools("skopeo");

        String layout = tool("skopeo", "inspect", "oci-archive:" + image.file());
        String docker = tool("skopeo", "inspect", "docker-archive:" + image.file());
        tool("skopeo", "copy", "--insecure-policy", "oci-archive:" + image.file(), "oci:" + directory.resolve("o:x"));

        for (String inspected : List.of(layout, docker)) {
            assertThat(JsonObject.read("skopeo", inspected.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .texts("Env"))
                    .contains("JAVA_HOME=/opt/java", "LANG=C.UTF-8");
        }
    }

    @Test
    void containerdImportsItUnderTheNameTheChartAsksFor() throws IOException {
        requireRoot();
        requireTools("containerd", "ctr");
        Path home = Files.createDirectories(directory.resolve("containerd"));
        Path socket = home.resolve("sock");
        Files.writeString(
                home.resolve("config.toml"),
                "version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\nroot = \"%s/root\"\nstate = \"%s/state\"\n"
                        .formatted(home, home));
        Process containerd = new ProcessBuilder(
                        "containerd", "--config", home.resolve("config.toml") + "", "--address", socket + "")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        try {
            await("containerd answers")
                    .atMost(PATIENCE)
                    .until(() -> succeeds("ctr", "--address", socket + "", "version"));

            tool("ctr", "--address", socket + "", "images", "import", "--no-unpack", image.file() + "");

            assertThat(tool("ctr", "--address", socket + "", "images", "list", "--quiet"))
                    .isEqualTo(image.name().full() + "\n");
        } finally {
            containerd.destroy();
            containerd.onExit().join();
        }
    }

    @Test
    void threeContainersFormAnEnsembleWithThePodsRestrictions() throws IOException {
        requireRoot();
        requireTools("skopeo", "umoci", "runc", "ip");
        tool("skopeo", "copy", "--insecure-policy", "oci-archive:" + image.file(), "oci:" + directory.resolve("l:x"));
        tool("umoci", "unpack", "--image", directory.resolve("l:x").toString(), directory.resolve("b") + "");
        Path root = directory.resolve("b/rootfs");
        assertThat(setIdFiles(root)).isEmpty();

        try (Containers containers = new Containers(directory.resolve("containers"), root, config())) {
            containers.start();
            awaitReady(containers);

            assertThat(containers.exec(0, "/opt/zookeeper/bin/zkCli.sh", "create", "/foo", "bar"))
                    .contains("Created /foo");
            assertThat(containers.exec(1, "zkCli.sh", "get", "/foo").lines()).endsWith("bar");
            assertThat(containers.exec(2, "zkServer.sh", "status").lines())
                    .last()
                    .asString()
                    .matches("Mode: (leader|follower)");
            assertThat(containers.exec(0, "zkServer.sh", "version")).isEqualTo("Apache ZooKeeper, version 3.9.5\n");
            assertThat(containers.exec(0, "zkOk.sh")).isEmpty();
            assertThat(containers.exec(0, "zkMetrics.sh")).contains("zk_znode_count\t");
            assertThat(containers.exec(0, "sh", "-c", "id; jcmd 1 VM.version; grep CapBnd /proc/1/status"))
                    .startsWith("uid=1000(zookeeper) gid=1000(zookeeper)")
                    .contains("OpenJDK 64-Bit Server VM", "CapBnd:\t0000000000000000");
            assertThat(shareFromCache(containers.classes(0))).isGreaterThan(0.9);

            containers.stop(2);
            await("an orderly stop").atMost(PATIENCE).until(() -> !containers.isRunning(2));
            assertThat(Files.readString(containers.log(2))).contains("Main - stopped\n");
        }
    }

    private static void awaitReady(Containers containers) throws IOException {
        try {
            for (int ordinal = 0; ordinal < Containers.MEMBERS; ordinal++) {
                int member = ordinal;
                await("member " + ordinal + " is ready")
                        .atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(BundleFailure.class)
                        .until(() -> !containers
                                .exec(member, "wget", "-q", "-O", "-", "http://127.0.0.1:8080/readyz")
                                .isBlank());
            }
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + containers.logs(), e);
        }
    }

    private static double shareFromCache(Path classes) throws IOException {
        List<String> loaded = Files.readAllLines(classes);
        return loaded.stream()
                        .filter(line -> line.contains("shared objects file"))
                        .count()
                / (double) loaded.size();
    }

    private static Set<Path> setIdFiles(Path root) throws IOException {
        Set<Path> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (((int) Files.getAttribute(file, "unix:mode") & 06000) != 0) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private ImageConfig config() throws IOException {
        try (LayoutReader layout = LayoutReader.open(image.file())) {
            Index index = Index.read("index", layout.read(image.index()));
            Manifest manifest =
                    Manifest.read("manifest", layout.read(index.manifests().getFirst()));
            return ImageConfig.read("config", layout.read(manifest.config()));
        }
    }

    private io.arkeeper.bundle.oci.BlobDirectory blobs() {
        return new io.arkeeper.bundle.oci.BlobDirectory(directory.resolve("blobs"));
    }

    private ImageRequest request(String file, Path cache, boolean aot, Optional<Path> debs) {
        ImageRequest defaults = ImageRequest.of(MEMBER, directory.resolve(file), cache);
        return new ImageRequest(
                defaults.memberDistribution(),
                defaults.output(),
                defaults.name(),
                defaults.platforms(),
                defaults.base(),
                debs,
                defaults.debianMirror(),
                defaults.debianKeyring(),
                defaults.refresh(),
                aot,
                defaults.jdk(),
                defaults.created(),
                defaults.revision(),
                defaults.cache());
    }

    private static Stream<String> jars(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.map(Path::toString).sorted().toList().stream();
        }
    }

    private static String tool(String... command) throws IOException {
        return Commands.run(String.join(" ", command), List.of(command), PATIENCE);
    }

    private static boolean succeeds(String... command) {
        try {
            tool(command);
            return true;
        } catch (IOException | BundleFailure e) {
            return false;
        }
    }

    private static void requireRoot() {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        if (!isRoot) {
            System.err.println("SKIPPED a test of the image in containers: it needs to be root");
        }
        Assumptions.assumeTrue(isRoot);
    }

    private static void requireTools(String... tools) {
        for (String tool : tools) {
            Tool.require(tool);
        }
    }
}
