package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodStatus;
import java.nio.file.Path;
import java.time.Duration;
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

    @Test
    void anEnsembleFormsWithTls_andAKilledMemberComesBack() {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 3, "tls: {enabled: true}")) {
            await().atMost(TestEnsemble.DEADLINE)
                    .until(() -> ensemble.pods().statuses().stream().allMatch(TlsST::requiresTls));
            for (PodStatus pod : ensemble.pods().statuses()) {
                assertThat(HttpGet.from(pod.address(), 8080, "/api/v1/member", QUESTION)
                                .status())
                        .isEqualTo(426);
            }

            ensemble.pods().kill(ensemble.pod(1));
            ensemble.awaitReady();

            assertThat(ensemble.pods().statuses()).allMatch(TlsST::requiresTls);
        }
    }
}
