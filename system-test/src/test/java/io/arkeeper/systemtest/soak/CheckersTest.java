package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.systemtest.soak.RegisterOperation.Kind;
import io.arkeeper.systemtest.soak.RegisterOperation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checkers are checked: each planted violation is found, and a history without one is left in peace. */
final class CheckersTest {

    private static RegisterOperation write(int version, String value, long invoked, long returned) {
        return new RegisterOperation("/r", Kind.WRITE, Outcome.DONE, version, value, invoked, returned);
    }

    private static RegisterOperation lost(String value, long invoked, long returned) {
        return new RegisterOperation("/r", Kind.WRITE, Outcome.UNKNOWN, -1, value, invoked, returned);
    }

    private static RegisterOperation read(int version, String value, long invoked, long returned) {
        return new RegisterOperation("/r", Kind.READ, Outcome.DONE, version, value, invoked, returned);
    }

    @Test
    void concurrentOperationsMayTakeEffectInAnyOrder() {
        assertThat(RegisterCheck.violations(List.of(
                        write(2, "b", 0, 10),
                        write(1, "a", 0, 10),
                        read(0, "", 0, 10),
                        read(2, "b", 5, 12),
                        read(2, "b", 11, 12))))
                .isEmpty();
    }

    @Test
    void aWriteOfUnknownOutcomeMayTakeEffectOrNot_evenLater() {
        assertThat(RegisterCheck.violations(List.of(lost("a", 0, 1), read(0, "", 2, 3), read(1, "a", 4, 5))))
                .isEmpty();
        assertThat(RegisterCheck.violations(List.of(lost("a", 0, 1), write(1, "b", 2, 3), read(1, "b", 4, 5))))
                .isEmpty();
    }

    @Test
    void aStaleReadIsFound() {
        assertThat(RegisterCheck.violations(List.of(write(1, "a", 0, 1), read(0, "", 2, 3))))
                .containsExactly("/r: a READ saw version 0 although version 1 was there before it began");
        assertThat(RegisterCheck.violations(List.of(lost("a", 0, 9), read(1, "a", 1, 2), read(0, "", 3, 4))))
                .as("what one has read, the next reads as well")
                .containsExactly("/r: a READ saw version 0 although version 1 was there before it began");
    }

    private static RegisterOperation syncedRead(int version, String value, long invoked, long returned) {
        return new RegisterOperation("/r", Kind.SYNCED_READ, Outcome.DONE, version, value, invoked, returned);
    }

    @Test
    void onlyAReadAfterSyncMayBeStaleAndOnlyWhileALeaderMayNotKnow() {
        List<RegisterOperation> history = List.of(write(1, "a", 0, 1), syncedRead(0, "", 4, 6));
        String stale = "/r: a SYNCED_READ saw version 0 although version 1 was there before it began";

        assertThat(RegisterCheck.violations(history)).containsExactly(stale);
        assertThat(RegisterCheck.violations(history, List.of(new Period(5, 9)))).isEmpty();
        assertThat(RegisterCheck.violations(history, List.of(new Period(2, 3), new Period(7, 9))))
                .containsExactly(stale);
        assertThat(RegisterCheck.violations(List.of(write(1, "a", 0, 1), read(0, "", 4, 6)), List.of(new Period(5, 9))))
                .hasSize(1);
    }

    @Test
    void evenAStaleReadFindsWhatWasWritten() {
        List<Period> always = List.of(new Period(0, 9));

        assertThat(RegisterCheck.violations(List.of(write(1, "a", 0, 1), syncedRead(1, "x", 2, 3)), always))
                .contains("/r: 'x' was read and never written", "/r: version 1 is both 'a' and 'x'");
        assertThat(RegisterCheck.violations(
                        List.of(lost("a", 0, 9), syncedRead(1, "a", 2, 3), read(0, "", 4, 5)), always))
                .as("what one has read, the next reads as well")
                .hasSize(1);
    }

    @Test
    void aWriteThatWasRolledBackIsFound() {
        assertThat(RegisterCheck.violations(List.of(write(1, "a", 0, 1), write(1, "b", 2, 3))))
                .containsExactlyInAnyOrder(
                        "/r: version 1 is both 'a' and 'b'",
                        "/r: version 1 was acknowledged to two writers",
                        "/r: a WRITE saw version 1 although version 1 was there before it began");
    }

    @Test
    void aValueFromNowhereIsFound() {
        assertThat(RegisterCheck.violations(List.of(write(1, "a", 0, 1), read(2, "x", 2, 3))))
                .containsExactly("/r: 'x' was read and never written");
    }

    @Test
    void aDoubleSequenceNumberIsFound() {
        List<SequentialCreate> history = new ArrayList<>();
        history.add(new SequentialCreate("/q", 1, 0, 1));
        history.add(new SequentialCreate("/q", 2, 2, 3));
        history.add(new SequentialCreate("/other", 2, 2, 3));
        assertThat(SequenceCheck.violations(history)).isEmpty();

        history.add(new SequentialCreate("/q", 2, 3, 4));
        assertThat(SequenceCheck.violations(history)).containsExactly("/q: number 2 was given twice");
    }

    @Test
    void aSequenceThatGoesBackIsFound() {
        assertThat(SequenceCheck.violations(
                        List.of(new SequentialCreate("/q", 5, 0, 1), new SequentialCreate("/q", 4, 2, 3))))
                .containsExactly("/q: number 4 was given after number 5");
    }

    @Test
    void aLostWriteAndAnEphemeralThatStayedAreFound() {
        assertThat(NodeCheck.violations(
                        List.of("/w/1", "/w/2"), List.of("/e/1", "/e/2"), Set.of("/w/1", "/e/2"), "zk-0"))
                .containsExactly("/w/2 was acknowledged and is not there at zk-0", "/e/2 outlived its session at zk-0");
        assertThat(NodeCheck.violations(List.of("/w/1"), List.of("/e/1"), Set.of("/w/1", "/w/3"), "zk-0"))
                .isEmpty();
    }

    @Test
    void whatIsCountedAsCheckedIsWhatWasHeard() {
        History history = new History();
        history.add(write(1, "a", 0, 1));
        history.add(lost("b", 2, 3));
        history.unknown();
        history.acknowledge("/w/1");
        history.add(new SequentialCreate("/q", 1, 4, 5), "/q/n1");
        history.end("/e/1");

        assertThat(history.heard()).isEqualTo(4);
        assertThat(history.unheard()).isEqualTo(2);
    }

    @Test
    void theLongestPauseIsBetweenTwoWritesOfAnybody() {
        LongestPause pause = new LongestPause(0);
        pause.acknowledged(10);
        pause.acknowledged(50);
        pause.acknowledged(49); // two clients report in no order
        pause.acknowledged(60);

        assertThat(pause.longest()).isEqualTo(Duration.ofNanos(40));
    }
}
