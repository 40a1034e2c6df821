package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.server.quorum.Elections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of an election. */
@Timeout(120)
final class ElectionIT {

    @TempDir
    private Path root;

    private List<EmbeddedPeer> servers;

    @BeforeEach
    void form() throws Exception {
        Superuser.install();
        servers = EmbeddedPeer.startAll(root);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (EmbeddedPeer server : servers) {
            server.stop();
        }
    }

    @Test
    void theOthersHaveALeaderAgainAndCountedTheirBallots() throws InterruptedException {
        EmbeddedPeer lost = EmbeddedPeer.leader(servers);
        List<EmbeddedPeer> others =
                servers.stream().filter(server -> server != lost).toList();

        lost.stop();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> others.stream().anyMatch(EmbeddedPeer::leads)
                        && others.stream().allMatch(EmbeddedPeer::serves));
        assertThat(others).allMatch(server -> Elections.countsBallots(server.peer()));
    }
}
