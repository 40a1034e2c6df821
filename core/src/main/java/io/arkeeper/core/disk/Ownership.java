package io.arkeeper.core.disk;

import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Verdict;

/**
 * Decides whether a disk is the member's own.
 *
 * <p>Volumes get swapped: by hand, by restored backups, by re-created claims. A member that starts on another's disk
 * votes with another's history, and no later check can find out.
 */
public final class Ownership {

    private Ownership() {}

    /** Whether {@code self} may use the disk; no carries the sentence that says whose disk it is. */
    public static Verdict judge(MemberIdentity self, DiskFinding disk) {
        if (disk.owner().isPresent() && !disk.owner().get().equals(self)) {
            return Verdict.no(("this disk belongs to %s, expected %s; nothing was changed on it."
                            + " Give each pod the volume that carries its own name, or empty this one yourself"
                            + " if its data is no longer needed")
                    .formatted(disk.owner().get(), self));
        }
        String expected = self.id().toString();
        if (disk.myid().isPresent() && !disk.myid().get().equals(expected)) {
            return Verdict.no(("the disk's myid is %s, expected %s for %s; nothing was changed on it."
                            + " This is the disk of another member: give each pod the volume that carries its"
                            + " own name")
                    .formatted(quoted(disk.myid().get()), expected, self));
        }
        return Verdict.yes(
                disk.owner().isPresent() || disk.myid().isPresent() ? "the disk is its own" : "the disk is new");
    }

    private static String quoted(String myid) {
        return myid.chars().allMatch(Character::isDigit) && !myid.isEmpty() ? myid : "'" + myid + "'";
    }
}
