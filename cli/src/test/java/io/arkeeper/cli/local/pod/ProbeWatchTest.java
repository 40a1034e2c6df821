package io.arkeeper.cli.local.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.pod.ProbeWatch.Verdict;
import io.arkeeper.cli.local.release.ProbeSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProbeWatchTest {

    private static final long SECOND = 1_000_000_000L;

    private static ProbeWatch watch(int successThreshold, int failureThreshold) {
        return new ProbeWatch(
                new ProbeSpec(
                        "/readyz",
                        8080,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        successThreshold,
                        failureThreshold),
                100 * SECOND);
    }

    @Test
    void theFirstAttemptComesAfterTheInitialDelay() {
        ProbeWatch watch = watch(1, 3);

        assertThat(watch.isDue(115 * SECOND - 1)).isFalse();
        assertThat(watch.isDue(115 * SECOND)).isTrue();
    }

    @Test
    void theNextComesAPeriodAfterTheLastBegan() {
        ProbeWatch watch = watch(1, 3);
        watch.begin(115 * SECOND);
        watch.answered(true);

        assertThat(watch.dueAt()).isEqualTo(125 * SECOND);
    }

    @Test
    void onlyOneAttemptIsUnderWay() {
        ProbeWatch watch = watch(1, 3);
        watch.begin(115 * SECOND);

        assertThat(watch.isDue(140 * SECOND)).isFalse();

        watch.answered(false);
        assertThat(watch.isDue(140 * SECOND)).isTrue();
    }

    @Test
    void failsAfterSoManyFailuresInARow() {
        ProbeWatch watch = watch(1, 3);

        assertThat(watch.answered(false)).isEqualTo(Verdict.UNDECIDED);
        assertThat(watch.answered(false)).isEqualTo(Verdict.UNDECIDED);
        assertThat(watch.answered(false)).isEqualTo(Verdict.FAILED);
    }

    @Test
    void aSuccessInBetweenStartsTheCountAnew() {
        ProbeWatch watch = watch(1, 2);

        assertThat(watch.answered(false)).isEqualTo(Verdict.UNDECIDED);
        assertThat(watch.answered(true)).isEqualTo(Verdict.PASSED);
        assertThat(watch.answered(false)).isEqualTo(Verdict.PASSED);
        assertThat(watch.answered(false)).isEqualTo(Verdict.FAILED);
    }

    @Test
    void passesAfterSoManySuccessesInARow() {
        ProbeWatch watch = watch(2, 1);

        assertThat(watch.answered(true)).isEqualTo(Verdict.UNDECIDED);
        assertThat(watch.answered(true)).isEqualTo(Verdict.PASSED);
        assertThat(watch.answered(false)).isEqualTo(Verdict.FAILED);
        assertThat(watch.answered(true)).isEqualTo(Verdict.FAILED);
        assertThat(watch.answered(true)).isEqualTo(Verdict.PASSED);
    }
}
