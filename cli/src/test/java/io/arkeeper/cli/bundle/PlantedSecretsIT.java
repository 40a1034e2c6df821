package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.testing.FakeRegistry;
import io.arkeeper.bundle.testing.SampleBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every secret that the command is given is planted, the commands are run as processes, and everything they leave behind
 * is searched for it: output, logs, files, the arguments and environments of the members, the bundle.
 */
final class PlantedSecretsIT {

    private static final String KEY_PASSWORD = "planted-key-password-8d1f";
    private static final String DOCKER_PASSWORD = "planted-docker-password-77c2";
    private static final String IDENTITY_TOKEN = "planted-identity-token-5a90";
    private static final String TYPED_PASSWORD = "planted-typed-password-e3b4";
    private static final String KUBE_TOKEN = "planted-kube-token-19ac";
    private static final String KUBE_PASSWORD = "planted-kube-password-c0de";
    private static final String ZOOKEEPER_PASSWORD = "planted-zookeeper-password-b16b";
    private static final String SOMEBODY_ELSES = "planted-cloud-key-f00d";
    private static final List<String> SECRETS = Stream.of(
                    KEY_PASSWORD,
                    DOCKER_PASSWORD,
                    IDENTITY_TOKEN,
                    TYPED_PASSWORD,
                    KUBE_TOKEN,
                    KUBE_PASSWORD,
                    ZOOKEEPER_PASSWORD,
                    SOMEBODY_ELSES)
            .flatMap(secret -> Stream.of(secret, base64(secret), base64("robot:" + secret)))
            .toList();

    @TempDir
    private Path given; // where the secrets may be

    @TempDir
    private Path left; // where they must not be

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @BeforeEach
    void plant() throws IOException {
        Files.writeString(
                given.resolve("config.json"), """
                {"auths": {"registry.example:1": {"identitytoken": "%s", "auth": "%s"}}}
                """.formatted(IDENTITY_TOKEN, base64("robot:" + DOCKER_PASSWORD)));
        Path kubeconfig = Files.writeString(given.resolve("kubeconfig"), """
                clusters: [{name: dc, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: admin, user: {token: %s}}, {name: other, user: {username: other, password: %s}}]
                contexts:
                - {name: admin, context: {cluster: dc, user: admin, namespace: prod}}
                - {name: other, context: {cluster: dc, user: other, namespace: prod}}
                current-context: admin
                """.formatted(KUBE_TOKEN, KUBE_PASSWORD));
        environment.put("ARKEEPER_KEY_PASSWORD", KEY_PASSWORD);
        environment.put("DOCKER_CONFIG", given.toString());
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("AWS_SECRET_ACCESS_KEY", SOMEBODY_ELSES);
        environment.put("JDK_JAVA_OPTIONS", locations());
    }

    private static String locations() {
        Path here = Path.of("").toAbsolutePath().getParent();
        return "-Darkeeper.chart=%s -Darkeeper.member=%s"
                .formatted(here.resolve("charts/zookeeper"), here.resolve("member/target/dist"));
    }

    private CliProcess.Ended run(String typed, String... arguments) throws Exception {
        try (CliProcess process = CliProcess.start(List.of(), left, environment, typed, arguments)) {
            CliProcess.Ended ended = process.ended();
            outputs.put(String.join(" ", arguments), ended.output());
            return ended;
        }
    }

    @Test
    void noneIsFoundAnywhere() throws Exception {
        signAndPush();
        askTheCluster();
        try {
            assertThat(run("", "up", "planted", "--detach", "--set", "heap=64M").exitCode())
                    .as(outputs.toString())
                    .isZero();
            run("", "status", "planted", "-o", "json");
            run("", "drill", "planted");
            administer();
            assertNoneInProcesses();
        } finally {
            run("", "down", "planted");
        }

        outputs.forEach((command, output) -> assertNone("the output of " + command, output));
        assertNoneInFiles();
    }

    private void signAndPush() throws Exception {
        SampleBundle sample = SampleBundle.in(left.resolve("sample"));
        Path bundle = sample.unsigned("a.ark");
        String key = left.resolve("key").toString();
        assertThat(run("", "bundle", "keygen", "--output", key).exitCode())
                .as(outputs.toString())
                .isZero();
        assertThat(run("", "bundle", "sign", bundle.toString(), "--key", key + ".key")
                        .exitCode())
                .as(outputs.toString())
                .isZero();
        run("", "bundle", "inspect", bundle.toString());
        try (FakeRegistry registry = new FakeRegistry()) {
            Files.writeString(
                    given.resolve("config.json"), """
                    {"auths": {"%s": {"auth": "%s"}}}
                    """.formatted(registry.host(), base64("robot:" + DOCKER_PASSWORD)));
            registry.demand("Basic realm=\"r\"", "Basic " + base64("robot:another"));
            run("", "bundle", "push", bundle.toString(), registry.host());
            run(
                    TYPED_PASSWORD + "\n",
                    "bundle",
                    "push",
                    bundle.toString(),
                    registry.host(),
                    "--username",
                    "robot",
                    "--password-stdin");
            registry.demand("Basic realm=\"r\"", "Basic " + base64("robot:" + DOCKER_PASSWORD));
            assertThat(run("", "bundle", "push", bundle.toString(), registry.host(), "--output", "json")
                            .exitCode())
                    .as(outputs.toString())
                    .isZero();
        }
    }

    private void askTheCluster() throws Exception {
        run("", "status", "myzk", "--kubeconfig", environment.get("KUBECONFIG"));
        run("", "doctor", "myzk", "--kubeconfig", environment.get("KUBECONFIG"));
        run("", "preflight", "myzk", "--kubeconfig", environment.get("KUBECONFIG"));
        run("", "doctor", "myzk", "--context", "other");
        run("", "install", "myzk", "--context", "other");
    }

    /** An administrator logs in as somebody else beside, and gives that user alone a path. */
    private void administer() throws Exception {
        String typed = "addauth digest app:%s\ncreate /apps of-app auth::cdrwa\ngetAcl /apps\nquit\n"
                .formatted(ZOOKEEPER_PASSWORD);
        CliProcess.Ended ended = run(typed, "zk", "planted");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).as("what it did as that user").contains("'digest,'app:");
    }

    private void assertNoneInProcesses() throws IOException {
        List<Path> members = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                String arguments = read(process.resolve("cmdline"));
                if (arguments.contains("io.arkeeper.member.Main")
                        && read(process.resolve("environ")).contains(left.toString())) {
                    members.add(process);
                    assertNone("the environment of a member", read(process.resolve("environ")));
                }
                if (arguments.contains(left.toString())) {
                    assertNone("the arguments of a process", arguments);
                }
            }
        }
        assertThat(members).as("members").hasSize(3);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private void assertNoneInFiles() throws IOException {
        try (Stream<Path> files = Files.walk(left)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).as("files to search").hasSizeGreaterThan(10);
            for (Path file : all) {
                assertNone(file.toString(), read(file));
            }
        }
    }

    private static void assertNone(String where, String text) {
        for (String secret : SECRETS) {
            assertThat(text.contains(secret)).as("%s in %s", secret, where).isFalse();
        }
    }
}
