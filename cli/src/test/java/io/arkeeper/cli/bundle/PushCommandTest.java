package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.arkeeper.bundle.testing.FakeRegistry;
import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.testing.SampleImage;
import io.arkeeper.bundle.trust.Verifier;
import io.arkeeper.cli.FarSideRun;
import io.arkeeper.testing.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command against a registry in memory: what it prints, what it writes, what it ends with. */
final class PushCommandTest {

    @TempDir
    private Path directory;

    private FakeRegistry registry;
    private SampleBundle sample;
    private Path values;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        sample = SampleBundle.in(directory.resolve("sample"));
        values = directory.resolve("values.yaml");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void imageChartAndSignaturesArriveAndTheValuesSayWhere() throws Exception {
        FarSideRun run = push(sample.signed("a.ark"), registry.host() + "/platform", "--pull-secret=pull");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(Files.readString(values))
                .isEqualTo("""
                # Where the image is, written by `arkeeper bundle push`. Install with: helm install NAME CHART -f THIS_FILE
                image:
                  registry: "%s"
                  repository: "platform/arkeeper/zookeeper"
                  digest: "%s"
                imagePullSecrets:
                  - name: "pull"
                """.formatted(registry.host(), sample.image().index().digest()));
        assertThat(registry.manifest("platform/arkeeper/charts/zookeeper", "0.1.0"))
                .isPresent();
        assertThat(registry.manifest(
                        "platform/arkeeper/zookeeper",
                        "sha256-" + sample.image().index().digest().hex() + ".sig"))
                .isPresent();
        assertThat(run.out())
                .startsWith("arkeeper/zookeeper:3.9.5-0.1.0 to " + registry.host() + "/platform\n")
                .contains(
                        "image: " + registry.host() + "/platform/arkeeper/zookeeper:3.9.5-0.1.0\n",
                        "chart: " + registry.host() + "/platform/arkeeper/charts/zookeeper:0.1.0\n",
                        "signatures: 4\n",
                        "compared by digest\n")
                .endsWith(
                        "Next: helm install NAME oci://%s/platform/arkeeper/charts/zookeeper --version 0.1.0 --plain-http -f %s\n"
                                .formatted(registry.host(), values));
    }

    @Test
    void anImageAloneWillDo() throws Exception {
        FarSideRun run = push(sample.image().writeTo(directory.resolve("image.tar")), registry.host());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Next: helm install NAME CHART -f " + values);
        assertThat(registry.manifest(SampleImage.NAME.repository(), SampleImage.NAME.tag()))
                .isPresent();
    }

    @Test
    void nodesMayPullFromElsewhere() throws Exception {
        Path file = sample.unsigned("a.ark");

        push(file, registry.host() + "/local", "--pull-host=mirror.example.com");
        assertThat(Files.readString(values))
                .contains("registry: \"mirror.example.com\"", "repository: \"local/arkeeper/zookeeper\"");

        push(file, registry.host() + "/local", "--pull-host=mirror.example.com:8443/virtual");
        assertThat(Files.readString(values))
                .contains("registry: \"mirror.example.com:8443\"", "repository: \"virtual/arkeeper/zookeeper\"");
    }

    @Test
    void eventsForPrograms() throws Exception {
        FarSideRun run = push(sample.signed("a.ark"), registry.host(), "--output=json");

        List<String> lines = run.out().lines().toList();
        assertThat(lines).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(lines.getLast())
                .contains("\"event\":\"done\"", "\"signatures\":4", "\"repository\":\"arkeeper/zookeeper\"");
        assertThat(lines).anyMatch(line -> line.contains("\"event\":\"progress\""));
    }

