package io.arkeeper.cli.local.pod;

import static io.arkeeper.cli.local.pod.ProbeKind.LIVENESS;
import static io.arkeeper.cli.local.pod.ProbeKind.READINESS;
import static io.arkeeper.cli.local.pod.ProbeKind.STARTUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.pod.PodAction.Kill;
import io.arkeeper.cli.local.pod.PodAction.Probe;
import io.arkeeper.cli.local.pod.PodAction.Start;
import io.arkeeper.cli.local.pod.PodAction.Terminate;
import io.arkeeper.cli.local.release.PodTemplate;
import io.arkeeper.cli.local.release.ProbeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The chart's own probes: startup each second, liveness every ten, readiness each second; grace period a minute. */
final class PodLifeTest {

    private static final long SECOND = 1_000_000_000L;
    private static final PodTemplate TEMPLATE = new PodTemplate(
            "zookeeper",
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Map.of("http", 8080),
            Optional.of(probe("/startupz", 1, 600)),
            Optional.of(probe("/livez", 10, 3)),
            Optional.of(probe("/readyz", 1, 2)),
            Duration.ofSeconds(60));

    private final PodLife life = new PodLife(TEMPLATE);
    private long now;

    private static ProbeSpec probe(String path, int periodSeconds, int failureThreshold) {
        return new ProbeSpec(
                path,
                8080,
                Duration.ZERO,
                Duration.ofSeconds(periodSeconds),
                Duration.ofSeconds(5),
                1,
                failureThreshold);
    }

    private List<PodAction> afterSeconds(long seconds) {
        now += seconds * SECOND;
        return life.due(now);
    }

    private void startUp() {
        life.start(now);
        life.due(now);
        life.answered(STARTUP, true, "started", now);
    }

    private void becomeReady() {
        startUp();
        life.answered(READINESS, true, "follows myzk-zookeeper-2", now);
    }

    private List<PodAction> failLiveness(int times) {
        List<PodAction> actions = List.of();
        for (int i = 0; i < times; i++) {
            life.due(now);
            actions = life.answered(LIVENESS, false, "the peer thread has ended", now);
            now += 10 * SECOND;
        }
        return actions;
    }

    @Test
    void startsAsANewPodAndAsksTheStartupProbeAtOnce() {
        assertThat(life.start(now)).containsExactly(new Start(true));
        assertThat(life.due(now)).containsExactly(new Probe(STARTUP));
        assertThat(life.state()).isEqualTo(PodState.STARTING);
    }

    @Test
    void asksNothingElseUntilTheStartupProbeHasPassed() {
        life.start(now);
        life.due(now);

        assertThat(life.answered(STARTUP, false, "waiting for member 2", now)).isEmpty();

        assertThat(life.reason()).isEqualTo("waiting for member 2");
        assertThat(afterSeconds(1)).containsExactly(new Probe(STARTUP));
    }

    @Test
    void asksLivenessAndReadinessAtOnceWhenTheStartupProbeHasPassed() {
        life.start(now);
        life.due(now);
        now += SECOND;

        assertThat(life.answered(STARTUP, true, "started", now))
                .containsExactly(new Probe(LIVENESS), new Probe(READINESS));
        assertThat(life.state()).isEqualTo(PodState.RUNNING);
    }

    @Test
    void isReadyWhenTheReadinessProbeSaysSo() {
        becomeReady();

        assertThat(life.state()).isEqualTo(PodState.READY);
        assertThat(life.reason()).isEqualTo("follows myzk-zookeeper-2");
    }

    @Test
    void isNotReadyAnyMoreAfterTwoFailuresInARow() {
        becomeReady();
        afterSeconds(1);
        life.answered(READINESS, false, "looking for a leader", now);
        assertThat(life.state()).isEqualTo(PodState.READY);

        afterSeconds(1);
        life.answered(READINESS, false, "looking for a leader", now);

        assertThat(life.state()).isEqualTo(PodState.RUNNING);
        assertThat(life.reason()).isEqualTo("looking for a leader");
    }

    @Test
    void isTerminatedAfterThreeFailuresOfLivenessAndStartedAgainAsACrash() {
        becomeReady();

        assertThat(failLiveness(3)).containsExactly(new Terminate());
        assertThat(life.state()).isEqualTo(PodState.TERMINATING);
        assertThat(life.reason()).isEqualTo("liveness probe failed: the peer thread has ended");

        assertThat(life.exited(0, now)).containsExactly(new Start(false));
        assertThat(life.restarts()).isEqualTo(1);
    }

