package org.apache.zookeeper.server.quorum;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.apache.zookeeper.server.quorum.FastLeaderElection.Notification;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;

/**
 * The notifications that an election reads, and who has voted for what.
 *
 * <p>ZooKeeper waits 200 ms longer once a quorum agrees, for whoever might know of a better leader. Nobody is worth
 * waiting for here who has voted for the same; nor is the leader that was lost, once there is no connection to it. Anybody else to
 * whom there is no connection may be about to come, and connected with others already.
 */
@SuppressWarnings("serial") // nobody serialises it
final class Ballots extends LinkedBlockingQueue<Notification> {

    /**
     * What a server votes for.
     *
     * @param round of the election, {@code electionEpoch} in notifications
     */
    record Ballot(long leader, long zxid, long peerEpoch, long round) {

        static Ballot of(Notification vote) {
            return new Ballot(vote.leader, vote.zxid, vote.peerEpoch, vote.electionEpoch);
        }
    }

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5); // connections end without a word to here

    private final Duration finalWait;
    private final Supplier<Ballot> own;
    private final Supplier<Set<Long>> others;
    private final LongPredicate lost;
    private final Map<Long, Notification> latest = new HashMap<>(); // the electing thread's alone

    /**
     * @param finalWait how long the election waits once a quorum agrees; by that it is told from its other waits
     * @param own what this server votes for at the moment
     * @param others the ids of the other voters
     * @param lost whether this one led before, and no notification of it can come
     */
    Ballots(Duration finalWait, Supplier<Ballot> own, Supplier<Set<Long>> others, LongPredicate lost) {
        this.finalWait = finalWait;
        this.own = own;
        this.others = others;
        this.lost = lost;
    }

    /** Has {@code election} read from here; called before it is asked for a leader for the first time. */
    static void of(FastLeaderElection election, QuorumPeer peer) {
        Ballots ballots = new Ballots(
                Duration.ofMillis(FastLeaderElection.finalizeWait),
                () -> new Ballot(
                        election.proposedLeader,
                        election.proposedZxid,
                        election.proposedEpoch,
                        election.logicalclock.get()),
                () -> others(peer),
                voter ->
                        voter == peer.getCurrentVote().getId() && !election.manager.senderWorkerMap.containsKey(voter));
        LinkedBlockingQueue<Notification> before = election.recvqueue;
        election.recvqueue = ballots;
        before.drainTo(ballots);
    }

    private static Set<Long> others(QuorumPeer peer) {
        Set<Long> voters = peer.getCurrentAndNextConfigVoters();
        voters.remove(peer.getMyId());
        return voters;
    }

    @Override
    public Notification poll(long timeout, TimeUnit unit) throws InterruptedException {
        Notification next =
                unit.toNanos(timeout) == finalWait.toNanos() ? pollUntilAllHeard() : super.poll(timeout, unit);
        if (next != null) {
            latest.put(next.sid, next);
        }
        return next;
    }

    private Notification pollUntilAllHeard() throws InterruptedException {
        long end = System.nanoTime() + finalWait.toNanos();
        Notification next = super.poll();
        while (next == null && !isDecided() && System.nanoTime() < end) {
            next = super.poll(LOOK_NANOS, TimeUnit.NANOSECONDS);
        }
        return next;
    }

    private boolean isDecided() {
        Ballot ballot = own.get();
        return others.get().stream().allMatch(voter -> hasVotedFor(voter, ballot) || lost.test(voter));
    }

    private boolean hasVotedFor(long voter, Ballot ballot) {
        Notification vote = latest.get(voter);
        return vote != null
                && vote.state == ServerState.LOOKING
                && Ballot.of(vote).equals(ballot);
    }
}
