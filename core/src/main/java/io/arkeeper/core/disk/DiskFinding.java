package io.arkeeper.core.disk;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberIdentity;
import java.util.Optional;

/**
 * What was found on a disk, before anything was written to it.
 *
 * @param content how much of an ensemble is there
 * @param myid the content of the {@code myid} file, if there is one; not a number is kept as text
 * @param owner the identity written into {@code member.json}, if there is one
 * @param config the newest committed configuration, if there is one
 * @param ensemble the ensemble it belongs to, or which an empty disk proposes; empty where that is unknown
 */
public record DiskFinding(
        DiskContent content,
        Optional<String> myid,
        Optional<MemberIdentity> owner,
        Optional<EnsembleConfig> config,
        Optional<EnsembleId> ensemble) {

    public static final DiskFinding NOTHING =
            new DiskFinding(DiskContent.EMPTY, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The same disk after an ensemble was begun or joined. */
    public DiskFinding holding(DiskContent later, EnsembleConfig begun, Optional<EnsembleId> begunEnsemble) {
        return new DiskFinding(later, myid, owner, Optional.of(begun), begunEnsemble);
    }
}
