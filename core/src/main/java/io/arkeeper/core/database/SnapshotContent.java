package io.arkeeper.core.database;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a snapshot holds.
 *
 * @param file its name
 * @param zxid the zxid in its name: all transactions up to it are in it
 * @param coveredTo the last transaction that may have left a trace in it, because it was written while others went on
 * @param nodes how many znodes
 * @param bytes its size
 * @param finding what is wrong with it
 */
public record SnapshotContent(
        String file, long zxid, OptionalLong coveredTo, long nodes, long bytes, Optional<Finding> finding) {

    public boolean isSound() {
        return finding.isEmpty();
    }

    /** Whether ZooKeeper, when it tries this one, gives up instead of taking an older one. */
    boolean isFatal() {
        return finding.filter(found -> found.weight() == Finding.Weight.FATAL).isPresent();
    }
}
