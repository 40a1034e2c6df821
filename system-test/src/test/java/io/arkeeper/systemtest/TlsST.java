package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodStatus;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with the certificates that the chart makes: they form with TLS, and a killed one comes back to it. */
class TlsST {

    private static final Duration QUESTION = Duration.ofSeconds(2);

    @TempDir
    private Path root;

    private static boolean requiresTls(PodStatus pod) {
        return MemberView.ask(pod.address(), 8080, QUESTION)
                .flatMap(MemberView::tls)
                .filter(MemberView.Tls::required)
                .isPresent();
    }

    /** Asks for a second handshake on a connection with TLS 1.2, with the member's own certificate. */
    private boolean renegotiates(PodStatus pod) throws IOException, InterruptedException {
        Path material = files("tls.crt").getFirst().getParent();
        Path out = root.resolve("openssl.out");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-tls1_2",
                        "-connect",
                        pod.address() + ":2281",
                        "-cert",
                        material.resolve("tls.crt").toString(),
                        "-key",
                        material.resolve("tls.key").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try (Writer in = openssl.outputWriter(UTF_8)) {
            await().atMost(TestEnsemble.DEADLINE)
                    .until(() -> Files.readString(out).contains("Verify return code"));
            in.write("R\n");
            in.flush();
            await().atMost(TestEnsemble.DEADLINE).until(() -> !openssl.isAlive());
        }
        assertThat(out).content().contains("RENEGOTIATING");
        return !Files.readString(out).contains("alert handshake failure");
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(file -> file.endsWith(name)).toList();
        }
    }

    @Test
    void anEnsembleFormsWithTls_andAKilledMemberComesBack() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 3, "tls: {enabled: true}")) {
            await().atMost(TestEnsemble.DEADLINE)
                    .until(() -> ensemble.pods().statuses().stream().allMatch(TlsST::requiresTls));
            for (PodStatus pod : ensemble.pods().statuses()) {
                assertThat(HttpGet.from(pod.address(), 8080, "/api/v1/member", QUESTION)
                                .status())
                        .isEqualTo(426);
            }

            assertThat(renegotiates(ensemble.pods().statuses().getFirst()))
                    .as("a client may have keys changed, over and over")
                    .isFalse();

            ensemble.pods().kill(ensemble.pod(1));
            ensemble.awaitReady();

            assertThat(ensemble.pods().statuses()).allMatch(TlsST::requiresTls);
        }
    }
}
