package io.arkeeper.core.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import io.arkeeper.core.Verdict;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResyncTest {

    private static final MemberId A = new MemberId(1);
    private static final MemberId B = new MemberId(2);
    private static final MemberId C = new MemberId(3);
    private static final MemberId D = new MemberId(4);
    private static final Optional<EnsembleConfig> THREE =
            Optional.of(new Topology("test", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 3).initialConfig());

    @Test
    void aFollowerMayWhileTheOthersAreAQuorum() {
        assertThat(Resync.judge(A, THREE, Map.of(B, C, C, C), false))
                .isEqualTo(Verdict.yes("2 of 3 voters serve besides it"));
    }

    @Test
    void notWhereItsLossWouldCostTheQuorum() {
        assertThat(Resync.judge(A, THREE, Map.of(C, C), false))
                .isEqualTo(Verdict.no(
                        "only 1 of 3 voters serve besides it, 2 are needed: without it there would be no" + " quorum"));
    }

    @Test
    void membersWithoutAVoteCountForNothing() {
        assertThat(Resync.judge(A, THREE, Map.of(C, C, D, C), false).yes()).isFalse();
    }

    @Test
    void notWhileItLeads() {
        assertThat(Resync.judge(A, THREE, Map.of(B, A, C, A), true).reason())
                .startsWith("this member leads, so nobody has anything newer");
    }

    @Test
    void notWhileNobodyServes() {
        assertThat(Resync.judge(A, THREE, Map.of(), false).reason())
                .startsWith("no other member serves, so nobody could send it the data, and what it holds may be the"
                        + " newest there is");
        assertThat(Resync.judge(A, Optional.empty(), Map.of(B, B), false).yes()).isFalse();
    }

    @Test
    void notWhileTheOthersDisagree() {
        assertThat(Resync.judge(A, THREE, Map.of(B, B, C, C), false))
                .isEqualTo(Verdict.no("the others follow different leaders [2, 3]; wait until they agree"));
    }
}
