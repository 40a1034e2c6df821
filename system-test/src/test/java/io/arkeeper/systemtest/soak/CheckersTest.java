package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.systemtest.soak.RegisterOperation.Kind;
import io.arkeeper.systemtest.soak.RegisterOperation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checkers are checked: each planted violation is found, and a history without one is left in peace. */
final class CheckersTest {

    private static RegisterOperation write(int version, String value, long invoked, long returned) {
        return new RegisterOperation("/r", Kind.WRITE, Outcome.DONE, -1, version, value, invoked, returned);
    }

    private static RegisterOperation lost(String value, long invoked, long returned) {
        return new RegisterOperation("/r", Kind.WRITE, Outcome.UNKNOWN, -1, -1, value, invoked, returned);
    }

    private static RegisterOperation compareAndSet(
            int expected, int version, String value, long invoked, long returned) {
        return new RegisterOperation(
                "/r", Kind.COMPARE_AND_SET, Outcome.DONE, expected, version, value, invoked, returned);
    }

    private static RegisterOperation refused(int expected, String value, long invoked, long returned) {
        return new RegisterOperation(
                "/r", Kind.COMPARE_AND_SET, Outcome.REFUSED, expected, -1, value, invoked, returned);
    }

    private static RegisterOperation lostCompareAndSet(int expected, String value, long invoked, long returned) {
        return new RegisterOperation(
                "/r", Kind.COMPARE_AND_SET, Outcome.UNKNOWN, expected, -1, value, invoked, returned);
    }

    private static RegisterOperation read(int version, String value, long invoked, long returned) {
        return RegisterOperation.read("/r", Kind.READ, version, value, invoked, returned);
    }

    private static RegisterOperation look(int version, String value, long invoked, long returned) {
        return RegisterOperation.read("/r", Kind.LOOK, version, value, invoked, returned);
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
        return RegisterOperation.read("/r", Kind.SYNCED_READ, version, value, invoked, returned);
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
                .containsExactly("/r: 'x' was read and never written", "/r: version 2 is there after at most 1 writes");
    }

    @Test
    void aWriteThatWasAppliedTwiceIsFound() {
        assertThat(RegisterCheck.violations(List.of(lost("a", 0, 9), read(1, "a", 1, 2), read(2, "a", 3, 4))))
                .containsExactly(
                        "/r: 'a' is both version 1 and version 2", "/r: version 2 is there after at most 1 writes");
        assertThat(RegisterCheck.violations(List.of(lost("a", 0, 1), write(3, "b", 2, 3))))
                .as("though nobody read the first of the two")
                .containsExactly("/r: version 3 is there after at most 2 writes");
        assertThat(RegisterCheck.violations(List.of(lost("a", 0, 1), write(2, "b", 2, 3))))
                .isEmpty();
    }

    @Test
    void aCompareAndSetReplacesTheVersionItKnowsOrIsRefused() {
        assertThat(RegisterCheck.violations(List.of(
                        write(1, "a", 0, 1),
                        look(1, "a", 2, 3),
                        compareAndSet(1, 2, "b", 4, 9),
                        refused(1, "c", 4, 9),
                        refused(1, "d", 10, 11),
                        read(2, "b", 12, 13))))
                .isEmpty();
        assertThat(RegisterCheck.violations(
                        List.of(write(1, "a", 0, 9), refused(0, "b", 1, 2), look(0, "", 3, 4), read(1, "a", 5, 6))))
                .as("a look may be old")
                .isEmpty();
    }

    @Test
    void aCompareAndSetThatReplacedAnotherVersionIsFound() {
        List<RegisterOperation> history = List.of(write(1, "a", 0, 1), write(2, "b", 2, 3));

        assertThat(RegisterCheck.violations(plus(history, compareAndSet(1, 3, "c", 4, 5))))
                .containsExactly("/r: 'c' was to replace version 1 only and is version 3");
        assertThat(RegisterCheck.violations(plus(history, compareAndSet(1, 2, "c", 4, 5))))
                .contains(
                        "/r: version 2 is both 'b' and 'c'",
                        "/r: a COMPARE_AND_SET saw version 2 although version 2 was there before it began");
        assertThat(RegisterCheck.violations(plus(history, lostCompareAndSet(1, "c", 4, 5), read(3, "c", 6, 7))))
                .as("an answer that was lost is no excuse")
                .containsExactly("/r: 'c' was to replace version 1 only and is version 3");
    }

    @Test
    void aCompareAndSetThatWasRefusedAlthoughTheVersionWasCurrentIsFound() {
        RegisterOperation before = write(1, "a", 0, 1);
        RegisterOperation refused = refused(1, "c", 4, 5);
        String violation =
                "/r: a compare-and-set with version 1 was refused although that was the version all the time";

        assertThat(RegisterCheck.violations(List.of(before, refused)))
                .as("nobody wrote any more")
                .containsExactly(violation);
        assertThat(RegisterCheck.violations(List.of(before, refused, write(2, "b", 6, 7))))
                .as("it was replaced, but later")
                .containsExactly("/r: a WRITE saw version 2 although version 2 was there before it began", violation);
        assertThat(RegisterCheck.violations(List.of(before, refused, lost("b", 6, 7), read(2, "b", 8, 9))))
                .as("the same by somebody who heard no answer")
                .containsExactly(violation);
        assertThat(RegisterCheck.violations(List.of(before, lost("b", 2, 3), refused, read(1, "a", 6, 7))))
                .as("somebody may have replaced it, but it was still there afterwards")
                .contains(violation);
        assertThat(RegisterCheck.violations(List.of(before, lostCompareAndSet(0, "b", 2, 3), refused)))
                .as("nobody who could have")
                .containsExactly(violation);
        assertThat(RegisterCheck.violations(List.of(before, refused, refused)))
                .as("a refused one replaces nothing")
                .containsExactly(violation, violation);
    }

