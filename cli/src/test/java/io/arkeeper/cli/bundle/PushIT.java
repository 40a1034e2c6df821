package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.testing.DockerRegistry;
import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.testing.SampleImage;
import io.arkeeper.bundle.testing.Tool;
import io.arkeeper.bundle.trust.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a process, before the registry that most private ones descend from. */
final class PushIT {

    private static final int LAYER = 24 << 20;
    private static final List<Integer> LIKE_OURS =
            List.of(24_045_406, 23_055_409, 8_607_520, 8_465_188, 3_457_653, 3_266_272, 146_174, 146_132);
    private static final long LINE = 24 << 20; // bytes a second: some seconds for all
    private static final List<String> HERE = List.of();

    @TempDir
    private Path directory;

    @Test
    void othersReadWhatWePush() throws Exception {
        Tool skopeo = Tool.require("skopeo");
        Tool cosign = Tool.require("cosign");
        Tool oras = Tool.require("oras");
        SampleBundle sample = SampleBundle.in(directory.resolve("sample"));
        Path key = Files.writeString(directory.resolve("key.pub"), Verifier.text(SampleBundle.KEYS.getPublic()));
        try (DockerRegistry registry = DockerRegistry.start(directory.resolve("registry"))) {
            CliProcess.Ended push = CliProcess.run(
                    HERE,
                    directory,
                    "bundle",
                    "push",
                    sample.signed("a.ark").toString(),
                    registry.host() + "/platform",
                    "--verify-key",
                    key.toString());
            assertThat(push.exitCode()).as(push.output()).isZero();
            String image = registry.host() + "/platform/arkeeper/zookeeper:3.9.5-0.1.0";
            String chart = registry.host() + "/platform/arkeeper/charts/zookeeper:0.1.0";

            assertThat(skopeo.ok(directory, "inspect", "--raw", "--tls-verify=false", "docker://" + image))
                    .isEqualTo(new String(
                            sample.image().blobs().read(sample.image().index()), UTF_8));
            skopeo.ok(
                    directory,
                    "--insecure-policy",
                    "copy",
                    "--all",
                    "--src-tls-verify=false",
                    "docker://" + image,
                    "dir:" + directory.resolve("copy"));
            for (String signed : List.of(image, chart)) {
                assertThat(cosign.ok(
                                directory,
                                "verify",
                                "--key",
                                key.toString(),
                                "--insecure-ignore-tlog",
                                "--allow-http-registry",
                                signed))
                        .contains("docker-manifest-digest");
            }
            assertThat(oras.ok(directory, "manifest", "fetch", "--plain-http", chart))
                    .contains("application/vnd.cncf.helm.config.v1+json");
            assertThat(directory.resolve("arkeeper-values.yaml"))
                    .content()
                    .contains("digest: \"" + sample.image().index().digest() + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void helmInstallsFromThere(String program) throws Exception {
        Tool helm = Tool.require(program);
        SampleBundle sample = SampleBundle.in(directory.resolve("sample"));
        try (DockerRegistry registry = DockerRegistry.start(directory.resolve("registry"))) {
            CliProcess.Ended push = CliProcess.run(
                    HERE, directory, "bundle", "push", sample.signed("a.ark").toString(), registry.host());
            assertThat(push.exitCode()).as(push.output()).isZero();

            String rendered = helm.ok(
                    directory,
                    "template",
                    "myzk",
                    "oci://" + registry.host() + "/arkeeper/charts/zookeeper",
                    "--version",
                    "0.1.0",
                    "--plain-http",
                    "-f",
                    "arkeeper-values.yaml");

            assertThat(rendered).contains("name: myzk");
        }
    }

    @Test
    void aPushThatIsTerminatedHalfWaySendsOnlyTheRest() throws Exception {
        Path file = image();
        long total = Files.size(file);
        try (DockerRegistry registry = DockerRegistry.start(directory.resolve("registry"));
                SlowLine line = SlowLine.to(port(registry))) {
            CliProcess.Ended stopped = interrupted(line, file, total / 2, CliProcess::terminate);
            assertThat(stopped.output()).contains("stopped; the same command goes on where it was");
            assertThat(stopped.exitCode()).isEqualTo(143);

            long rest = completed(line, file);

            assertThat(rest).isLessThanOrEqualTo(total * 55 / 100);
        }
    }

    /**
     * Distribution forgets an upload that breaks off in a request, and a kill breaks off all that are under way: what
     * is behind the half-way mark has to be whole blobs by then.
     */
    @ParameterizedTest
    @ValueSource(ints = {48, 50, 52, 55, 60})
    void aPushThatIsKilledHalfWaySendsOnlyTheRest(int percent) throws Exception {
        Tool skopeo = Tool.require("skopeo");
        Path file = SampleImage.ofLayers(directory.resolve("blobs"), LIKE_OURS).writeTo(directory.resolve("image.tar"));
        long total = Files.size(file);
        try (DockerRegistry registry = DockerRegistry.start(directory.resolve("registry"));
                SlowLine line = SlowLine.to(port(registry))) {
            interrupted(line, file, total * percent / 100, CliProcess::kill);

            long rest = completed(line, file);

            assertThat(rest).isLessThanOrEqualTo(total * 55 / 100);
            skopeo.ok(
                    directory,
                    "--insecure-policy",
                    "copy",
                    "--all",
                    "--src-tls-verify=false",
                    "docker://" + registry.host() + "/arkeeper/zookeeper:3.9.5-0.1.0",
                    "dir:" + directory.resolve("copy"));
        }
    }

    private Path image() throws Exception {
        return SampleImage.in(directory.resolve("blobs"), LAYER).writeTo(directory.resolve("image.tar"));
    }

    private interface End {
        void of(CliProcess process);
    }

    /** Pushes over a slow line until so many bytes went up. */
    private CliProcess.Ended interrupted(SlowLine line, Path file, long bytes, End end) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        line.set(LINE, carried -> {
            if (carried >= bytes) {
                reached.countDown();
            }
        });
        try (CliProcess process = CliProcess.start(HERE, directory, push(file, line))) {
            assertThat(reached.await(120, TimeUnit.SECONDS))
                    .as(process.output())
                    .isTrue();
            end.of(process);
            return process.ended();
        }
    }

    /** Pushes the rest and says how many bytes went up. */
    private long completed(SlowLine line, Path file) throws Exception {
        line.set(Long.MAX_VALUE, carried -> {});
        CliProcess.Ended ended = CliProcess.run(HERE, directory, push(file, line));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return line.carried();
    }

    private static String[] push(Path file, SlowLine line) {
        return new String[] {"bundle", "push", file.toString(), line.host(), "--values-out", "values.yaml"};
    }

    private static int port(DockerRegistry registry) {
        return Integer.parseInt(registry.host().replaceFirst(".*:", ""));
    }
}
