package io.arkeeper.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.testing.SampleBundle;
import io.arkeeper.bundle.trust.P256;
import io.arkeeper.bundle.trust.Verifier;
import io.arkeeper.cli.FarSideRun;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeCommandTest {

    private static final Pattern PORT = Pattern.compile("serving at http://127.0.0.1:([0-9]+), read-only:\n");

    @TempDir
    private Path directory;

    @Test
    void itServesUntilItIsStopped() throws Exception {
        Path file = SampleBundle.in(directory).signed("a.ark");
        StringWriter out = new StringWriter();
        CompletableFuture<FarSideRun> ended = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual()
                .start(() -> ended.complete(
                        run(out, file.toString(), "--listen=127.0.0.1:0", "--plain-http", "--token-file=" + token())));
        try (HttpClient client = HttpClient.newHttpClient()) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> out.toString()
                    .contains("Then: helm install"));
            Matcher port = PORT.matcher(out.toString());
            assertThat(port.find()).isTrue();
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:%s/v2/arkeeper/zookeeper/tags/list".formatted(port.group(1))));

            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(client.send(
                                    request.header("Authorization", "Bearer s3cret")
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .startsWith("{\"name\":\"arkeeper/zookeeper\",\"tags\":[\"3.9.5-0.1.0\"");
        } finally {
            thread.interrupt();
        }
        assertThat(ended.get())
                .extracting(FarSideRun::exitCode, FarSideRun::err)
                .containsExactly(0, "");
        assertThat(out.toString())
                .contains("127.0.0.1 GET /v2/arkeeper/zookeeper/tags/list 401 ")
                .contains("127.0.0.1 GET /v2/arkeeper/zookeeper/tags/list 200 ")
                .doesNotContain("s3cret");
    }

    @Test
    void nodesDoNotPullInTheClear() throws Exception {
        Path file = SampleBundle.in(directory).unsigned("a.ark");

        assertThat(run(file, "--listen=0.0.0.0:0", "--plain-http"))
                .isEqualTo(
                        new FarSideRun(
                                2,
                                "",
                                "error: --listen is '0.0.0.0:0', expected loopback with --plain-http: nodes must not pull what anybody on the way can change; leave --plain-http out\n"));
    }

    @Test
    void whatTheOwnerOfTheKeyHasNotSignedIsNotServed() throws Exception {
        Path file = SampleBundle.in(directory).signed("a.ark");
        Path key = Files.writeString(
                directory.resolve("other.pub"),
                Verifier.text(P256.generate(new SecureRandom()).getPublic()));

        FarSideRun run = run(file, "--listen=127.0.0.1:0", "--plain-http", "--verify-key=" + key);

        assertThat(run.exitCode()).isEqualTo(11);
        assertThat(run.err()).contains("has no signature of the key in " + key);
    }

    @Test
    void aChangedByteIsFoundBeforeAnybodyPullsIt() throws Exception {
        Path file = SampleBundle.in(directory).unsigned("a.ark");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThat(run(file, "--listen=127.0.0.1:0", "--plain-http").exitCode()).isEqualTo(11);
    }

    @Test
    void optionsThatBelongTogether() throws Exception {
        Path file = SampleBundle.in(directory).unsigned("a.ark");

        assertThat(run(file, "--cert=x").err())
                .startsWith("error: --cert and --key belong together; give both, or neither to have them made\n");
        assertThat(run(file, "--cert=x", "--key=y", "--plain-http", "--listen=127.0.0.1:0")
                        .err())
                .startsWith("error: --cert and --plain-http exclude each other; leave one out\n");
        assertThat(run(file, "--token=x", "--token-file=y").err())
                .startsWith("error: --token and --token-file exclude each other; leave one out\n");
        assertThat(run(file, "--token= ", "--plain-http", "--listen=127.0.0.1:0")
                        .err())
                .startsWith("error: the token is empty; leave the option out to serve everybody\n");
    }

    private FarSideRun run(Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        arguments.addAll(List.of(options));
        return run(new StringWriter(), arguments.toArray(String[]::new));
    }

    private FarSideRun run(StringWriter out, String... options) {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(List.of(options));
        return FarSideRun.of(out, Map.of(), directory, InputStream.nullInputStream(), arguments);
    }

    private Path token() {
        try {
            return Files.writeString(directory.resolve("token"), "s3cret\n");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
