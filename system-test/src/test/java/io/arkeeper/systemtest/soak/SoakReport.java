package io.arkeeper.systemtest.soak;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code make soak} writes.
 *
 * @param commit what was tested, as Git names it
 * @param firstSeed of the first round; each following round has the next
 * @param impossible faults that this machine cannot have, and why
 * @param slowness how links were made slow
 */
record SoakReport(
        String commit,
        Instant start,
        Duration took,
        int processors,
        long firstSeed,
        Map<Fault, String> impossible,
        Optional<String> slowness) {

    String of(Tally tally) {
        Checked checked = tally.checked();
        return """
                # Soak report

                Written by `make soak`, %s: %s of commit %s on %d processors.

                | | |
                |---|---|
                | seeds | %d to %d |
                | rounds | %d |
                | faults injected | %d |
                | pairs of faults at once among them | %d |
                | numbers of servers | %s |
                | operations checked | %d |
                | compare-and-sets among them | %d, %d of them refused |
                | ephemeral znodes seen to go during the faults | %d |
                | reads after `sync` that were stale and may be | %d |
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

                %d clients of the stock library create unique, sequential and ephemeral znodes and write and read three registers;
                half of the writes of these are a compare-and-set with the version that the client has just read.
                Of each round the whole history is checked, at every member: no acknowledged write lost, registers
                linearizable, no write applied twice, no compare-and-set on an old version or refused while its version was
                the current one, no sequence number given twice or out of order, no answer that a client may not get. No
                ephemeral znode is there later than %d s after its session, counted only while one leader has a quorum, during the
                faults and after them; the timeout is 4 s. Reads follow a write of the client's own, or a `sync`; the latter may be
                stale while a leader hangs or its links are cut. After each round every member's logs and snapshots are read
                from beginning to end, as `arkeeper member check` reads them: nothing is damaged. `make soak SEED=n MINUTES=1`
                runs the round of seed n again: the same faults in the same order, for as long, beginning with as many servers.
                """.formatted(
                start.truncatedTo(ChronoUnit.MINUTES),
                minutes(),
                commit,
                processors,
                firstSeed,
                firstSeed + tally.rounds() - 1,
                tally.rounds(),
                tally.faults(),
                tally.pairs(),
                tally.sizes().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                checked.heard(),
                checked.compareAndSets(),
                checked.refused(),
                checked.ephemerals(),
                checked.excused(),
                checked.unheard(),
                tally.violations().size(),
                String.format(Locale.ROOT, "%.1f", tally.longestPause().toMillis() / 1000.0),
                tally.seedOfLongestPause(),
                faults(tally),
                lines(leftOut(tally), "Nothing."),
                lines(
                        tally.violations().stream()
                                .map(violation -> "seed %d: %s".formatted(violation.seed(), violation.sentence()))
                                .toList(),
                        "None."),
                CheckedWorkload.CLIENTS,
                EphemeralCheck.ALLOWED.toSeconds());
    }

    private String minutes() {
        return took.toMinutes() == 1 ? "1 minute" : took.toMinutes() + " minutes";
    }

    private String faults(Tally tally) {
        return Stream.of(Fault.values())
                .map(fault -> "| %s%s | %d |".formatted(fault, means(fault), tally.times(fault)))
                .collect(Collectors.joining("\n"));
    }

    private List<String> leftOut(Tally tally) {
        return Stream.of(Fault.values())
                .filter(fault -> tally.times(fault) == 0)
                .map(fault ->
                        "%s: %s".formatted(fault, impossible.getOrDefault(fault, "it never happened in these rounds")))
                .toList();
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
