package io.arkeeper.core.disk;

import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Verdict;
import java.util.Optional;

/**
 * Whether the transaction log is where the member left it. A snapshot without the log that belongs to it is an earlier
 * state: a member that started from it would vote for a past in which acknowledged writes never happened.
 *
 * @param separate whether the log has a volume of its own now
 * @param separateBefore whether it had one when the member last ran
 * @param snapshots whether the data volume holds any snapshot
 * @param logsBesideData whether transaction logs lie on the data volume
 * @param logs whether the log's own volume holds any
 * @param owner whose log that volume holds, if it says so
 */
public record LogVolume(
        boolean separate,
        boolean separateBefore,
        boolean snapshots,
        boolean logsBesideData,
        boolean logs,
        Optional<MemberIdentity> owner) {

    /** Whether {@code self} may start; no carries what to do. */
    public Verdict judge(MemberIdentity self) {
        if (!separate) {
            return separateBefore && snapshots
                    ? Verdict.no("this member keeps its transaction log on a volume of its own, which is not there;"
                            + " nothing was changed. Set txnLog.storage as before")
                    : Verdict.yes("the transaction log is beside the data");
        }
        if (owner.isPresent() && !owner.get().equals(self)) {
            return Verdict.no(("the transaction log's volume belongs to %s, expected %s; nothing was changed on it."
                            + " Give each pod the volume that carries its own name")
                    .formatted(owner.get(), self));
        }
        if (logsBesideData) {
            return Verdict.no("transaction logs lie on the data volume, but txnLog.storage gives them one of their own;"
                    + " nothing was changed. Leave txnLog.storage empty, or move log/version-2 there yourself");
        }
        if (snapshots && !logs && owner.isEmpty()) {
            return Verdict.no("the transaction log's volume is empty while the data volume is not, so acknowledged"
                    + " writes are missing; nothing was changed. Bring the volume back; or, if the other members are"
                    + " well, empty the data volume too: this member then has no vote until it is synced");
        }
        return Verdict.yes("the transaction log has a volume of its own");
    }
}
