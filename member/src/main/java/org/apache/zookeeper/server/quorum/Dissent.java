package org.apache.zookeeper.server.quorum;

import io.arkeeper.member.admission.Notifications.Vote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.server.quorum.flexible.QuorumVerifier;

/**
 * What the others were last heard to want, and whether somebody who was elected waits in vain for them.
 *
 * <p>Whoever voted for a server may have changed its mind before the server counted the votes, or have given it up. ZooKeeper's
 * server then waits {@code initLimit} for a quorum that follows somebody else, or follows nobody because of it.
 */
final class Dissent {

    /** @param number of what was heard, from 1 */
    private record Heard(Vote vote, long number) {}

    private final Map<Long, Heard> latest = new HashMap<>();
    private long heard;

    synchronized void hear(long sid, Vote vote) {
        latest.put(sid, new Heard(vote, ++heard));
    }

    /** How much was heard so far, to be given to {@link #leavesNoQuorumFor} later. */
    synchronized long heard() {
        return heard;
    }

    /**
     * Whether no quorum can follow {@code leader} as things stand. Who was not heard, or comes already, is counted for it.
     *
     * @param round in which it was elected
     * @param since how much was heard when it began to wait; what was heard before counts if it is of its round or later
     * @param followers who comes already
     */
    synchronized boolean leavesNoQuorumFor(
            long leader, long round, long since, Set<Long> followers, QuorumVerifier verifier) {
        Set<Long> possible = new HashSet<>(verifier.getVotingMembers().keySet());
        possible.removeIf(sid -> sid != leader && !followers.contains(sid) && isAgainst(sid, leader, round, since));
        return !verifier.containsQuorum(possible);
    }

    private boolean isAgainst(long sid, long leader, long round, long since) {
        Heard last = latest.get(sid);
        if (last == null || isOfAnotherElection(last, round, since)) {
            return false;
        }
        boolean looksAgain = last.vote.looking() && last.vote.round() > round;
        return last.vote.leader() != leader || looksAgain;
    }

    private static boolean isOfAnotherElection(Heard last, long round, long since) {
        return last.number <= since && last.vote.round() < round;
    }
}
