package io.arkeeper.core.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a transaction log holds.
 *
 * @param file its name
 * @param start the zxid in its name
 * @param runs what can be read from its start on
 * @param beyond sound transactions behind damage, which ZooKeeper does not reach
 * @param lastAt when the last of {@code runs} was made
 * @param findings at most one, where {@code runs} end
 */
public record LogContent(
        String file,
        long start,
        List<ZxidRun> runs,
        List<ZxidRun> beyond,
        Optional<Instant> lastAt,
        List<Finding> findings) {

    public LogContent {
        runs = List.copyOf(runs);
        beyond = List.copyOf(beyond);
        findings = List.copyOf(findings);
    }

    public long records() {
        return runs.stream().mapToLong(ZxidRun::count).sum();
    }

    public boolean isDamaged() {
        return findings.stream().anyMatch(Finding::isDamage);
    }

    boolean isFatal() {
        return findings.stream().anyMatch(finding -> finding.weight() == Finding.Weight.FATAL);
    }
}
