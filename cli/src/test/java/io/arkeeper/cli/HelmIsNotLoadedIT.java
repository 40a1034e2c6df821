package io.arkeeper.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Helm's library has 98 MB: whoever does not need it does not load it, and nobody unpacks it or leaves it behind. */
final class HelmIsNotLoadedIT {

    private static final Path DISTRIBUTION = Path.of("target", "dist");

    @TempDir
    private Path directory;

    private Path temporary;
    private Path home;

    @BeforeEach
    void directories() throws Exception {
        temporary = Files.createDirectory(directory.resolve("tmp"));
        home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(directory.resolve("kubeconfig"), """
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
                users: [{name: u, user: {}}]
                contexts: [{name: nowhere, context: {cluster: c, user: u}}]
                current-context: nowhere
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "status --cluster", "doctor", "roll", "zk --cluster -- ls /", "drill --cluster --yes"})
    void commandsWithoutHelm(String command) throws Exception {
        List<String> loaded = loadedBy(command.split(" "));

        assertThat(loaded).anyMatch(type -> type.startsWith("io.arkeeper.cli.Main"));
        assertThat(loaded).noneMatch(type -> type.startsWith("com.marcnuri.") || type.startsWith("com.sun.jna."));
        assertThat(leftBehind()).isEmpty();
    }

    @Test
    void aCommandWithHelmLoadsItWhereItLies() throws Exception {
        List<String> loaded = loadedBy("template", "myzk");

        assertThat(loaded).anyMatch(type -> type.startsWith("com.marcnuri.helm."));
        assertThat(leftBehind()).isEmpty();
    }

    /** The classes that a process with this command has loaded. */
    private List<String> loadedBy(String... words) throws Exception {
        Path log = directory.resolve("classes.log");
        Path library;
        try (Stream<Path> libraries = Files.list(DISTRIBUTION.resolve("native"))) {
            library = libraries
                    .filter(file -> file.toString().endsWith(".so"))
                    .findFirst()
                    .orElseThrow();
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log,
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-Duser.home=" + home,
                "-Dcom.marcnuri.jkube-helm.skipRemoteJar=true",
                "-Darkeeper.chart=" + Path.of("..", "charts", "zookeeper"),
                "-Darkeeper.helm=" + library,
                "-cp",
                DISTRIBUTION.resolve("lib") + "/*",
                "io.arkeeper.cli.Main"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().put("KUBECONFIG", directory.resolve("kubeconfig").toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TMPDIR", temporary.toString());
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output"), UTF_8))
                .isNotEqualTo(ExitCode.UNEXPECTED);
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(line -> line.replaceFirst("^(\\[[^]]*])+ *", "").split(" ", 2)[0])
                    .toList();
        }
    }

    private List<String> leftBehind() throws Exception {
        List<String> left = new ArrayList<>();
        for (Path root : List.of(temporary, home)) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(Files::isRegularFile).map(Path::toString).forEach(left::add);
            }
        }
        return left;
    }
}