    @Test
    void aRefusalIsRightWhereTheVersionMayHaveBeenReplacedMeanwhile() {
        RegisterOperation before = write(1, "a", 0, 1);
        RegisterOperation refused = refused(1, "c", 4, 6);

        assertThat(RegisterCheck.violations(List.of(before, refused, write(2, "b", 5, 7))))
                .isEmpty();
        assertThat(RegisterCheck.violations(List.of(before, lost("b", 2, 3), refused)))
                .isEmpty();
        assertThat(RegisterCheck.violations(List.of(before, lostCompareAndSet(1, "b", 2, 3), refused)))
                .isEmpty();
    }

    @Test
    void whatWasRefusedIsSeenByNobody() {
        assertThat(RegisterCheck.violations(List.of(
                        write(1, "a", 0, 1),
                        write(2, "b", 2, 3),
                        refused(1, "c", 4, 5),
                        write(4, "d", 6, 7),
                        read(3, "c", 6, 7))))
                .contains("/r: 'c' is version 3 although it was refused");
    }

    @Test
    void whatARefusalTellsIsNotForgotten() {
        assertThat(RegisterCheck.violations(List.of(lost("a", 0, 9), refused(0, "b", 1, 2), read(0, "", 3, 4))))
                .contains("/r: a READ saw version 0 although version 1 was there before it began");
    }

    @Test
    void whatIsExcusedIsCounted() {
        List<RegisterOperation> history =
                List.of(write(1, "a", 0, 1), syncedRead(0, "", 4, 6), syncedRead(1, "a", 4, 6));

        assertThat(RegisterCheck.of(history, List.of(new Period(5, 9))))
                .isEqualTo(new RegisterCheck.Result(List.of(), 1));
    }

    private static List<RegisterOperation> plus(List<RegisterOperation> history, RegisterOperation... more) {
        return Stream.concat(history.stream(), Stream.of(more)).toList();
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

    private static EphemeralCheck.Look look(int begin, long epoch, String... found) {
        return new EphemeralCheck.Look(seconds(begin), seconds(begin) + 1, epoch, Set.of(found));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static List<String> looks(Map<String, Long> ended, EphemeralCheck.Look... looks) {
        EphemeralCheck check = new EphemeralCheck();
        return Stream.of(looks)
                .flatMap(look -> check.violations(look, ended).stream())
                .toList();
    }

    private static EphemeralCheck.Look[] everySecond(int from, int to, IntToLongFunction epoch) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(second -> look(second, epoch.applyAsLong(second), "/e/1"))
                .toArray(EphemeralCheck.Look[]::new);
    }

    @Test
    void anEphemeralThatOutlivesItsSessionIsFoundWhileTheRoundGoesOn() {
        Map<String, Long> ended = Map.of("/e/1", seconds(10));

        assertThat(looks(ended, everySecond(0, 17, second -> 1)))
                .as("its session may not even have expired")
                .isEmpty();
        assertThat(looks(ended, everySecond(0, 20, second -> 1)))
                .as("told once")
                .containsExactly("/e/1 was still there 8.0 s after its session, with one leader all the time");
        assertThat(looks(Map.of(), everySecond(0, 20, second -> 1)))
                .as("its session goes on")
                .isEmpty();
    }

    @Test
    void onlyTimeWithOneLeaderThatHasAQuorumCounts() {
        Map<String, Long> ended = Map.of("/e/1", seconds(10));

        assertThat(looks(ended, everySecond(0, 22, second -> second < 15 ? 1 : 2)))
                .as("a new leader gives every session its whole timeout again")
                .isEmpty();
        assertThat(looks(ended, everySecond(0, 23, second -> second < 15 ? 1 : 2)))
                .containsExactly("/e/1 was still there 8.0 s after its session, with one leader all the time");
        assertThat(looks(
                        ended,
                        Stream.concat(
                                        Stream.of(everySecond(0, 12, second -> 1)),
                                        Stream.of(everySecond(15, 22, second -> 1)))
                                .toArray(EphemeralCheck.Look[]::new)))
                .as("nobody acknowledged anything in between")
                .isEmpty();
    }

    @Test
    void whatWentInTimeIsCounted() {
        EphemeralCheck check = new EphemeralCheck();
        Map<String, Long> ended = Map.of("/e/1", seconds(1), "/e/2", seconds(1));

        check.violations(look(2, 1, "/e/1", "/e/3"), ended);
        check.violations(look(3, 1, "/e/1", "/e/3"), ended);
        assertThat(check.gone()).isEqualTo(1);
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
        history.add(look(1, "a", 6, 7));
        history.add(refused(0, "c", 6, 7));
        history.add(compareAndSet(1, 2, "d", 6, 7));

        assertThat(history.heard()).isEqualTo(7);
        assertThat(history.unheard()).isEqualTo(2);
        assertThat(history.compareAndSets()).isEqualTo(2);
        assertThat(history.refused()).isEqualTo(1);
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
