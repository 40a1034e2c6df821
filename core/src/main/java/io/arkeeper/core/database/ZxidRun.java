package io.arkeeper.core.database;

import java.util.List;

/** Transactions of a log that follow each other without a gap, so that a log of any length is known by a few numbers. */
public record ZxidRun(long first, long last, long count) {

    /** Adds a transaction to the last of the runs, or begins another one. */
    public static void extend(List<ZxidRun> runs, long zxid) {
        if (!runs.isEmpty() && Zxid.follows(runs.getLast().last(), zxid)) {
            ZxidRun run = runs.removeLast();
            runs.add(new ZxidRun(run.first(), zxid, run.count() + 1));
        } else {
            runs.add(new ZxidRun(zxid, zxid, 1));
        }
    }
}
