package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SoakReportTest {

    private static final SoakReport REPORT = new SoakReport(
            "abc1234",
            Instant.parse("2026-05-04T12:30:31Z"),
            Duration.ofMinutes(60),
            2,
            7,
            Map.of(Fault.CUT_LINK, "no network namespace can be made"),
            Optional.of("tbf: 300 kbit/s"));

    @Test
    void namesWhatWasTestedWithWhichSeedsAndWhatWasNot() {
        Tally tally = new Tally();
        tally.add(7, result(List.of(Fault.KILL_ALL, Fault.SLOW_DOWN), 1, 5_100, List.of()));
        tally.add(
                8,
                result(List.of(Fault.KILL_ALL), 0, 6_200, List.of("/w/1 was acknowledged and is not there at zk-0")));
        tally.broke(9, new IllegalStateException("not within 60 s: all run"));

        assertThat(REPORT.of(tally)).startsWith("""
                        # Soak report

                        Written by `make soak`, 2026-05-04T12:30:00Z: 60 minutes of commit abc1234 on 2 processors.

                        | | |
                        |---|---|
                        | seeds | 7 to 9 |
                        | rounds | 3 |
                        | faults injected | 3 |
                        | pairs of faults at once among them | 1 |
                        | numbers of servers | 3, 5 |
                        | operations checked | 2000 |
                        | compare-and-sets among them | 400, 80 of them refused |
                        | ephemeral znodes seen to go during the faults | 6 |
                        | reads after `sync` that were stale and may be | 4 |
                        | operations of unknown outcome | 20 |
                        | violations | 2 |
                        | longest time without an acknowledged write | 6.2 s (seed 8) |

                        | Fault | Times |
                        |---|---|
                        | kill -9 of the leader | 0 |
                        | kill -9 of a follower | 0 |
                        | kill -9 of all at once | 2 |
                        | orderly stop of the leader | 0 |
                        | orderly stop of a follower | 0 |
                        | the leader hangs | 0 |
                        | a follower hangs | 0 |
                        | the disk of one is lost | 0 |
                        | one comes back under another address | 0 |
                        | no name resolves | 0 |
                        | all are restarted, one after the other | 0 |
                        | a setting changes, and all are restarted, one after the other | 0 |
                        | the number of servers changes | 0 |
                        | the number of servers changes, and again before that is done | 0 |
                        | a link is cut | 0 |
                        | a link is cut one way | 0 |
                        | the leader is cut off from everybody, clients included | 0 |
                        | a follower is cut off from everybody, clients included | 0 |
                        | nobody hears the leader, and it hears all | 0 |
                        | the leader hears nobody, and all hear it | 0 |
                        | a split with the leader on the small side | 0 |
                        | a split with the leader on the large side | 0 |
                        | a member hears only most of the packets | 0 |
                        | what a member sends arrives late (tbf: 300 kbit/s) | 1 |
                        | the disk of one is full | 0 |
                        | all disks are full | 0 |

                        ## Left out

                        - kill -9 of the leader: it never happened in these rounds
                        - kill -9 of a follower: it never happened in these rounds
                        - orderly stop of the leader: it never happened in these rounds
                        - orderly stop of a follower: it never happened in these rounds
                        - the leader hangs: it never happened in these rounds
                        - a follower hangs: it never happened in these rounds
                        - the disk of one is lost: it never happened in these rounds
                        - one comes back under another address: it never happened in these rounds
                        - no name resolves: it never happened in these rounds
                        - all are restarted, one after the other: it never happened in these rounds
                        - a setting changes, and all are restarted, one after the other: it never happened in these rounds
                        - the number of servers changes: it never happened in these rounds
                        - the number of servers changes, and again before that is done: it never happened in these rounds
                        - a link is cut: no network namespace can be made
                        - a link is cut one way: it never happened in these rounds
                        - the leader is cut off from everybody, clients included: it never happened in these rounds
                        - a follower is cut off from everybody, clients included: it never happened in these rounds
                        - nobody hears the leader, and it hears all: it never happened in these rounds
                        - the leader hears nobody, and all hear it: it never happened in these rounds
                        - a split with the leader on the small side: it never happened in these rounds
                        - a split with the leader on the large side: it never happened in these rounds
                        - a member hears only most of the packets: it never happened in these rounds
                        - the disk of one is full: it never happened in these rounds
                        - all disks are full: it never happened in these rounds

                        ## Violations

                        - seed 8: /w/1 was acknowledged and is not there at zk-0
                        - seed 9: the round broke off: not within 60 s: all run
                        """);
    }

    @Test
    void saysSoWhereNothingWasLeftOutAndNothingWasViolated() {
        SoakReport whole =
                new SoakReport("abc", Instant.EPOCH, Duration.ofMinutes(1), 2, 7, Map.of(), Optional.empty());
        Tally tally = new Tally();
        tally.add(7, result(List.of(Fault.values()), 0, 1_000, List.of()));

        assertThat(whole.of(tally)).contains("## Left out\n\nNothing.\n").contains("## Violations\n\nNone.\n");
    }

    private static SoakRound.Result result(List<Fault> faults, int pairs, long pauseMillis, List<String> violations) {
        Checked checked = new Checked(1_000, 10, 200, 40, 3, 2);
        return new SoakRound.Result(faults, Set.of(3, 5), pairs, checked, Duration.ofMillis(pauseMillis), violations);
    }
}
