package io.arkeeper.systemtest.soak;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code make soak} writes.
 *
 * @param commit what was tested, as Git names it
 * @param firstSeed of the first round; each following round has the next
 * @param leftOut one line for each fault that was not possible
 * @param slowness how links were made slow
 */
record SoakReport(
        String commit,
        Instant start,
        Duration took,
        int processors,
        long firstSeed,
        List<String> leftOut,
        Optional<String> slowness) {

    String of(Tally tally) {
        return """
                # Soak report

                Written by `make soak`, %s: %s of commit %s on %d processors.

                | | |
                |---|---|
                | seeds | %d to %d |
                | rounds | %d |
                | faults injected | %d |
                | operations checked | %d |
                | operations of unknown outcome | %d |
                | violations | %d |
                | longest time without an acknowledged write | %s s (seed %d) |

                | Fault | Times |
                |---|---|
                %s

                ## Left out

                %s

                ## Violations

                %s

                ## What is checked

                %d clients of the stock library create unique, sequential and ephemeral znodes and write and read three registers.
                Of each round the whole history is checked, at every member: no acknowledged write lost, registers
                linearizable, no sequence number given twice or out of order, no ephemeral znode after its session, no answer
                that a client may not get. Reads follow a write of the client's own, or a `sync`; the latter may be stale while
                a leader hangs or its links are cut. `make soak SEED=n MINUTES=1` runs the round of seed n again: the same
                faults in the same order, for as long, beginning with as many servers.
                """.formatted(
                start.truncatedTo(ChronoUnit.MINUTES),
                minutes(),
                commit,
                processors,
                firstSeed,
                firstSeed + tally.rounds() - 1,
                tally.rounds(),
                tally.faults(),
                tally.heard(),
                tally.unheard(),
                tally.violations().size(),
                String.format(Locale.ROOT, "%.1f", tally.longestPause().toMillis() / 1000.0),
                tally.seedOfLongestPause(),
                faults(tally),
                lines(leftOut, "Nothing."),
                lines(
                        tally.violations().stream()
                                .map(violation -> "seed %d: %s".formatted(violation.seed(), violation.sentence()))
                                .toList(),
                        "None."),
                CheckedWorkload.CLIENTS);
    }

    private String minutes() {
        return took.toMinutes() == 1 ? "1 minute" : took.toMinutes() + " minutes";
    }

    private String faults(Tally tally) {
        return tally.byFault().entrySet().stream()
                .map(fault -> "| %s%s | %d |".formatted(fault.getKey(), means(fault.getKey()), fault.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private String means(Fault fault) {
        return fault == Fault.SLOW_DOWN ? slowness.map(" (%s)"::formatted).orElse("") : "";
    }

    private static String lines(List<String> sentences, String ifEmpty) {
        return sentences.isEmpty()
                ? ifEmpty
                : sentences.stream().map(sentence -> "- " + sentence).collect(Collectors.joining("\n"));
    }
}
