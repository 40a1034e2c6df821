package io.arkeeper.member.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.member.testing.Electing;
import io.arkeeper.member.testing.LogLines;
import io.arkeeper.member.testing.PeerMessages;
import io.arkeeper.member.testing.TestMember;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member of another release knocks: pods get addresses again that others had a moment ago. */
final class OtherReleaseIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String OTHERS = """
            server.1=zk-0.zk-headless.staging.svc.cluster.local:2888:3888:participant;0.0.0.0:2181
            server.2=zk-1.zk-headless.staging.svc.cluster.local:2888:3888:participant;0.0.0.0:2181
            server.3=zk-2.zk-headless.staging.svc.cluster.local:2888:3888:participant;0.0.0.0:2181
            version=900000000""";

    @TempDir
    private Path root;

    private static Object config(TestMember member) throws Exception {
        return JSON.std.mapFrom(member.get("/api/v1/member").body()).get("config");
    }

    @Test
    void itsVoteDoesNotCountAndItsConfigurationIsNotTakenOver() throws Exception {
        try (TestMember member = Electing.lastOfThree(root);
                LogLines log = LogLines.of("io.arkeeper.member");
                Socket socket = new Socket("127.0.77.3", 3888)) {
            Object before = config(member);

            socket.getOutputStream().write(PeerMessages.electionOpening(PeerMessages.STRANGER, "127.0.77.9:3888"));
            socket.getOutputStream().write(PeerMessages.notification(OTHERS));

            await().atMost(DEADLINE).untilAsserted(() -> assertThat(log.lines())
                    .contains("heard a vote in an election of zk-0.zk-headless.staging.svc.cluster.local and"
                            + " others, who are no members of this ensemble; it does not count"));
            assertThat(config(member)).isEqualTo(before);
            assertThat(member.get("/metrics").body())
                    .contains("arkeeper_refused_connections_total{key=\"election_stranger\",} 1.0");
        }
    }
}
