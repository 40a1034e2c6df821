package io.arkeeper.bundle.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.relocation.RelocatableFile;
import io.arkeeper.bundle.testing.Containerd;
import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.testing.Tool;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who pull from us: skopeo, cosign, oras, containerd. */
final class ServeIT {

    private static final String TAG = "3.9.5-0.1.0";

    @TempDir
    private Path directory;

    private SampleBundle sample;

    @AutoClose
    private RelocatableFile file;

    @BeforeEach
    void aBundle() throws IOException {
        sample = SampleBundle.in(directory.resolve("sample"));
        file = RelocatableFile.open(sample.signed("a.ark"));
    }

    @Test
    void skopeoCopiesAllPlatformsAndFindsWhatWasBuilt() throws Exception {
        Tool skopeo = Tool.require("skopeo");
        ServerTls tls = tls();
        try (RegistryServer server = start(Optional.of(tls), Doorkeeper.with("s3cret"))) {
            Path certificates = Files.createDirectories(directory.resolve("certs"));
            Files.copy(tls.certificateFile(), certificates.resolve("ca.crt"));
            String reference = "docker://" + host(server) + "/arkeeper/zookeeper:" + TAG;

            String raw = skopeo.ok(
                    directory,
                    "inspect",
                    "--raw",
                    "--cert-dir",
                    certificates.toString(),
                    "--creds",
                    "any:s3cret",
                    reference);
            skopeo.ok(
                    directory,
                    "--insecure-policy",
                    "copy",
                    "--all",
                    "--src-cert-dir",
                    certificates.toString(),
                    "--src-creds",
                    "any:s3cret",
                    reference,
                    "oci:" + directory.resolve("copy") + ":copied");
            Tool.Result refused = skopeo.run(
                    directory, Map.of(), "inspect", "--raw", "--cert-dir", certificates.toString(), reference);

            assertThat(raw)
                    .isEqualTo(new String(
                            sample.image().blobs().read(sample.image().index()), UTF_8));
            for (Descriptor layer : sample.image().layers()) {
                assertThat(Digest.of(
                                directory.resolve("copy").resolve(layer.digest().blobPath())))
                        .isEqualTo(layer.digest());
            }
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.output()).contains("unauthorized");
        }
    }

    @Test
    void cosignFindsTheSignatures() throws Exception {
        Tool cosign = Tool.require("cosign");
        Path key = Files.writeString(directory.resolve("key.pub"), Verifier.text(SampleBundle.KEYS.getPublic()));
        try (RegistryServer server = start(Optional.empty(), Doorkeeper.open())) {
            for (String signed : List.of(
                    "arkeeper/zookeeper:" + TAG,
                    "arkeeper/zookeeper@"
                            + sample.image().manifests().getFirst().digest(),
                    "arkeeper/charts/zookeeper:0.1.0")) {
                String said = cosign.ok(
                        directory,
                        "verify",
                        "--key",
                        key.toString(),
                        "--insecure-ignore-tlog",
                        "--allow-http-registry",
                        host(server) + "/" + signed);

                assertThat(said).contains("docker-manifest-digest");
            }
        }
    }

    @Test
    void orasPullsTheChart() throws Exception {
        Tool oras = Tool.require("oras");
        try (RegistryServer server = start(Optional.empty(), Doorkeeper.open())) {
            Path pulled = directory.resolve("pulled");

            oras.ok(
                    directory,
                    "pull",
                    "--plain-http",
                    "--allow-path-traversal",
                    "--output",
                    pulled.toString(),
                    host(server) + "/arkeeper/charts/zookeeper:0.1.0");
            String layers = oras.ok(
                    directory, "manifest", "fetch", "--plain-http", host(server) + "/arkeeper/charts/zookeeper:0.1.0");

            assertThat(layers).contains("application/vnd.cncf.helm.chart.content.v1.tar+gzip");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void helmPullsTheChart(String program) throws Exception {
        Tool helm = Tool.require(program);
        try (RegistryServer server = start(Optional.empty(), Doorkeeper.open())) {
            helm.ok(
                    directory,
                    "pull",
                    "oci://" + host(server) + "/arkeeper/charts/zookeeper",
                    "--version",
                    "0.1.0",
                    "--plain-http");

            assertThat(directory.resolve("zookeeper-0.1.0.tgz")).isRegularFile();
        }
    }

    @Test
    void containerdPullsAsTheInstructionsSay() throws Exception {
        ServerTls tls = tls();
        try (Containerd containerd = Containerd.start(directory.resolve("c"));
                RegistryServer server = start(Optional.of(tls), Doorkeeper.with("s3cret"))) {
            Path hosts = directory.resolve("certs.d");
            Path ours = Files.createDirectories(hosts.resolve(host(server)));
            Files.copy(tls.certificateFile(), ours.resolve("ca.crt"));
            Files.writeString(ours.resolve("hosts.toml"), """
                    server = "https://%1$s"

                    [host."https://%1$s"]
                      capabilities = ["pull", "resolve"]
                      ca = "%2$s"
                      [host."https://%1$s".header]
                        authorization = "Bearer s3cret"
                    """.formatted(host(server), ours.resolve("ca.crt")));
            String reference = host(server) + "/arkeeper/zookeeper@"
                    + sample.image().index().digest();

            containerd.ctr(
                    "images",
                    "pull",
                    "--hosts-dir",
                    hosts.toString(),
                    "--snapshotter",
                    "native",
                    "--platform",
                    "linux/amd64",
                    reference);

            assertThat(containerd.ctr("images", "list", "--quiet").lines()).containsExactly(reference);
        }
    }

    private ServerTls tls() {
        return ServerTls.generated(
                directory, List.of("127.0.0.1"), List.of("127.0.0.1"), new SecureRandom(), InstantSource.system());
    }

    private RegistryServer start(Optional<ServerTls> tls, Doorkeeper doorkeeper) throws IOException {
        return RegistryServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                tls.map(ServerTls::context),
                Catalog.of(file.content(), file.layout()),
                file.layout(),
                doorkeeper,
                RegistryServer.Limits.DEFAULT,
                (peer, method, path, status, bytes, whole) -> {});
    }

    private static String host(RegistryServer server) {
        return "127.0.0.1:" + server.address().getPort();
    }
}
