package io.arkeeper.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.ImageName;
import io.arkeeper.bundle.oci.MediaType;
import io.arkeeper.bundle.relocation.Artifact;
import io.arkeeper.bundle.relocation.Relocatable;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServeInstructionsTest {

    private static final String HEX = "a".repeat(64);
    private static final Descriptor ROOT = new Descriptor(MediaType.IMAGE_INDEX, new Digest(HEX), 1);
    private static final Relocatable CONTENT = new Relocatable(
            ImageName.parse("arkeeper/zookeeper:3.9.5-0.1.0"),
            new Artifact("arkeeper/zookeeper", "3.9.5-0.1.0", ROOT),
            Optional.of(new Artifact("arkeeper/charts/zookeeper", "0.1.0", ROOT)),
            List.of(new Artifact("arkeeper/zookeeper", "sha256-" + HEX + ".sig", ROOT)));

    @Test
    void nodesTrustTheGeneratedCertificate() {
        ServeInstructions instructions = new ServeInstructions(
                CONTENT, "10.0.0.5:5000", Optional.of(Path.of("arkeeper-serve.crt")), true, false);

        assertThat(String.join("\n", instructions.lines())).isEqualTo("""
                serving at https://10.0.0.5:5000, read-only:
                  10.0.0.5:5000/arkeeper/zookeeper:3.9.5-0.1.0
                  10.0.0.5:5000/arkeeper/charts/zookeeper:0.1.0

                Each node: copy arkeeper-serve.crt to /etc/containerd/certs.d/10.0.0.5:5000/ca.crt, and write
                /etc/containerd/certs.d/10.0.0.5:5000/hosts.toml:
                  server = "https://10.0.0.5:5000"

                  [host."https://10.0.0.5:5000"]
                    capabilities = ["pull", "resolve"]
                    ca = "/etc/containerd/certs.d/10.0.0.5:5000/ca.crt"

                Then: helm install NAME oci://10.0.0.5:5000/arkeeper/charts/zookeeper --version 0.1.0\
                 --ca-file arkeeper-serve.crt --set image.registry=10.0.0.5:5000 --set image.digest=sha256:%s""".formatted(HEX));
    }

    @Test
    void aGivenCertificateIsTrustedAlready() {
        ServeInstructions instructions =
                new ServeInstructions(CONTENT, "bastion:443", Optional.of(Path.of("tls.crt")), false, true);

        assertThat(instructions.hosts()).isEqualTo("""
                server = "https://bastion:443"

                [host."https://bastion:443"]
                  capabilities = ["pull", "resolve"]
                  [host."https://bastion:443".header]
                    authorization = "Bearer TOKEN"
                """);
        assertThat(instructions.helm()).doesNotContain("--ca-file", "--plain-http");
    }

    @Test
    void withoutTls() {
        ServeInstructions instructions =
                new ServeInstructions(CONTENT, "127.0.0.1:5000", Optional.empty(), false, false);

        assertThat(instructions.hosts()).startsWith("server = \"http://127.0.0.1:5000\"");
        assertThat(instructions.helm()).contains(" --plain-http ");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:5000, 0.0.0.0, 5000",
        "localhost:1, 127.0.0.1, 1",
        "[::1]:65535, 0:0:0:0:0:0:0:1, 65535",
        "10.1.2.3:0, 10.1.2.3, 0"
    })
    void anAddressToListenOn(String text, String address, int port) {
        assertThat(ListenAddress.parse(text).getAddress().getHostAddress()).isEqualTo(address);
        assertThat(ListenAddress.parse(text).getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5000", ":5000", "registry.example.com:5000", "1.2.3:5000", "0.0.0.0:65536", "::1:5000"})
    void noAddress(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(BundleFailure.class)
                .hasMessage(
                        "--listen is '%s', expected ADDRESS:PORT; use 0.0.0.0:5000 for all addresses".formatted(text));
    }

    @Test
    void theNameToPrint() {
        LocalNames names = new LocalNames(Optional.of("bastion"), List.of("10.0.0.5", "fd00::5"));

        assertThat(names.best(InetAddress.ofLiteral("0.0.0.0"))).isEqualTo("10.0.0.5");
        assertThat(names.best(InetAddress.ofLiteral("192.0.2.1"))).isEqualTo("192.0.2.1");
        assertThat(new LocalNames(Optional.of("bastion"), List.of()).best(InetAddress.ofLiteral("0.0.0.0")))
                .isEqualTo("bastion");
        assertThat(names.all()).containsExactly("localhost", "127.0.0.1", "bastion", "10.0.0.5", "fd00::5");
    }
}
