package io.arkeeper.bundle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's programs find the image in a signed bundle, under its name, and nothing else. */
class BundlePeersIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAME = "arkeeper/zookeeper:3.9.5-0.1.0";

    @TempDir
    Path directory;

    private Path file;
    private Digest index;
    private Digest sbom;

    @BeforeEach
    void aSignedBundle() throws IOException {
        SampleBundle sample = SampleBundle.in(directory.resolve("sample"));
        file = sample.signed("a.ark");
        index = sample.image().index().digest();
        try (BundleFile bundle = BundleFile.open(file)) {
            sbom = bundle.part(PartKind.SBOM).digest();
        }
    }

    @Test
    void skopeoCopiesTheWholeIndexByTheImagesTag() throws Exception {
        Tool skopeo = Tool.require("skopeo");
        Path layout = directory.resolve("layout");

        skopeo.ok(
                directory,
                "copy",
                "--insecure-policy",
                "--all",
                "oci-archive:" + file + ":3.9.5-0.1.0",
                "oci:" + layout + ":x");

        assertThat(Files.readString(layout.resolve("index.json"))).contains(index.toString());
    }

    @Test
    void aDockerArchiveHasTheImageOnly() throws Exception {
        Tool skopeo = Tool.require("skopeo");

        assertThat(skopeo.ok(directory, "list-tags", "docker-archive:" + file).replaceAll("\\s", ""))
                .isEqualTo("{\"Tags\":[\"%s\"]}".formatted(NAME));
        skopeo.ok(
                directory,
                "copy",
                "--insecure-policy",
                "docker-archive:" + file + ":" + NAME,
                "dir:" + directory.resolve("docker"));
    }

    @Test
    void containerdImportsTheImageOnlyUnderTheNameTheChartAsksFor() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "containerd needs to be root");
        Tool ctr = Tool.require("ctr");
        Path home = Files.createDirectories(directory.resolve("containerd"));
        Path socket = home.resolve("sock");
        Files.writeString(
                home.resolve("config.toml"),
                "version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\nroot = \"%1$s/root\"\nstate = \"%1$s/state\"\n"
                        .formatted(home));
        Process containerd = new ProcessBuilder(
                        Tool.require("containerd").program().toString(),
                        "--config",
                        home.resolve("config.toml").toString(),
                        "--address",
                        socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        try {
            await("containerd answers")
                    .atMost(PATIENCE)
                    .until(() -> ctr.run(directory, Map.of(), "--address", socket + "", "version")
                                    .exitCode()
                            == 0);

            ctr.ok(
                    directory,
                    "--address",
                    socket.toString(),
                    "images",
                    "import",
                    "--all-platforms",
                    "--no-unpack",
                    file.toString());

            assertThat(ctr.ok(directory, "--address", socket.toString(), "images", "list", "--quiet"))
                    .isEqualTo("docker.io/" + NAME + "\n");
            assertThat(ctr.ok(directory, "--address", socket.toString(), "images", "list"))
                    .contains(index.toString());
        } finally {
            containerd.destroy();
            containerd.onExit().join();
        }
    }

    @Test
    void orasReadsTheOtherPartsByDigest() throws Exception {
        Tool oras = Tool.require("oras");

        assertThat(oras.ok(directory, "manifest", "fetch", "--oci-layout", file + "@" + sbom))
                .contains("\"artifactType\":\"application/vnd.cyclonedx+json\"");
    }

    @Test
    void tarAndShellNeedNothingElseToFindTheCommand() throws Exception {
        Tool tar = Tool.require("tar");
        Tool shell = Tool.require("sh");
        Path far = Files.createDirectory(directory.resolve("far"));

        tar.ok(far, "-xf", file.toString(), "get-cli.sh");
        Tool.Result result = shell.run(far, Map.of(), "get-cli.sh", file.toString());

        assertThat(result.exitCode()).as("the sample's command is noise").isNotZero();
        assertThat(result.output()).contains("gzip").doesNotContain("damaged");
    }
}
