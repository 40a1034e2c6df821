package io.arkeeper.member.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadyAnswerTest {

    private Verdict verdict = Verdict.no("looking for a leader");
    private final List<Duration> waited = new ArrayList<>();
    private final ReadyAnswer ready = new ReadyAnswer(() -> verdict, longest -> {
        waited.add(longest);
        verdict = Verdict.yes("follows zk-2");
    });

    @Test
    void whoDoesNotWaitIsAnsweredAtOnce() {
        assertThat(ready.to("")).isEqualTo(Answer.text(503, "looking for a leader"));
        assertThat(waited).isEmpty();
    }

    @Test
    void whoWaitsIsToldWhatIsSoAfterwards() {
        assertThat(ready.to("wait=900ms")).isEqualTo(Answer.text(200, "follows zk-2"));
        assertThat(waited).containsExactly(Duration.ofMillis(900));
    }

    @Test
    void nobodyWaitsForWhatIsSoAlready() {
        verdict = Verdict.yes("leads 3 voters");

        assertThat(ready.to("wait=900ms")).isEqualTo(Answer.text(200, "leads 3 voters"));
        assertThat(waited).isEmpty();
    }

    @Test
    void onlyAFewWaitAtOnce() {
        ReadyAnswer[] crowded = new ReadyAnswer[1];
        List<Answer> answers = new ArrayList<>();
        crowded[0] = new ReadyAnswer(() -> verdict, longest -> {
            waited.add(longest);
            answers.add(crowded[0].to("wait=900ms")); // one more, while this one waits
        });

        crowded[0].to("wait=900ms");

        assertThat(waited).hasSize(4);
        assertThat(answers).hasSize(4).containsOnly(Answer.text(503, "looking for a leader"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wait=1s", "wait=900", "wait=-1ms", "wait=10001ms", "wait=99999999ms", "waits=1ms", "verbose"})
    void whatCannotBeUnderstoodIsSaid(String query) {
        assertThat(ready.to(query))
                .isEqualTo(Answer.text(
                        400, "'" + query + "' is not known, expected wait=N and ms, at most 10000; leave it out"));
        assertThat(waited).isEmpty();
    }
}