    @Test
    void isTerminatedWhenItDoesNotStartUpInTime() {
        life.start(now);
        List<PodAction> actions = List.of();
        for (int i = 0; i < 600; i++) {
            actions = life.answered(STARTUP, false, "no answer", now);
        }

        assertThat(actions).containsExactly(new Terminate());
        assertThat(life.reason()).isEqualTo("startup probe failed: no answer");
    }

    @Test
    void isKilledWhenTheGracePeriodIsOver() {
        becomeReady();
        life.delete(now);

        assertThat(afterSeconds(59)).isEmpty();
        assertThat(afterSeconds(1)).containsExactly(new Kill());
        assertThat(afterSeconds(1)).isEmpty();
    }

    @Test
    void aDeletedPodIsReplacedAtOnceWhateverItsExitCode() {
        becomeReady();

        assertThat(life.delete(now)).containsExactly(new Terminate());
        assertThat(life.exited(137, now)).containsExactly(new Start(true));
        assertThat(life.restarts()).isZero();
    }

    @Test
    void anEndInGoodOrderIsADeletionToo() {
        becomeReady();

        assertThat(life.exited(0, now)).containsExactly(new Start(true));
        assertThat(life.restarts()).isZero();
    }

    @Test
    void anEndInGoodOrderBeforeItHadStartedIsACrash() {
        life.start(now);

        assertThat(life.exited(0, now)).containsExactly(new Start(false));
        assertThat(life.exited(0, now)).isEmpty();
        assertThat(life.state()).isEqualTo(PodState.BACK_OFF);
    }

    @Test
    void aCrashIsStartedAgainAtOnceTheNextOneAfterTenSeconds() {
        becomeReady();

        assertThat(life.exited(1, now)).containsExactly(new Start(false));
        assertThat(life.exited(3, now)).isEmpty();

        assertThat(life.reason()).isEqualTo("ended with exit code 3, starts again in 10 s");
        assertThat(life.restarts()).isEqualTo(2);
        assertThat(life.lastExit()).hasValue(3);
        assertThat(afterSeconds(9)).isEmpty();
        assertThat(afterSeconds(1)).containsExactly(new Start(false), new Probe(STARTUP));
    }

    @Test
    void aPodInBackOffCanBeDeletedAndBeginsAnew() {
        becomeReady();
        life.exited(1, now);
        life.exited(1, now);

        assertThat(life.delete(now)).containsExactly(new Start(true));
        assertThat(life.restarts()).isZero();
        assertThat(life.exited(1, now)).containsExactly(new Start(false));
    }

    @Test
    void aStoppedPodStaysAwayUntilItIsStarted() {
        becomeReady();

        assertThat(life.stop(now)).containsExactly(new Terminate());
        assertThat(life.exited(0, now)).isEmpty();
        assertThat(life.state()).isEqualTo(PodState.STOPPED);
        assertThat(life.dueAt()).isEqualTo(Long.MAX_VALUE);

        assertThat(life.start(now)).containsExactly(new Start(true));
    }

    @Test
    void aPodInBackOffIsStoppedWithoutMoreAdo() {
        becomeReady();
        life.exited(1, now);
        life.exited(1, now);

        assertThat(life.stop(now)).isEmpty();
        assertThat(life.state()).isEqualTo(PodState.STOPPED);
        assertThat(afterSeconds(600)).isEmpty();
    }

    @Test
    void withoutAutomaticRestartsADeadPodStaysDead() {
        life.automaticRestarts(false);
        becomeReady();
        assertThat(life.kill()).containsExactly(new Kill());

        assertThat(life.exited(137, now)).isEmpty();
        assertThat(life.state()).isEqualTo(PodState.STOPPED);
        assertThat(life.reason()).isEqualTo("ended with exit code 137");
    }

    @Test
    void aKilledPodCountsAsCrashed() {
        becomeReady();
        life.kill();

        assertThat(life.exited(137, now)).containsExactly(new Start(false));
        assertThat(life.restarts()).isEqualTo(1);
    }

    @Test
    void answersThatComeTooLateChangeNothing() {
        becomeReady();
        life.delete(now);

        assertThat(life.answered(READINESS, true, "serves", now)).isEmpty();
        assertThat(life.state()).isEqualTo(PodState.TERMINATING);
        assertThat(life.reason()).isEqualTo("deleted");
    }

    @Test
    void withoutProbesAStartedPodIsReady() {
        PodTemplate bare = new PodTemplate(
                "bare",
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(30));
        PodLife plain = new PodLife(bare);

        assertThat(plain.start(now)).containsExactly(new Start(true));
        assertThat(plain.state()).isEqualTo(PodState.READY);
    }
}
