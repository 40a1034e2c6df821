package io.arkeeper.systemtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.systemtest.bench.JoinReport.Joined;
import io.arkeeper.systemtest.bench.JoinReport.Size;
import io.arkeeper.systemtest.bench.SteadyLoad.Gap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.KeeperException.Code;
import org.junit.jupiter.api.Test;

final class JoinReportTest {

    private static final Machine MACHINE = new Machine("abc1234", Instant.parse("2026-05-04T12:30:31Z"), 2, 0.35);

    @Test
    void eachJoinerHasALine_andEachSizeWhatBecameOfTheWrites() {
        JoinReport report = new JoinReport(
                MACHINE,
                List.of(
                        new Size(
                                10_000,
                                "1g",
                                10,
                                List.of(
                                        new Joined("zk-3", 1_234.4, 1_500, new Memory(210.4, 80.6)),
                                        new Joined("zk-4", 1_300, 2_000, new Memory(211, 81))),
                                new Memory(300, 120),
                                12.34,
                                new SteadyLoad.Outcome(1_500, 0, Map.of(), new Gap(0, 31_000_000))),
                        new Size(
                                1_000_000,
                                "4g",
                                60,
                                List.of(new Joined("zk-3", 30_000, 31_000, new Memory(3_000, 2_000))),
                                new Memory(3_500, 2_500),
                                1_100,
                                new SteadyLoad.Outcome(
                                        900, 2, Map.of(Code.SESSIONEXPIRED, 1), new Gap(0, 4_000_000_000L)))));

        assertThat(report.text()).startsWith("""
                        # Joining under load

                        Written by `make bench-join`, 2026-05-04T12:30:00Z, commit abc1234 on 2 processors with load 0.35 before.
                        """).contains("""
                        | 10,000 | zk-3 | 1.23 s | 1.50 s | 210 MiB | 81 MiB |
                        | 10,000 | zk-4 | 1.30 s | 2.00 s | 211 MiB | 81 MiB |
                        | 1,000,000 | zk-3 | 30.00 s | 31.00 s | 3000 MiB | 2000 MiB |
                        """).contains("""
                        | 10,000 | 1g | 10 | 12.3 MiB | 300 MiB | 120 MiB | 1500 | 0 | 0 | 31 ms |
                        | 1,000,000 | 4g | 60 | 1100.0 MiB | 3500 MiB | 2500 MiB | 900 | 2 | 1 (SESSIONEXPIRED 1) | 4000 ms |
                        """);
    }
}
