package org.apache.zookeeper.server.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.member.admission.Notifications.Vote;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.zookeeper.server.quorum.QuorumPeer.QuorumServer;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
import org.junit.jupiter.api.Test;

/** Server 3 was elected in round 7 and waits for a quorum of 1, 2 and 3. */
final class DissentTest {

    private static final long ROUND = 7;

    private final Dissent dissent = new Dissent();
    private long since;

    private static QuorumMaj voters(long servers) {
        return new QuorumMaj(LongStream.rangeClosed(1, servers)
                .boxed()
                .collect(Collectors.toMap(
                        id -> id,
                        id -> new QuorumServer(
                                id,
                                InetSocketAddress.createUnresolved("zk-" + id, 2888),
                                InetSocketAddress.createUnresolved("zk-" + id, 3888)))));
    }

    private void hear(long sid, ServerState state, long leader, long round) {
        dissent.hear(sid, new Vote(state == ServerState.LOOKING, leader, round));
    }

    private boolean isVain(Long... followers) {
        return dissent.leavesNoQuorumFor(3, ROUND, since, Set.of(followers), voters(3));
    }

    @Test
    void whoIsNotHeardMayFollow() {
        assertThat(isVain()).isFalse();
        hear(1, ServerState.LOOKING, 1, ROUND);
        assertThat(isVain()).isFalse();
    }

    @Test
    void whoHasVotedForTheElectedOneMayFollow() {
        hear(1, ServerState.LOOKING, 1, ROUND);
        hear(2, ServerState.LOOKING, 3, ROUND);

        assertThat(isVain()).isFalse();
    }

    @Test
    void aChangedMindLeavesNoQuorum() {
        hear(2, ServerState.LOOKING, 3, ROUND);
        hear(2, ServerState.LOOKING, 1, ROUND);
        hear(1, ServerState.LEADING, 1, ROUND);

        assertThat(isVain()).isTrue();
    }

    @Test
    void whoFollowsAnotherOrLooksAgainWillNotFollow() {
        hear(1, ServerState.LOOKING, 3, ROUND + 1);
        assertThat(isVain()).isFalse();
        hear(2, ServerState.FOLLOWING, 1, ROUND);

        assertThat(isVain()).isTrue();
    }

    @Test
    void whoIsOnTheWayCountsWhateverItSaidBefore() {
        hear(1, ServerState.LOOKING, 1, ROUND);
        hear(2, ServerState.LOOKING, 2, ROUND);

        assertThat(isVain(1L)).isFalse();
        assertThat(isVain()).isTrue();
    }

    @Test
    void wordsOfAnEarlierRoundCountIfTheyCameWhileItWaited() {
        hear(1, ServerState.FOLLOWING, 2, ROUND - 1);
        hear(2, ServerState.LEADING, 2, ROUND - 1);
        since = dissent.heard();
        assertThat(isVain()).isFalse();

        hear(1, ServerState.LOOKING, 1, 1);
        hear(2, ServerState.LOOKING, 2, 1);
        assertThat(isVain()).isTrue();
    }

    @Test
    void whoFollowsTheElectedOneInAnyRoundFollows() {
        hear(1, ServerState.FOLLOWING, 3, ROUND + 1);
        hear(2, ServerState.LOOKING, 2, ROUND);

        assertThat(isVain()).isFalse();
    }

    @Test
    void aMinorityOfFiveIsNotEnough() {
        hear(1, ServerState.LOOKING, 1, ROUND);
        hear(2, ServerState.LOOKING, 1, ROUND);
        assertThat(dissent.leavesNoQuorumFor(3, ROUND, since, Set.of(), voters(5)))
                .isFalse();

        hear(4, ServerState.LOOKING, 1, ROUND);
        assertThat(dissent.leavesNoQuorumFor(3, ROUND, since, Set.of(), voters(5)))
                .isTrue();
    }

    @Test
    void whoHasNoVoteIsNotCounted() {
        hear(1, ServerState.LOOKING, 1, ROUND);
        hear(9, ServerState.LOOKING, 1, ROUND);

        assertThat(isVain()).isFalse();
    }
}
