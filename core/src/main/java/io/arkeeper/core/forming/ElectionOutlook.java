package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Explains why there is no leader, from what the voters say of themselves.
 *
 * <p>Two cases look alike from outside and call for opposite answers: voters that are merely away, where waiting helps,
 * and voters whose disks were emptied, where it never will.
 */
public final class ElectionOutlook {

    private ElectionOutlook() {}

    /**
     * One sentence.
     *
     * @param config the configuration the member works with
     * @param self the member that looks
     * @param own what its disk holds
     * @param peers what the others said
     */
    public static String sentence(
            EnsembleConfig config, MemberId self, DiskContent own, SortedMap<MemberId, PeerStatement> peers) {
        List<String> electing = new ArrayList<>();
        List<String> emptied = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        List<String> away = new ArrayList<>();
        for (MemberId voter : config.voters()) {
            String name = config.seats().get(voter).podName();
            PeerStatement statement = voter.equals(self) ? null : peers.get(voter);
            DiskContent content = voter.equals(self) ? own : statement instanceof Spoke spoke ? spoke.content() : null;
            if (content == DiskContent.DAMAGED) {
                damaged.add(name);
            } else if (content != null) {
                (canVote(content) ? electing : emptied).add(name);
            } else if (statement instanceof Silent silent) {
                away.add(name + " (" + silent.reason() + ")");
            } else {
                away.add(name + " (not asked yet)");
            }
        }
        int needed = config.majority();
        int voters = config.voters().size();
        if (electing.size() >= needed) {
            return "looking for a leader: %s of %d voters are up, an election is under way"
                    .formatted(electing.size(), voters);
        }
        if (electing.size() + away.size() < needed) {
            return ("no leader can be elected: %s of %d voters hold data and %d are needed; %s"
                            + ". Bring back a disk that holds data, or recover"
                            + " the ensemble explicitly from %s; nothing is decided by itself")
                    .formatted(
                            electing.size() + away.size(),
                            voters,
                            needed,
                            useless(emptied, damaged),
                            source(electing, away));
        }
        String holders = "looking for a leader: %d of %d voters with data are needed, %d %s up"
                .formatted(needed, voters, electing.size(), electing.size() == 1 ? "is" : "are");
        String emptiedPart = emptied.isEmpty() ? "" : "; emptied disks without a vote: " + String.join(", ", emptied);
        String damagedPart = damaged.isEmpty() ? "" : "; damaged disks: " + String.join(", ", damaged);
        return holders + emptiedPart + damagedPart + "; away: " + String.join(", ", away);
    }

    private static String useless(List<String> emptied, List<String> damaged) {
        String ofEmptied = "the disks of %s are empty and get no vote before they are synced"
                .formatted(String.join(", ", emptied));
        String ofDamaged = "no member starts with the disks of " + String.join(", ", damaged);
        if (damaged.isEmpty()) {
            return ofEmptied;
        }
        return emptied.isEmpty() ? ofDamaged : ofEmptied + ", " + ofDamaged;
    }

    private static String source(List<String> electing, List<String> away) {
        if (!electing.isEmpty()) {
            return String.join(" or ", electing);
        }
        return away.isEmpty() ? "a backup" : String.join(" or ", away) + " once it is back";
    }

    private static boolean canVote(DiskContent content) {
        return content == DiskContent.DATA || content == DiskContent.FORMING;
    }
}
