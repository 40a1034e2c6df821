package io.arkeeper.member.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.Verdict;
import io.arkeeper.member.server.ServerView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class HealthTest {

    private MemberStatus status = MemberStatus.FIRST;
    private long nanos;
    private final Health health = new Health(() -> status, () -> nanos);

    private void runs(boolean serving, String reason) {
        ServerView view = new ServerView(
                serving ? "follower" : "looking",
                Optional.empty(),
                serving,
                OptionalLong.empty(),
                OptionalLong.empty(),
                EnsembleConfig.of(0, List.of()),
                0,
                0);
        status = MemberStatus.FIRST.in(MemberState.RUNNING, reason).observing(Optional.of(view), reason, nanos);
    }

    @Test
    void whileItWaitsForPeersItIsAliveAndStartedButNotReady() {
        status = status.in(MemberState.ASKING_PEERS, "waiting for zk-2");

        assertThat(health.live()).isEqualTo(Verdict.yes("waiting for zk-2"));
        assertThat(health.started()).isEqualTo(Verdict.yes("waiting for zk-2"));
        assertThat(health.ready()).isEqualTo(Verdict.no("waiting for zk-2"));
    }

    @Test
    void whileItLoadsItsDatabaseNobodyGivesItUp() {
        status = status.in(MemberState.STARTING, "loading its database");

        assertThat(health.live().yes()).isTrue();
        assertThat(health.started()).isEqualTo(Verdict.yes("loading its database"));
        assertThat(health.ready()).isEqualTo(Verdict.no("loading its database"));
    }

    @Test
    void servingIsReady() {
        runs(true, "follows zk-2 as voter in epoch 1");

        assertThat(health.ready()).isEqualTo(Verdict.yes("follows zk-2 as voter in epoch 1"));
    }

    @Test
    void withoutAQuorumItIsAliveAndNotReady() {
        runs(false, "looking for a leader");

        assertThat(health.live()).isEqualTo(Verdict.yes("looking for a leader"));
        assertThat(health.started().yes()).isTrue();
        assertThat(health.ready()).isEqualTo(Verdict.no("looking for a leader"));
    }

    @Test
    void aServerThatNoLongerAnswersIsNotReadyAndMuchLaterNotAlive() {
        runs(true, "leads 3 voters in epoch 1");

        nanos += Duration.ofSeconds(6).toNanos();
        assertThat(health.ready()).isEqualTo(Verdict.no("the server has not answered for 6s"));
        assertThat(health.live().yes()).isTrue();

        nanos += Duration.ofSeconds(55).toNanos();
        assertThat(health.live()).isEqualTo(Verdict.no("the server has not answered for 61s"));
    }

    @Test
    void whoStopsIsNotReady() {
        runs(true, "leads 3 voters in epoch 1");
        status = status.in(MemberState.STOPPING, "stopping");

        assertThat(health.ready()).isEqualTo(Verdict.no("stopping"));
        assertThat(health.live().yes()).isTrue();
    }
}
