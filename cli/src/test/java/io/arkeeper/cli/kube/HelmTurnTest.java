package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HelmTurnTest {

    private static final Instant BEGUN = Instant.parse("2026-11-23T12:00:00Z");

    private Instant now = BEGUN.plusSeconds(1);
    private Duration waited = Duration.ZERO;
    private final List<HelmRelease> told = new ArrayList<>();

    @Test
    void whatAnotherUserEndsMeanwhileIsSeenAsItIsThen() throws Exception {
        Optional<HelmRelease> release = await(() -> release(waited.toSeconds() < 2 ? "pending-install" : "deployed"));

        assertThat(release).map(HelmRelease::status).contains("deployed");
        assertThat(waited).isEqualTo(Duration.ofSeconds(2));
        assertThat(told).hasSize(1);
    }

    @Test
    void aChangeThatDoesNotEndWasInterrupted() throws Exception {
        Optional<HelmRelease> release = await(() -> release("pending-upgrade"));

        assertThat(release).map(HelmRelease::status).contains("pending-upgrade");
        assertThat(waited).isEqualTo(HelmTurn.A_CHANGE_TAKES.minusSeconds(1));
    }

    @Test
    void anOldOneIsNotWaitedFor() throws Exception {
        now = BEGUN.plusSeconds(60);

        await(() -> release("pending-install"));

        assertThat(waited).isZero();
    }

    @Test
    void aClockFarAheadOfOursHoldsNobodyUp() throws Exception {
        now = BEGUN.minusSeconds(3600);

        await(() -> release("pending-install"));

        assertThat(waited).isEqualTo(HelmTurn.A_CHANGE_TAKES);
    }

    @Test
    void nobodyIsAtWhatIsDeployedOrAbsent() throws Exception {
        await(() -> release("deployed"));
        await(Optional::empty);

        assertThat(waited).isZero();
        assertThat(told).isEmpty();
    }

    private interface Read {
        Optional<HelmRelease> now();
    }

    private Optional<HelmRelease> await(Read read) throws InterruptedException {
        return new HelmTurn(
                        read::now,
                        () -> now,
                        duration -> {
                            now = now.plus(duration);
                            waited = waited.plus(duration);
                        },
                        told::add)
                .await();
    }

    private static Optional<HelmRelease> release(String status) {
        return Optional.of(new HelmRelease(1, status, "zookeeper-0.1.0", BEGUN, "", Map.of(), ""));
    }
}