    @Test
    void theKeyIsAskedBeforeAnythingLeaves() throws Exception {
        Path key = Files.writeString(directory.resolve("key.pub"), Verifier.text(SampleBundle.KEYS.getPublic()));

        assertThat(push(sample.signed("a.ark"), registry.host(), "--verify-key=" + key)
                        .exitCode())
                .isZero();
        registry.clearRequests();
        FarSideRun unsigned = push(sample.unsigned("b.ark"), registry.host(), "--verify-key=" + key);

        assertThat(unsigned.exitCode()).isEqualTo(11);
        assertThat(unsigned.err())
                .endsWith("is not signed, expected a signature by %s; get a signed one from who made it\n"
                        .formatted(key));
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void aPasswordFromStandardInput() throws Exception {
        registry.demand("Basic realm=\"x\"", basic("ann:s3cret"));
        Path file = sample.unsigned("a.ark");

        assertThat(pushTyping("s3cret\n", file, registry.host(), "--username=ann", "--password-stdin")
                        .exitCode())
                .isZero();
        assertThat(pushTyping("wrong\n", file, registry.host(), "--username=ann", "--password-stdin")
                        .exitCode())
                .isEqualTo(12);
        assertThat(push(file, registry.host(), "--username=ann").err())
                .isEqualTo(
                        "error: --username and --password-stdin belong together; give both, or log in with docker or podman\n");
    }

    @Test
    void aPasswordThatDockerHas() throws Exception {
        registry.demand("Basic realm=\"x\"", basic("ann:s3cret"));
        Files.writeString(
                Files.createDirectories(directory.resolve("docker")).resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
                        .formatted(registry.host(), basic("ann:s3cret").substring("Basic ".length())));

        assertThat(push(sample.unsigned("a.ark"), registry.host()).exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"401, 12", "403, 12", "404, 13", "500, 13", "418, 13"})
    void whatTheRegistryRefusesHasACodeOfItsOwn(int status, int exitCode) throws Exception {
        // the codes that are asked again later are the library's tests: they take their time
        registry.play(exchange -> writes(exchange) && FakeRegistry.answer(exchange, status == 500 ? 501 : status, ""));

        FarSideRun run = push(sample.unsigned("a.ark"), registry.host());

        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err())
                .startsWith("error: registry " + registry.host() + " ")
                .hasLineCount(1);
        assertThat(values).doesNotExist();
    }

    private static boolean writes(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST");
    }

    @Test
    void certificatesDecideWhoIsSpokenTo() throws Exception {
        TestAuthority house = new TestAuthority("House");
        Path trusted = Files.writeString(directory.resolve("ca.crt"), house.certificate());
        Instant lastYear = Instant.now().minus(Duration.ofDays(365));
        Path file = sample.unsigned("a.ark");
        try (FakeRegistry good = new FakeRegistry(
                        Optional.of(house.context(house.issue(lastYear, Duration.ofDays(999), "127.0.0.1"))));
                FakeRegistry expired = new FakeRegistry(
                        Optional.of(house.context(house.issue(lastYear, Duration.ofDays(300), "127.0.0.1"))))) {
            assertThat(push(file, "https://" + good.host(), "--ca-file=" + trusted)
                            .exitCode())
                    .isZero();
            FarSideRun unknown = push(file, "https://" + good.host());
            assertThat(unknown.exitCode()).isEqualTo(13);
            assertThat(unknown.err()).contains("nobody we trust vouches for its certificate");
            FarSideRun tooOld = push(file, "https://" + expired.host(), "--ca-file=" + trusted);
            assertThat(tooOld.exitCode()).isEqualTo(13);
            assertThat(tooOld.err()).contains("its certificate has expired");
        }
    }

    @Test
    void valuesThatCannotBeWrittenAreFoundOutFirst() throws Exception {
        values = directory.resolve("missing/values.yaml");

        FarSideRun run = push(sample.unsigned("a.ark"), registry.host());

        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.err())
                .isEqualTo("error: %s cannot be written; give another place with --values-out\n".formatted(values));
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void aBundleThatWasCutOff() throws Exception {
        Path file = sample.unsigned("a.ark");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        FarSideRun run = push(file, registry.host());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: %s is no tar or ends early; copy it again\n".formatted(file));
    }

    @Test
    void aNumberOfJobsThatIsNone() throws Exception {
        assertThat(push(sample.unsigned("a.ark"), registry.host(), "--jobs=0").err())
                .isEqualTo("error: --jobs is 0, expected 1 to 32; use 3\n");
    }

    @Test
    void nobodyIsSpokenToInTheClearUnasked() throws Exception {
        FarSideRun run = push(sample.unsigned("a.ark"), "http://registry.example.com");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "error: registry is 'http://registry.example.com', expected https: only loopback is spoken to in the clear; give --plain-http if you must\n");
    }

    private FarSideRun push(Path file, String... arguments) throws IOException {
        return pushTyping("", file, arguments);
    }

    private FarSideRun pushTyping(String typed, Path file, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("push", file.toString()));
        all.addAll(List.of(arguments));
        all.add("--values-out=" + values);
        return FarSideRun.of(
                Map.of("DOCKER_CONFIG", directory.resolve("docker").toString()),
                directory.resolve("state"),
                new ByteArrayInputStream(typed.getBytes(UTF_8)),
                all);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}
