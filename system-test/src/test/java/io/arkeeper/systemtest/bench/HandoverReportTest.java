package io.arkeeper.systemtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.systemtest.bench.Handover.Stage;
import io.arkeeper.systemtest.bench.HandoverReport.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HandoverReportTest {

    private static final Machine MACHINE = new Machine("abc1234", Instant.parse("2026-05-04T12:30:31Z"), 2, 0.35);

    @Test
    void serversAndClientStandSideBySide_andMediansComeWithTheWorst() {
        Event stopped = new Event(
                "stopped",
                List.of(handover(700, 1_500, 20), handover(600, 900, 10), handover(650, 1_000, 15)),
                List.of(handover(150, 800, 2), handover(130, 700, 1), handover(300, 2_000, 9)));
        Event killed = new Event("killed", List.of(handover(0, 1, 3)), List.of(new Handover(100, 600, 500, Map.of())));

        assertThat(new HandoverReport(MACHINE, "3.9.5", List.of(stopped, killed)).text())
                .startsWith("""
                        # The time without a leader

                        Written by `make bench-handover`, 2026-05-04T12:30:00Z, commit abc1234 on 2 processors with load 0.35 before.
                        """)
                .contains("""
                        | stopped: without a leader | 650 (700) | 150 (300) | 0.23 |
                        | stopped: the client's longest gap between two acknowledged writes | 1000 (1500) | 800 (2000) | 0.80 |
                        | stopped: of it, after the next leader served | 500 (500) | 500 (500) | 1.00 |
                        | killed: without a leader | 0 (0) | 100 (100) | - |
                        """)
                .contains("""
                        | | stopped: plain | stopped: Arkeeper | killed: plain | killed: Arkeeper |
                        |---|---|---|---|---|
                        | the connections to the old leader end, and that is noticed | - | - | - | - |
                        """)
                .contains("""
                        | a quorum agrees, and the election waits for others (`finalizeWait`) | 15 | 2 | 3 | - |
                        """)
                .contains("""
                        | then the client's back-off and its way back | 500 | 500 | 500 | 500 |
                        """);
    }

    private static Handover handover(double leaderless, double gap, double finalized) {
        return new Handover(leaderless, gap, 500, Map.of(Stage.FINALIZED, finalized));
    }
}
