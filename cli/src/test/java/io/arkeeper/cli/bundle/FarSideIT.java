package io.arkeeper.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.archive.BundleContent;
import io.arkeeper.bundle.serve.ServerTls;
import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.testing.Tool;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole far side where nothing but the registry can be reached: nothing may even try to reach anything else, not so
 * much as a name server.
 */
final class FarSideIT {

    private static final Path CHART =
            Path.of("..", "charts", "zookeeper").toAbsolutePath().normalize();

    private static final Walkthrough PAGE = Walkthrough.of("install-offline.md");

    @TempDir
    private Path directory;

    @Test
    void nobodyButTheRegistryIsAsked() throws Exception {
        Tool skopeo = Tool.require("skopeo");
        bundle();
        Files.writeString(directory.resolve("arkeeper.pub"), Verifier.text(SampleBundle.KEYS.getPublic()));
        try (Gap gap = Gap.open(directory);
                Background registry = registry(gap)) {
            long before = proveTheTripwire(gap);

            walk(gap, "verify");
            walk(gap, "push");
            serveAndPull(gap, skopeo);
            walk(gap, "folder");
            String rendered = render(gap);

            assertThat(rendered)
                    .contains("image: \"%s:5000/platform/arkeeper/zookeeper@sha256:".formatted(gap.registry()));
            assertThat(gap.strays()).as("packets for others than the registry").isEqualTo(before);
            assertThat(directory.resolve("k3s/arkeeper-zookeeper-3.9.5-0.1.0.tar"))
                    .isRegularFile();
            assertThat(registry.isAlive()).isTrue();
        }
    }

    /** A tripwire that nothing trips proves nothing. */
    private static long proveTheTripwire(Gap gap) throws IOException, InterruptedException {
        long before = gap.strays();
        gap.run("sh", "-c", "RES_OPTIONS='timeout:1 attempts:1' getent hosts registry.example.com");
        long afterAQuestion = gap.strays();
        assertThat(afterAQuestion).as("a question to the name server").isGreaterThan(before);
        gap.run("bash", "-c", "echo > /dev/udp/192.0.2.1/443");
        long afterAPacket = gap.strays();
        assertThat(afterAPacket).as("a packet to anybody").isGreaterThan(afterAQuestion);
        return afterAPacket;
    }

    private void bundle() throws IOException {
        SampleBundle sample = SampleBundle.in(directory);
        BundleContent content = sample.content();
        BundleContent withTheRealChart = new BundleContent(
                content.blobs(),
                content.name(),
                content.index(),
                content.arkeeperVersion(),
                content.zooKeeperVersion(),
                content.created(),
                CHART,
                content.command(),
                content.commandFolder(),
                content.sbom(),
                content.notes());
        sample.write(withTheRealChart, Optional.of(SampleBundle.signer()), Optional.empty(), "arkeeper-0.1.0.ark");
    }

    /** Types what the documentation says, with the names of this place. */
    private void walk(Gap gap, String mark) throws IOException, InterruptedException {
        List<String> lines = PAGE.lines(mark);
        assertThat(lines).as(mark).isNotEmpty();
        for (String line : lines) {
            CliProcess.Ended ended = CliProcess.run(gap.onTheFarSide(), directory, here(gap, line));
            assertThat(ended.exitCode()).as("%s: %s", line, ended.output()).isZero();
        }
    }

    private String[] here(Gap gap, String line) {
        String ours = line.replaceFirst("^arkeeper ", "")
                .replace("registry.example.com", gap.registry())
                .replace("house-ca.crt", ServerTls.GENERATED_CERTIFICATE)
                .replace("0.0.0.0:5000 --host 10.0.0.5", "0.0.0.0:5001 --host 127.0.0.1 --tls-dir serve")
                .replaceFirst("(--into (k3s|rke2))", "$1 --images-dir $2");
        return ours.split(" +");
    }

    private void serveAndPull(Gap gap, Tool skopeo) throws Exception {
        Path tls = Files.createDirectories(directory.resolve("serve"));
        try (CliProcess serve = CliProcess.start(
                gap.onTheFarSide(), directory, here(gap, PAGE.lines("serve").getFirst()))) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> serve.output().contains("Then: helm install") || !serve.isAlive());
            Path trusted = Files.createDirectories(directory.resolve("trusted"));
            Files.copy(tls.resolve(ServerTls.GENERATED_CERTIFICATE), trusted.resolve("ca.crt"));
            Tool.Result pulled = gap.run(
                    skopeo.program().toString(),
                    "--insecure-policy",
                    "copy",
                    "--all",
                    "--src-cert-dir",
                    trusted.toString(),
                    "docker://127.0.0.1:5001/arkeeper/zookeeper:3.9.5-0.1.0",
                    "dir:" + directory.resolve("pulled"));
            assertThat(pulled.exitCode()).as(pulled.output() + serve.output()).isZero();
            serve.terminate();
            assertThat(serve.ended().exitCode()).isEqualTo(143);
        }
    }

    private String render(Gap gap) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(CliProcess.java("io.arkeeper.cli.bundle.RenderChart"));
        command.addAll(List.of(
                CHART.toString(), directory.resolve("arkeeper-values.yaml").toString()));
        Tool.Result rendered = gap.run(command.toArray(String[]::new));
        assertThat(rendered.exitCode()).as(rendered.output()).isZero();
        return rendered.output();
    }

    private Path certificate() {
        return directory.resolve(ServerTls.GENERATED_CERTIFICATE);
    }

    /** Debian's registry beyond the gap, with a certificate of the house. */
    private Background registry(Gap gap) throws IOException, InterruptedException {
        Tool tool = Tool.require("docker-registry");
        ServerTls.generated(
                directory,
                List.of(gap.registry()),
                List.of(gap.registry()),
                new SecureRandom(),
                InstantSource.system());
        Path config = Files.writeString(directory.resolve("registry.yaml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http:
                  addr: "%s:5000"
                  secret: for-tests-only
                  tls: {certificate: %s, key: %s}
                """.formatted(
                        directory.resolve("registry"),
                        gap.registry(),
                        certificate(),
                        directory.resolve(ServerTls.GENERATED_KEY)));
        List<String> command = new ArrayList<>(gap.atTheRegistry());
        command.addAll(List.of(tool.program().toString(), "serve", config.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("registry.log").toFile())
                .start();
        Background registry = new Background(process);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> gap.run("bash", "-c", "exec 3<>/dev/tcp/" + gap.registry() + "/5000")
                                .exitCode()
                        == 0);
        return registry;
    }

    /** A process that ends with the test. */
    private record Background(Process process) implements AutoCloseable {

        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }
}
