package io.arkeeper.core.recovery;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.database.Zxid;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * What one surviving disk holds.
 *
 * @param starts whether a member starts with it
 * @param acceptedEpoch the newest epoch it has promised to follow
 * @param currentEpoch the epoch its last transactions were acknowledged in; decides before the zxid, as in elections
 * @param restorable the last zxid that can be read without a gap
 * @param seen the highest zxid found anywhere on it
 * @param lastAt when the last restorable transaction was made, where its log still has it
 * @param config the newest configuration on it
 * @param damage the first damage, if there is any
 * @param ensemble the ensemble it belongs to, where it says so
 */
public record DiskSummary(
        MemberId id,
        String pod,
        boolean starts,
        long acceptedEpoch,
        long currentEpoch,
        long restorable,
        long seen,
        Optional<Instant> lastAt,
        Optional<EnsembleConfig> config,
        Optional<String> damage,
        Optional<EnsembleId> ensemble) {

    /** The order in which ZooKeeper's election prefers disks: epoch, then zxid, then id. */
    static final Comparator<DiskSummary> BY_ELECTION = Comparator.comparingLong(DiskSummary::currentEpoch)
            .thenComparingLong(DiskSummary::restorable)
            .thenComparing(DiskSummary::id);

    /** Whether anything on this disk is newer than all that the other one restores. */
    boolean reachesBeyond(DiskSummary other) {
        return currentEpoch > other.currentEpoch || (currentEpoch == other.currentEpoch && seen > other.restorable);
    }

    /** No epoch that anybody ever agreed to is above this. */
    long highestEpoch() {
        long ofConfig = config.map(EnsembleConfig::version).map(Zxid::epoch).orElse(0L);
        return Math.max(
                Math.max(acceptedEpoch, currentEpoch), Math.max(Math.max(0, Zxid.epoch(Math.max(0, seen))), ofConfig));
    }

    /** Whether it belongs to another ensemble than that disk. */
    boolean isStrangerTo(DiskSummary other) {
        return ensemble.isPresent() && other.ensemble.isPresent() && !ensemble.equals(other.ensemble);
    }

    String place() {
        return "epoch %d, %s".formatted(currentEpoch, Zxid.text(restorable));
    }
}
