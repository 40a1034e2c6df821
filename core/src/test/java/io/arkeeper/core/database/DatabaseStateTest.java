package io.arkeeper.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.database.Finding.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class DatabaseStateTest {

    private static final long E1 = 0x100000000L;
    private static final long E2 = 0x200000000L;
    private static final Epochs EPOCHS = new Epochs(OptionalLong.of(2), OptionalLong.of(2), List.of());
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private static SnapshotContent snapshot(long zxid) {
        return new SnapshotContent(
                "snapshot." + Long.toHexString(zxid), zxid, OptionalLong.empty(), 5, 100, Optional.empty());
    }

    private static SnapshotContent damaged(long zxid, Weight weight) {
        String name = "snapshot." + Long.toHexString(zxid);
        return new SnapshotContent(
                name, zxid, OptionalLong.empty(), 5, 100, Optional.of(new Finding(name, 7, "torn", weight)));
    }

    private static LogContent log(long first, long last) {
        return log(first, last, List.of());
    }

    private static LogContent log(long first, long last, List<ZxidRun> beyond, Finding... findings) {
        return new LogContent(
                "log." + Long.toHexString(first),
                first,
                last < first ? List.of() : List.of(new ZxidRun(first, last, last - first + 1)),
                beyond,
                Optional.of(AT),
                List.of(findings));
    }

    private static Finding in(long log, Weight weight) {
        return new Finding("log." + Long.toHexString(log), 99, "bad", weight);
    }

    private static DatabaseState state(List<SnapshotContent> snapshots, List<LogContent> logs) {
        return DatabaseState.of(snapshots, logs, EPOCHS);
    }

    private static void expect(DatabaseState state, long restorable, long seen, long lost, boolean starts) {
        assertThat(List.of(
                        Zxid.text(state.restorable()), Zxid.text(state.seen()), "lost " + state.lost(), state.starts()))
                .isEqualTo(List.of(Zxid.text(restorable), Zxid.text(seen), "lost " + lost, starts));
    }

    @Test
    void everySnapshotAndLogInOrderIsSound() {
        DatabaseState state =
                state(List.of(snapshot(0), snapshot(E1 + 4)), List.of(log(E1 + 1, E1 + 9), log(E2 + 1, E2 + 3)));

        expect(state, E2 + 3, E2 + 3, 0, true);
        assertThat(state.isSound()).isTrue();
        assertThat(state.lastAt()).contains(AT);
    }

    @Test
    void nothingAtAllIsEmptyAndStarts() {
        DatabaseState state = state(List.of(), List.of());

        expect(state, -1, -1, 0, true);
        assertThat(state.isEmpty()).isTrue();
    }

    @Test
    void aGapThatASnapshotCoversIsNone() {
        DatabaseState state =
                state(List.of(snapshot(0), snapshot(E1 + 50)), List.of(log(E1 + 1, E1 + 9), log(E1 + 51, E1 + 60)));

        expect(state, E1 + 60, E1 + 60, 0, true);
        assertThat(state.isSound()).isTrue();
    }

    @Test
    void aGapEndsTheGoodPartAlthoughZooKeeperStartsWithIt() {
        DatabaseState state = state(List.of(snapshot(0)), List.of(log(E1 + 1, E1 + 9), log(E1 + 11, E1 + 20)));

        expect(state, E1 + 9, E1 + 20, 10, true);
        assertThat(state.findings())
                .containsExactly(new Finding(
                        "log.10000000b",
                        0,
                        "transactions between 0x100000009 and 0x10000000b are in no file",
                        Weight.DAMAGE));
    }

    @Test
    void anEpochThatDoesNotBeginWithItsFirstTransactionIsAGap() {
        DatabaseState state = state(List.of(snapshot(0)), List.of(log(E1 + 1, E1 + 9), log(E2 + 2, E2 + 5)));

        expect(state, E1 + 9, E2 + 5, 4, true);
        assertThat(state.isSound()).isFalse();
    }

    @Test
    void fatalDamageInALogThatIsReadStopsThere() {
        LogContent broken = log(E1 + 1, E1 + 4, List.of(new ZxidRun(E1 + 6, E1 + 9, 4)), in(E1 + 1, Weight.FATAL));

        DatabaseState state = state(List.of(snapshot(0)), List.of(broken, log(E1 + 10, E1 + 12)));

        expect(state, E1 + 4, E1 + 12, 7, false);
        assertThat(state.firstDamage()).contains(in(E1 + 1, Weight.FATAL));
    }

    @Test
    void fatalDamageInALogThatNoSnapshotNeedsAnyMoreDoesNotStopTheStart() {
        LogContent broken = log(E1 + 1, E1 + 4, List.of(), in(E1 + 1, Weight.FATAL));

        DatabaseState state = state(List.of(snapshot(0), snapshot(E1 + 10)), List.of(broken, log(E1 + 10, E1 + 12)));

        expect(state, E1 + 12, E1 + 12, 0, true);
        assertThat(state.isSound()).isFalse();
    }

    @Test
    void aLostEndMarkThatZooKeeperTakesForTheEndLosesWhatIsBehindIt() {
        LogContent broken = log(E1 + 1, E1 + 4, List.of(new ZxidRun(E1 + 6, E1 + 9, 4)), in(E1 + 1, Weight.DAMAGE));

        expect(state(List.of(snapshot(0)), List.of(broken)), E1 + 4, E1 + 9, 4, true);
    }

    @Test
    void aDamagedSnapshotFallsBackToTheOneBeforeAndTheLogs() {
        DatabaseState state = state(List.of(snapshot(0), damaged(E1 + 5, Weight.DAMAGE)), List.of(log(E1 + 1, E1 + 9)));

        expect(state, E1 + 9, E1 + 9, 0, true);
        assertThat(state.isSound()).isFalse();
    }

    @Test
    void aSnapshotThatWasNotFinishedIsNoDamage() {
        DatabaseState state = state(List.of(snapshot(0), damaged(E1 + 5, Weight.REMARK)), List.of(log(E1 + 1, E1 + 9)));

        expect(state, E1 + 9, E1 + 9, 0, true);
        assertThat(state.isSound()).isTrue();
    }

    @Test
    void aDamagedSnapshotWhoseLogsWerePurgedIsAGap() {
        DatabaseState state =
                state(List.of(snapshot(E1 + 5), damaged(E1 + 50, Weight.DAMAGE)), List.of(log(E1 + 51, E1 + 60)));

        expect(state, E1 + 5, E1 + 60, 10, true);
    }

    @Test
    void aSnapshotThatWasNotFinishedIsWhatStopsTheStartWhereThereIsNoOther() {
        DatabaseState state = state(List.of(damaged(0, Weight.REMARK)), List.of(log(E1 + 1, E1 + 9)));

        expect(state, -1, E1 + 9, 9, false);
        assertThat(state.firstDamage())
                .contains(new Finding("snapshot.0", 7, "torn, and no other snapshot can be read", Weight.FATAL));
    }

    @Test
    void logsWithoutAnySnapshotAreWorthNothing() {
        DatabaseState state = state(List.of(damaged(0, Weight.DAMAGE)), List.of(log(E1 + 1, E1 + 9)));

        expect(state, -1, E1 + 9, 9, false);
    }

    @Test
    void epochsThatContradictTheDatabaseOrEachOtherStopTheStart() {
        List<SnapshotContent> snapshots = List.of(snapshot(0));
        List<LogContent> logs = List.of(log(E1 + 1, E1 + 9));

        DatabaseState older =
                DatabaseState.of(snapshots, logs, new Epochs(OptionalLong.of(1), OptionalLong.of(0), List.of()));
        DatabaseState crossed =
                DatabaseState.of(snapshots, logs, new Epochs(OptionalLong.of(1), OptionalLong.of(2), List.of()));

        assertThat(older.starts()).isFalse();
        assertThat(older.firstDamage().orElseThrow())
                .hasToString("currentEpoch at byte 0: it is 0, but the last transaction 0x100000009 is of epoch 1");
        assertThat(crossed.firstDamage().orElseThrow())
                .hasToString("acceptedEpoch at byte 0: it is 1, less than the current epoch 2");
    }

    /** Whatever single transaction is taken out of the logs, the good part ends before it. */
    @Test
    void everyMissingTransactionIsNoticed() {
        for (long missing = E1 + 1; missing < E1 + 20; missing++) {
            List<ZxidRun> runs = new ArrayList<>();
            for (long zxid = E1 + 1; zxid <= E1 + 20; zxid++) {
                if (zxid != missing) {
                    ZxidRun.extend(runs, zxid);
                }
            }
            LogContent log = new LogContent("log.100000001", E1 + 1, runs, List.of(), Optional.of(AT), List.of());

            DatabaseState state = state(List.of(snapshot(0)), List.of(log));

            long good = missing == E1 + 1 ? 0 : missing - 1;
            expect(state, good, E1 + 20, E1 + 20 - missing, true);
            assertThat(state.isSound()).as(Zxid.text(missing)).isFalse();
        }
    }
}
