package io.arkeeper.systemtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.systemtest.bench.Handover.Stage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HandoverTest {

    private static final String MEMBERS = """
            2026-05-04T12:00:00.100Z INFO  [QuorumPeer[myid=2]] QuorumPeer - Peer state changed: following - broadcast
            2026-05-04T12:00:10.015Z INFO  [QuorumPeer[myid=2]] FastLeaderElection - New election. My id = 2, proposed zxid=0x1
            2026-05-04T12:00:10.016Z INFO  [WorkerReceiver[myid=2]] FastLeaderElection - Notification: my state:LOOKING; n.sid:2
            2026-05-04T12:00:10.030Z INFO  [WorkerReceiver[myid=2]] FastLeaderElection - Notification: my state:LOOKING; n.sid:1
            2026-05-04T12:00:10.042Z INFO  [QuorumPeer[myid=2]] QuorumPeer - Peer state changed: leading
            2026-05-04T12:00:10.043Z INFO  [QuorumPeer[myid=2]] QuorumPeer - Peer state changed: leading - discovery
            a line of something else
            2026-05-04T12:00:10.090Z INFO  [QuorumPeer[myid=2]] QuorumPeer - Peer state changed: leading - synchronization
            2026-05-04T12:00:10.110Z INFO  [QuorumPeer[myid=2]] Leader - Have quorum of supporters, sids: [[1, 2],[1, 2]]
            2026-05-04T12:00:10.125Z INFO  [QuorumPeer[myid=2]] QuorumPeer - Peer state changed: leading - broadcast
            2026-05-04T12:00:20.016Z INFO  [QuorumPeer[myid=2]] FastLeaderElection - New election. My id = 2, proposed zxid=0x1
            """;

    @Test
    void eachStageEndsWhereTheNextBegins() {
        assertThat(Handover.stages(
                        lines(MEMBERS),
                        Instant.parse("2026-05-04T12:00:10Z"),
                        Instant.parse("2026-05-04T12:00:10.130Z")))
                .isEqualTo(Map.of(
                        Stage.NOTICED, 15.0,
                        Stage.VOTED, 15.0,
                        Stage.FINALIZED, 12.0,
                        Stage.CONNECTED, 48.0,
                        Stage.SYNCED, 20.0,
                        Stage.SERVES, 20.0));
    }

    @Test
    void plainZooKeepersLogIsReadWithTheZoneOfTheMachine() {
        assertThat(LogLine.of(
                        "2026-05-04 14:00:10,015 [myid:2] - INFO  [QuorumPeer[myid=2]:o@1] - New election. My id = 2",
                        ZoneId.of("Europe/Berlin")))
                .contains(new LogLine(
                        Instant.parse("2026-05-04T12:00:10.015Z"),
                        "[myid:2] - INFO  [QuorumPeer[myid=2]:o@1] - New election. My id = 2"));
    }

    @Test
    void whatALogDoesNotShowIsAbsent() {
        assertThat(Handover.stages(
                        List.of(), Instant.parse("2026-05-04T12:00:10Z"), Instant.parse("2026-05-04T12:00:11Z")))
                .isEmpty();
    }

    private static List<LogLine> lines(String log) {
        return log.lines()
                .flatMap(line -> LogLine.of(line, ZoneId.of("Asia/Tokyo")).stream())
                .toList();
    }
}
