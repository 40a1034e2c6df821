package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.archive.BundleBuilder;
import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleRequest;
import io.arkeeper.bundle.archive.BundleSummary;
import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.archive.PartKind;
import io.arkeeper.bundle.image.ImageProgress;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.sbom.Component;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real bundle, and the command out of it where nothing else is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealBundleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path CACHE = Path.of(System.getProperty("imageCache"));
    private static final Path MEMBER = Path.of("..", "member", "target", "dist");
    private static final Path CHART = Path.of("..", "charts", "zookeeper");
    private static final int OLDEST_GLIBC = 34;
    private static final int NOT_VERIFIED = 11;

    @TempDir
    static Path directory;

    private Path file;
    private Path home;

    @BeforeAll
    void unpackTheCommandWithTarOnly() throws Exception {
        file = build("real.ark", CACHE, true, Optional.empty());
        Path far = Files.createDirectory(directory.resolve("far"));
        Output unpacked = clean(far, "tar -xf %1$s get-cli.sh && sh get-cli.sh %1$s".formatted(file));
        assertThat(unpacked).isEqualTo(new Output(0, "./arkeeper-%s/bin/arkeeper\n".formatted(version())));
        home = far.resolve("arkeeper-" + version());
    }

    @Test
    void theCommandVerifiesTheBundleItCameFrom() throws Exception {
        assertThat(command("bundle verify " + file).text())
                .startsWith(file + ": Arkeeper " + version())
                .contains("all are what the lock says");
        assertThat(command("--version").text()).isEqualTo("arkeeper " + version() + "\n");
        assertThat(command("bundle inspect " + file).text()).contains("org.apache.zookeeper:zookeeper");
    }

    @Test
    void itsCacheFitsAlthoughItLiesElsewhereNow() throws Exception {
        Output output = clean(home, "JAVA_TOOL_OPTIONS=-XX:AOTMode=on bin/arkeeper --version");

        assertThat(output.exitCode()).as(output.text()).isZero();
        assertThat(output.text()).endsWith("arkeeper " + version() + "\n");
    }

    @Test
    void itsJavaLoadsItsHelm() throws Exception {
        Path tests = Path.of(RenderProbe.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Output output = clean(
                home,
                "java/bin/java --enable-native-access=ALL-UNNAMED -Dcom.marcnuri.jkube-helm.skipRemoteJar=true"
                        + " -cp \"lib/*:%s\" %s charts/zookeeper native/helm-linux-amd64.so"
                                .formatted(tests, RenderProbe.class.getName()));

        assertThat(output.text()).contains("kind: StatefulSet", "name: \"myzk-zookeeper\"");
    }

    @Test
    void nothingInItNeedsANewerLibrary() throws IOException {
        List<Path> programs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                if (path.toString().endsWith(".so") || path.endsWith("java/bin/java")) {
                    programs.add(path);
                }
            }
        }
        assertThat(programs).hasSizeGreaterThan(10);
        assertThat(programs)
                .allSatisfy(path ->
                        assertThat(newestGlibc(path)).as(path.toString()).isLessThanOrEqualTo(OLDEST_GLIBC));
    }

    @Test
    void aDamagedBundleIsNotUnpackedAndNotVerified() throws Exception {
        Path damaged = Files.copy(file, directory.resolve("damaged.ark"));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 3] ^= 1; // in the command, the largest blob
        Files.write(damaged, bytes);

        assertThat(command("bundle verify " + damaged).exitCode()).isEqualTo(NOT_VERIFIED);
        Output unpacked = clean(directory, "tar -xf %1$s get-cli.sh && sh get-cli.sh %1$s nowhere".formatted(damaged));
        assertThat(unpacked)
                .isEqualTo(new Output(
                        NOT_VERIFIED,
                        "error: %s does not have the command this script is for, or is damaged; copy it again\n"
                                .formatted(damaged)));
        assertThat(directory.resolve("nowhere")).doesNotExist();
        Files.delete(damaged);
    }

    @Test
    void everyJarHasALicenceAndEveryPackageADigest() throws IOException {
        try (BundleFile bundle = BundleFile.open(file)) {
            List<Component> components = BundleSummary.of(bundle).components();

            assertThat(components)
                    .filteredOn(component -> !component.purl().startsWith("pkg:golang/"))
                    .allSatisfy(component -> assertThat(component.licences())
                            .as(component.purl())
                            .isNotEmpty());
            assertThat(components)
                    .filteredOn(component -> component.purl().matches("pkg:(deb|maven)/.*"))
                    .hasSizeGreaterThan(30)
                    .allSatisfy(component ->
                            assertThat(component.sha256()).as(component.purl()).isPresent());
            assertThat(components).extracting(Component::name).contains("helm.sh/helm/v3", "stdlib", "libc6");
        }
    }

    @Test
    void helmRendersThePackagedChartAsItRendersTheFolder() throws IOException {
        Path packaged = directory.resolve("zookeeper.tgz");
        try (BundleFile bundle = BundleFile.open(file);
                InputStream in =
                        bundle.layout().open(bundle.layer(PartKind.CHART).digest())) {
            Files.copy(in, packaged);
        }

        assertThat(new ChartRenderer(packaged, Optional.empty()).render("myzk", "default", ChartValues.NONE))
                .isEqualTo(new ChartRenderer(CHART, Optional.empty()).render("myzk", "default", ChartValues.NONE));
    }

    @Test
    void withoutTheCachesOfTheJvmItIsTheSameByteForByte() throws IOException {
        Path debs = CACHE.resolve("debian/amd64");
        Path one = build("one.ark", CACHE, false, Optional.of(debs));
        Path two = build("two.ark", directory.resolve("another-cache"), false, Optional.of(debs));

        assertThat(two).hasSameBinaryContentAs(one);
        Files.delete(one);
        Files.delete(two);
    }

    private static Path build(String name, Path cache, boolean aot, Optional<Path> debs) throws IOException {
        Path output = directory.resolve(name);
        ImageRequest plain = ImageRequest.of(MEMBER, output, cache);
        ImageRequest image = new ImageRequest(
                plain.memberDistribution(),
                output,
                plain.name(),
                plain.platforms(),
                plain.base(),
                debs,
                plain.debianMirror(),
                plain.debianKeyring(),
                plain.refresh(),
                aot,
                plain.jdk(),
                plain.created(),
                plain.revision(),
                cache);
        BundleRequest request = new BundleRequest(
                image,
                Path.of("target", "dist", "lib"),
                Path.of("target", "dist", "native", "helm-linux-amd64.so"),
                CHART,
                Path.of("..", "CHANGELOG.md"));
        new BundleWriter(BundleWriter.Space.OF_THE_FILE_SYSTEM)
                .create(
                        BundleBuilder.build(request, BundleWriter.Space.OF_THE_FILE_SYSTEM, ImageProgress.SILENT),
                        Optional.empty(),
                        Optional.empty(),
                        output);
        return output;
    }

    private String version() throws IOException {
        try (BundleFile bundle = BundleFile.open(file)) {
            return bundle.version();
        }
    }

    private static int newestGlibc(Path path) throws IOException {
        Matcher matcher =
                Pattern.compile("GLIBC_2[.]([0-9]+)").matcher(new String(Files.readAllBytes(path), ISO_8859_1));
        int newest = 0;
        while (matcher.find()) {
            newest = Math.max(newest, Integer.parseInt(matcher.group(1)));
        }
        return newest;
    }

    private record Output(int exitCode, String text) {}

    private Output command(String arguments) throws Exception {
        return clean(home, "bin/arkeeper " + arguments);
    }

    /** A shell with nothing in its environment but where the system's programs are. */
    private static Output clean(Path folder, String script) throws Exception {
        Path output = Files.createTempFile(directory, "output-", ".txt");
        Process process = new ProcessBuilder("/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(script)
                .isTrue();
        return new Output(process.exitValue(), Files.readString(output, UTF_8));
    }
}
