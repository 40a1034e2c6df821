package io.arkeeper.systemtest.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's section on Kubernetes, line by line as it is written there, with the chart's defaults, by somebody who says
 * yes to each question.
 */
final class ReadmeIT {

    private static final Path CHECKOUT = Path.of("..");
    private static final String MARK = "<!-- runs: cluster -->";

    private static Cluster cluster;

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    @Test
    void eachCommandOfTheReadmeDoesWhatItSays() throws Exception {
        List<String> commands = commands("README.md");
        assertThat(commands).isNotEmpty().isEqualTo(commands("README.zh-CN.md"));
        try (Namespace namespace = cluster.namespace("readme")) {
            Path kubeconfig = kubeconfigOf(namespace);
            for (String command : commands) {
                Program.Ended ended = Program.run(
                        List.of("env", "-C", CHECKOUT.toString(), "KUBECONFIG=" + kubeconfig, "bash", "-c", command),
                        "y\n");
                System.out.printf("$ %s%n%s(exit code %d)%n", command, ended.output(), ended.exitCode());
                assertThat(ended.exitCode()).as(command + "\n" + ended.output()).isZero();
            }
            assertThat(namespace.pods("myzk")).as("after uninstall").isEmpty();
            assertThat(namespace.kubectl("get", "pvc", "-o", "name").lines())
                    .as("the data it keeps")
                    .hasSize(3);
        }
    }

    private static List<String> commands(String readme) throws Exception {
        return Files.readString(CHECKOUT.resolve(readme))
                .lines()
                .dropWhile(line -> !line.equals(MARK))
                .dropWhile(line -> !line.equals("```sh"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .toList();
    }

    /** The caller's, but in another namespace than his. */
    private Path kubeconfigOf(Namespace namespace) throws Exception {
        Path file = directory.resolve("kubeconfig");
        Files.writeString(file, cluster.kubectl("config", "view", "--raw", "--flatten", "--minify"));
        Program.Ended set = Program.run(
                List.of(
                        "kubectl",
                        "--kubeconfig",
                        file.toString(),
                        "config",
                        "set-context",
                        "--current",
                        "--namespace",
                        namespace.name()),
                "");
        assertThat(set.exitCode()).as(set.output()).isZero();
        return file;
    }
}
