package org.apache.zookeeper.server.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.server.quorum.Ballots.Ballot;
import org.apache.zookeeper.server.quorum.FastLeaderElection.Notification;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server 3 elects, 1 and 2 are the other voters. The final wait is so long that a test that waited would never end. */
@Timeout(20)
final class BallotsTest {

    private static final long FINAL_WAIT_SECONDS = 3_600;
    private static final Ballot OWN = new Ballot(3, 0x200000001L, 2, 7);

    private final Set<Long> lost = new HashSet<>();
    private int looks;
    private int looksUntilItEnds = Integer.MAX_VALUE;
    private final Ballots ballots =
            new Ballots(Duration.ofSeconds(FINAL_WAIT_SECONDS), () -> OWN, () -> Set.of(1L, 2L), this::isLost);

    @Test
    void doesNotWaitWhereEveryOtherVoterHasVotedForTheSame() throws InterruptedException {
        hear(1, OWN, ServerState.LOOKING);
        hear(2, OWN, ServerState.LOOKING);

        assertThat(finalPoll()).isNull();
    }

    @Test
    void doesNotWaitForTheLeaderThatWasLost() throws InterruptedException {
        lost.add(1L);
        hear(2, OWN, ServerState.LOOKING);

        assertThat(finalPoll()).isNull();
    }

    @Test
    void waitsForAnyOtherUntilItIsLost() throws InterruptedException {
        looksUntilItEnds = 3;
        hear(1, OWN, ServerState.LOOKING);

        assertThat(finalPoll()).isNull();
        assertThat(looks).isEqualTo(3);
    }

    @Test
    void aVoteForAnotherOfAnotherRoundOrOfOneThatHasALeaderDoesNotCount() throws InterruptedException {
        lost.add(1L);
        for (Notification vote : new Notification[] {
            vote(2, new Ballot(2, OWN.zxid(), OWN.peerEpoch(), OWN.round()), ServerState.LOOKING),
            vote(2, new Ballot(3, OWN.zxid() - 1, OWN.peerEpoch(), OWN.round()), ServerState.LOOKING),
            vote(2, new Ballot(3, OWN.zxid(), OWN.peerEpoch() - 1, OWN.round()), ServerState.LOOKING),
            vote(2, new Ballot(3, OWN.zxid(), OWN.peerEpoch(), OWN.round() - 1), ServerState.LOOKING),
            vote(2, OWN, ServerState.FOLLOWING)
        }) {
            looks = 0;
            looksUntilItEnds = 2;
            hear(vote);

            assertThat(finalPoll()).isNull();
            assertThat(looks).as("%s", Ballot.of(vote)).isEqualTo(2);
        }
    }

    @Test
    void theLatestVoteOfAServerCounts() throws InterruptedException {
        lost.add(1L);
        looksUntilItEnds = 2;
        hear(2, OWN, ServerState.LOOKING);
        hear(2, new Ballot(2, OWN.zxid(), OWN.peerEpoch(), OWN.round()), ServerState.LOOKING);

        assertThat(finalPoll()).isNull();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void whatCameMeanwhileIsReadFirst() throws InterruptedException {
        lost.addAll(Set.of(1L, 2L));
        Notification better = vote(1, new Ballot(1, OWN.zxid() + 1, 2, 7), ServerState.LOOKING);
        ballots.put(better);

        assertThat(finalPoll()).isSameAs(better);
    }

    @Test
    void otherWaitsLastAsLongAsTheyAreToldTo() throws InterruptedException {
        lost.addAll(Set.of(1L, 2L));
        Thread late = Thread.startVirtualThread(() -> ballots.add(vote(1, OWN, ServerState.LOOKING)));

        assertThat(ballots.poll(FINAL_WAIT_SECONDS + 1, TimeUnit.SECONDS)).isNotNull();
        late.join();
    }

    /** Server 2 may be lost after so many looks at it. */
    private boolean isLost(long voter) {
        return lost.contains(voter) || (voter == 2 && ++looks >= looksUntilItEnds);
    }

    private void hear(long sid, Ballot ballot, ServerState state) throws InterruptedException {
        hear(vote(sid, ballot, state));
    }

    private void hear(Notification vote) throws InterruptedException {
        ballots.put(vote);
        assertThat(ballots.poll(1, TimeUnit.SECONDS)).isSameAs(vote);
    }

    private Notification finalPoll() throws InterruptedException {
        return ballots.poll(FINAL_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static Notification vote(long sid, Ballot ballot, ServerState state) {
        Notification vote = new Notification();
        vote.sid = sid;
        vote.leader = ballot.leader();
        vote.zxid = ballot.zxid();
        vote.peerEpoch = ballot.peerEpoch();
        vote.electionEpoch = ballot.round();
        vote.state = state;
        return vote;
    }
}
