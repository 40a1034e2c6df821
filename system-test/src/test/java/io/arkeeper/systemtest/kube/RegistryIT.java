package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundle goes into a private registry that asks who comes, and the nodes pull from there with a pull secret. They remember
 * that, and give the same image to no pod without the secret any more, also under the name by which it was loaded: run it
 * last, or with a bundle whose image the nodes have not.
 *
 * <ul>
 *   <li>{@code ARKEEPER_TEST_REGISTRY}: a registry with TLS that the nodes trust, such as {@code 10.0.0.5:5000/platform}
 *   <li>{@code ARKEEPER_TEST_REGISTRY_CA}: the authority of its certificate, a file
 *   <li>{@code ARKEEPER_TEST_REGISTRY_USER}, {@code ARKEEPER_TEST_REGISTRY_PASSWORD}: who may push and pull
 *   <li>{@code ARKEEPER_TEST_BUNDLE}: the bundle
 * </ul>
 */
final class RegistryIT {

    private static final String RELEASE = "pulled";
    private static final String SECRET = "registry-login";
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Pattern DIGEST = Pattern.compile("digest: \"(sha256:[0-9a-f]{64})\"");

    private static Cluster cluster;

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    private static String required(String name) {
        return Cluster.variable(name).orElseThrow(() -> Cluster.skip(name + " is not set"));
    }

    @Test
    void nodesPullTheBundlesImageWithAPullSecret_andWithoutOneItIsSaidWhy() throws Exception {
        String registry = required("ARKEEPER_TEST_REGISTRY");
        String authority = required("ARKEEPER_TEST_REGISTRY_CA");
        String user = required("ARKEEPER_TEST_REGISTRY_USER");
        String password = required("ARKEEPER_TEST_REGISTRY_PASSWORD");
        Path values = directory.resolve("arkeeper-values.yaml");

        Program.Ended pushed = Arkeeper.runTyping(
                password,
                "bundle",
                "push",
                required("ARKEEPER_TEST_BUNDLE"),
                registry,
                "--ca-file",
                authority,
                "--username",
                user,
                "--password-stdin",
                "--pull-secret",
                SECRET,
                "--values-out",
                values.toString());
        assertThat(pushed.exitCode()).as(pushed.output()).isZero();
        Matcher digest = DIGEST.matcher(Files.readString(values));
        assertThat(digest.find()).as(Files.readString(values)).isTrue();

        try (Namespace namespace = cluster.namespace("registry")) {
            Path small = Files.writeString(directory.resolve("small.yaml"), SMALL + "imagePullPolicy: Always\n");
            Arkeeper arkeeper = new Arkeeper(namespace, RELEASE);

            Program.Ended refused = arkeeper.run(
                    "install", "-f", values.toString(), "-f", small.toString(), "--skip-preflight", "--timeout", "45");
            assertThat(refused.exitCode()).as(refused.output()).isNotZero();
            assertThat(refused.output()).containsIgnoringCase("image").containsPattern("401|unauthorized|credentials");

            namespace.kubectl(
                    "create",
                    "secret",
                    "docker-registry",
                    SECRET,
                    "--docker-server=" + registry.replaceFirst("/.*", ""),
                    "--docker-username=" + user,
                    "--docker-password=" + password);
            Program.Ended installed = arkeeper.run("install", "-f", values.toString(), "-f", small.toString());
            assertThat(installed.exitCode()).as(installed.output()).isZero();
            assertThat(installed.output()).contains("was acknowledged");
            assertThat(namespace
                            .field("pods", ".items[*].spec.containers[0].image")
                            .split(" "))
                    .hasSize(3)
                    .allSatisfy(image -> assertThat(image).startsWith(registry).endsWith("@" + digest.group(1)));
            await().atMost(DEADLINE).untilAsserted(() -> namespace.test(RELEASE));
        }
    }
}
