package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.systemtest.hostile.Attacker;
import io.arkeeper.systemtest.hostile.Target;
import io.arkeeper.systemtest.hostile.Trickle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members with TLS among those who begin handshakes on every port and never end them. */
final class HostileTlsST {

    private static final Duration QUESTION = Duration.ofSeconds(5);
    private static final Set<Target> PORTS =
            EnumSet.of(Target.SECURE_CLIENT, Target.QUORUM, Target.ELECTION, Target.HTTPS);
    private static final byte[] RECORD = {0x16, 3, 1, 2, 0}; // the head of a handshake's first record, of 512 bytes

    @TempDir
    private Path root;

    private static boolean requiresTls(PodStatus pod) {
        return MemberView.ask(pod.address(), Target.HTTP.port(), QUESTION)
                .flatMap(MemberView::tls)
                .filter(MemberView.Tls::required)
                .isPresent();
    }

    @Test
    void handshakesThatNeverEndKeepNobodyOut() throws Exception {
        try (TestEnsemble ensemble =
                TestEnsemble.started(root, 3, "{tls: {enabled: true, plaintextClients: true}, tickTimeMs: 2000}")) {
            await().atMost(TestEnsemble.DEADLINE)
                    .until(() -> ensemble.pods().statuses().stream().allMatch(HostileTlsST::requiresTls));
            List<String> addresses =
                    ensemble.pods().statuses().stream().map(PodStatus::address).toList();
            try (Trickle trickle = new Trickle(new Attacker(), addresses, PORTS, RECORD)) {
                trickle.start();
                String follower = ensemble.anyFollower();
                ensemble.stop(follower);
                ensemble.pods().start(follower);
                ensemble.awaitReady();
                String leader = ensemble.leader();
                ensemble.pods().kill(leader);
                ensemble.leaderOtherThan(leader);
                ensemble.awaitReady();
            }
            for (String address : addresses) {
                String metrics = HttpGet.from(address, Target.HTTP.port(), "/metrics", QUESTION)
                        .body();
                assertThat(metrics)
                        .contains("arkeeper_refused_connections_total{key=\"election_")
                        .contains("connection_rejected ");
            }
        }
    }
}
