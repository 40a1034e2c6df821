package io.arkeeper.core.database;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The two promises a member keeps on disk beside its database.
 *
 * @param accepted the newest epoch it has agreed to; it follows no leader of an earlier one
 * @param current the epoch of the last leader it was in sync with
 * @param findings files that hold no number
 */
public record Epochs(OptionalLong accepted, OptionalLong current, List<Finding> findings) {

    public Epochs {
        findings = List.copyOf(findings);
    }

    /** Together with what contradicts a database that reaches {@code restorable}. */
    List<Finding> examined(long restorable) {
        List<Finding> all = new ArrayList<>(findings);
        if (accepted.isPresent() && current.isPresent() && accepted.getAsLong() < current.getAsLong()) {
            all.add(new Finding(
                    "acceptedEpoch",
                    0,
                    "it is %d, less than the current epoch %d".formatted(accepted.getAsLong(), current.getAsLong()),
                    Finding.Weight.FATAL));
        }
        if (current.isPresent() && restorable >= 0 && Zxid.epoch(restorable) > current.getAsLong()) {
            all.add(new Finding(
                    "currentEpoch",
                    0,
                    "it is %d, but the last transaction %s is of epoch %d"
                            .formatted(current.getAsLong(), Zxid.text(restorable), Zxid.epoch(restorable)),
                    Finding.Weight.FATAL));
        }
        return all;
    }
}
