package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubeconfigTest {

    private static final String PROD = """
            clusters: [{name: dc, cluster: {server: "https://dc:6443", certificate-authority: pki/ca.crt}}]
            users:
            - name: jane
              user:
                client-certificate: /abs/jane.crt
                exec: {command: ./bin/login, args: [--now]}
            contexts:
            - {name: prod, context: {cluster: dc, user: jane, namespace: zk}}
            - {name: broken, context: {cluster: gone, user: jane}}
            current-context: prod
            """;
    private static final String TEST = """
            clusters: [{name: lab, cluster: {server: "https://lab:6443"}}]
            contexts: [{name: test, context: {cluster: lab}}]
            """;

    @TempDir
    private Path directory;

    private Path prod;
    private Path test;

    @BeforeEach
    void write() throws IOException {
        prod = Files.writeString(directory.resolve("prod.yaml"), PROD);
        test = Files.writeString(directory.resolve("test.yaml"), TEST);
    }

    private KubeconfigFiles files() {
        return new KubeconfigFiles(
                Map.of("KUBECONFIG", prod + ":" + test + ":" + directory.resolve("none")), directory);
    }

    private Kubeconfig read(String context) {
        return files().read(Optional.empty(), Optional.ofNullable(context));
    }

    @Test
    void theCurrentContextWithAbsolutePaths() {
        Kubeconfig chosen = read(null);

        assertThat(chosen.context()).isEqualTo("prod");
        assertThat(chosen.server()).isEqualTo("https://dc:6443");
        assertThat(chosen.namespace()).contains("zk");
        assertThat(chosen.document())
                .contains(
                        "\"certificate-authority\":\"" + directory + "/pki/ca.crt\"",
                        "\"client-certificate\":\"/abs/jane.crt\"",
                        "\"command\":\"" + directory + "/bin/login\"",
                        "\"args\":[\"--now\"]",
                        "\"current-context\":\"prod\"")
                .doesNotContain("lab");
    }

    @Test
    void anotherContextOfAnotherFile() {
        assertThat(read("test").server()).isEqualTo("https://lab:6443");
        assertThat(read("test").namespace()).isEmpty();
    }

    @Test
    void aContextThatDoesNotExist() {
        assertThatThrownBy(() -> read("prd"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("there is no context 'prd' in the kubeconfig (%s, %s): did you mean 'prod'?", prod, test);
        assertThatThrownBy(() -> read("elsewhere"))
                .hasMessage(
                        "there is no context 'elsewhere' in the kubeconfig (%s, %s): there is prod, broken, test",
                        prod, test);
    }

    @Test
    void aContextOfAClusterThatDoesNotExist() {
        assertThatThrownBy(() -> read("broken"))
                .hasMessage(
                        "context 'broken' names the cluster 'gone', which is not in the kubeconfig (%s, %s);"
                                + " there is dc, lab",
                        prod, test);
    }

    @Test
    void noCurrentContext() {
        assertThatThrownBy(() -> files().read(Optional.of(test), Optional.empty()))
                .hasMessage("the kubeconfig (%s) has no current context; choose one with --context: test", test);
    }

    @Test
    void noKubeconfigAtAll() {
        KubeconfigFiles none = new KubeconfigFiles(Map.of(), directory);

        assertThat(none.isAny()).isFalse();
        assertThatThrownBy(() -> none.read(Optional.empty(), Optional.empty()))
                .hasMessage(
                        "there is no kubeconfig: looked for %s/.kube/config; set KUBECONFIG or give --kubeconfig FILE",
                        directory);
    }

    @Test
    void aFileThatIsNotThereOrNoKubeconfig() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "hello");
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "a: [");

        assertThatThrownBy(() -> files().read(Optional.of(Path.of("nowhere")), Optional.empty()))
                .hasMessage("there is no kubeconfig nowhere; check the path given with --kubeconfig");
        assertThatThrownBy(() -> files().read(Optional.of(text), Optional.empty()))
                .hasMessage("the kubeconfig %s holds no mapping; mend it", text);
        assertThatThrownBy(() -> files().read(Optional.of(bad), Optional.empty()))
                .hasMessageStartingWith("the kubeconfig %s is not YAML: ", bad);
    }

    @Test
    void theServiceAccountOfAPod() {
        Kubeconfig inside = Kubeconfig.inCluster("fd00::1", "443", Path.of("/sa"), "zk");

        assertThat(inside.server()).isEqualTo("https://[fd00::1]:443");
        assertThat(inside.document())
                .contains("\"tokenFile\":\"/sa/token\"", "\"certificate-authority\":\"/sa/ca.crt\"");
    }
}
