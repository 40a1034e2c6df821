package io.arkeeper.member.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import io.arkeeper.core.membership.Scale;
import io.arkeeper.member.server.ServerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class SeatReleaseTest {

    private static final Topology FIVE = new Topology("ns", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 5);

    private final CurrentStatus status = new CurrentStatus();
    private final List<String> asked = new ArrayList<>();
    private int silences;
    private final SeatRelease release = new SeatRelease(
            new MemberIdentity("ns", "zk", 4),
            () -> FIVE,
            statefulSet -> {
                asked.add(statefulSet);
                return asked.size() > silences
                        ? new Scale.Replicas(3) // so zk-4 would leave
                        : new Scale.Unanswered("Kubernetes answers 429");
            },
            status,
            new StopSignal(),
            Duration.ofSeconds(60));

    private static ServerView serving(EnsembleConfig config) {
        return new ServerView(
                "follower", Optional.empty(), true, OptionalLong.empty(), OptionalLong.empty(), config, 0, 0);
    }

    @Test
    void aRehearsalAsksTheSameAndAnnouncesNothing() {
        release.rehearse();

        assertThat(asked).containsExactly("zk");
        assertThat(status.get().isLeaving()).isFalse();
    }

    @Test
    void whoGetsNoAnswerAsksAgain() {
        silences = 2;

        release.leave(
                () -> Optional.of(serving((status.get().isLeaving() ? FIVE.withServers(3) : FIVE).wantedConfig())));

        assertThat(asked).containsExactly("zk", "zk", "zk");
        assertThat(status.get().isLeaving()).isTrue();
    }

    @Test
    void whoHasNoSeatAsksNobody() {
        release.leave(() -> Optional.of(serving(FIVE.withServers(3).wantedConfig())));

        assertThat(asked).isEmpty();
    }

    @Test
    void whoLeavesSaysSoUntilItIsRemoved() {
        List<Boolean> said = new ArrayList<>();

        release.leave(() -> {
            said.add(status.get().isLeaving());
            Topology now = said.size() < 3 ? FIVE : FIVE.withServers(3); // the leader removes it by and by
            return Optional.of(serving(now.wantedConfig()));
        });

        assertThat(asked).containsExactly("zk");
        assertThat(said).startsWith(false, true).endsWith(true);
        assertThat(status.get().isLeaving()).isTrue();
    }
}
