package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SoakReportTest {

    private static final SoakReport REPORT = new SoakReport(
            "abc1234",
            Instant.parse("2026-05-04T12:30:31Z"),
            Duration.ofMinutes(60),
            2,
            7,
            List.of("a link is cut: no network namespace can be made"),
            Optional.of("tbf: 300 kbit/s"));

    @Test
    void namesWhatWasTestedWithWhichSeedsAndWhatWasNot() {
        Tally tally = new Tally();
        tally.add(7, result(List.of(Fault.KILL_ALL, Fault.SLOW_DOWN), 5_100, List.of()));
        tally.add(8, result(List.of(Fault.KILL_ALL), 6_200, List.of("/w/1 was acknowledged and is not there at zk-0")));
        tally.broke(9, new IllegalStateException("not within 60 s: all run"));

        assertThat(REPORT.of(tally)).startsWith("""
                        # Soak report

                        Written by `make soak`, 2026-05-04T12:30:00Z: 60 minutes of commit abc1234 on 2 processors.

                        | | |
                        |---|---|
                        | seeds | 7 to 9 |
                        | rounds | 3 |
                        | faults injected | 3 |
                        | operations checked | 2000 |
                        | operations of unknown outcome | 20 |
                        | violations | 2 |
                        | longest time without an acknowledged write | 6.2 s (seed 8) |

                        | Fault | Times |
                        |---|---|
                        | kill -9 of all at once | 2 |
                        | what a member sends arrives late (tbf: 300 kbit/s) | 1 |

                        ## Left out

                        - a link is cut: no network namespace can be made

                        ## Violations

                        - seed 8: /w/1 was acknowledged and is not there at zk-0
                        - seed 9: the round broke off: not within 60 s: all run
                        """);
    }

    @Test
    void saysSoWhereNothingWasLeftOutAndNothingWasViolated() {
        SoakReport whole =
                new SoakReport("abc", Instant.EPOCH, Duration.ofMinutes(1), 2, 7, List.of(), Optional.empty());

        assertThat(whole.of(new Tally())).contains("## Left out\n\nNothing.\n").contains("## Violations\n\nNone.\n");
    }

    private static SoakRound.Result result(List<Fault> faults, long pauseMillis, List<String> violations) {
        return new SoakRound.Result(faults, 1_000, 10, Duration.ofMillis(pauseMillis), violations);
    }
}
