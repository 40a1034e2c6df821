package io.arkeeper.member.database;

import static io.arkeeper.member.database.SampleDatabase.FIRST;
import static io.arkeeper.member.database.SampleDatabase.IN_EACH_LOG;
import static io.arkeeper.member.database.SampleDatabase.LAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.arkeeper.core.database.DatabaseState;
import io.arkeeper.core.database.Finding;
import io.arkeeper.core.database.SnapshotContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that ZooKeeper has written, whole and damaged; what it makes of them itself is the other opinion. */
final class DatabaseFilesTest {

    private static final long MIDDLE = FIRST + IN_EACH_LOG - 1;

    @TempDir
    private Path root;

    private DatabaseFiles files;

    @BeforeEach
    void write() throws IOException {
        files = SampleDatabase.write(root);
    }

    private Path snapshot(long zxid) {
        return files.snapshots().resolve("snapshot." + Long.toHexString(zxid));
    }

    private Path log(long zxid) {
        return files.logs().resolve("log." + Long.toHexString(zxid));
    }

    @Test
    void aWholeDatabaseIsSound() throws IOException {
        DatabaseState state = files.read();

        assertThat(state.findings()).isEmpty();
        assertThat(state.restorable()).isEqualTo(LAST);
        assertThat(state.lastAt().orElseThrow().toEpochMilli()).isEqualTo(1_000 + LAST);
        assertThat(state.snapshots())
                .extracting(SnapshotContent::file, SnapshotContent::nodes)
                .containsExactly(
                        tuple("snapshot.0", 4L), tuple("snapshot." + Long.toHexString(MIDDLE), 4L + IN_EACH_LOG));
        assertThat(SampleDatabase.restoreWithZooKeeper(root)).isEqualTo(LAST);
    }

    @Test
    void readingChangesNothing() throws IOException {
        List<String> before = contents();

        files.read();

        assertThat(contents()).isEqualTo(before);
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> file + " " + hash(file))
                    .toList();
        }
    }

    private static int hash(Path file) {
        try {
            return Arrays.hashCode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyFlippedByteOfTheNewestSnapshotIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(snapshot(MIDDLE));
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x21;
            Files.write(snapshot(MIDDLE), flipped);

            DatabaseState state = files.read();

            assertThat(state.findings()).as("flipped at %d", at).isNotEmpty();
            agreesWithZooKeeper(state, "snapshot flipped at " + at);
        }
    }

    @Test
    void aSnapshotCutOffAnywhereIsLeftOut() throws IOException {
        byte[] whole = Files.readAllBytes(snapshot(MIDDLE));
        for (int length = 0; length < whole.length; length++) {
            Files.write(snapshot(MIDDLE), Arrays.copyOf(whole, length));

            DatabaseState state = files.read();

            if (length != endOfNodes(whole) && length != endOfDigest(whole)) { // without what later releases append
                assertThat(state.snapshots().getLast().finding())
                        .as("cut at %d", length)
                        .isPresent();
            }
            agreesWithZooKeeper(state, "snapshot cut at " + length);
        }
    }

    private static int endOfNodes(byte[] whole) {
        return whole.length - 20 - 13 - 8 - 13;
    }

    private static int endOfDigest(byte[] whole) {
        return whole.length - 8 - 13;
    }

    @Test
    void everyFlippedByteOfALogIsJudgedAsZooKeeperActs() throws IOException {
        for (long start : List.of(FIRST, MIDDLE + 1)) {
            byte[] whole = Files.readAllBytes(log(start));
            int end = whole.length;
            while (whole[end - 1] == 0) {
                end--;
            }
            for (int at = 0; at < end; at++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 0x21;
                Files.write(log(start), flipped);

                agreesWithZooKeeper(files.read(), "log.%x flipped at %d".formatted(start, at));
            }
            Files.write(log(start), whole);
        }
    }

    @Test
    void aLogCutOffAnywhereIsJudgedAsZooKeeperActs() throws IOException {
        for (long start : List.of(FIRST, MIDDLE + 1)) {
            byte[] whole = Files.readAllBytes(log(start));
            for (int length = 0; length < 1500; length++) {
                Files.write(log(start), Arrays.copyOf(whole, length));

                agreesWithZooKeeper(files.read(), "log.%x cut at %d".formatted(start, length));
            }
            Files.write(log(start), whole);
        }
    }

    /**
     * Where ZooKeeper refuses, so do we; where it starts, it starts with at least what we call good, and with exactly
     * that where we find no damage.
     */
    private void agreesWithZooKeeper(DatabaseState state, String what) {
        Optional<Long> restored = restored();
        assertThat(state.starts()).as("%s: %s", what, state.findings()).isEqualTo(restored.isPresent());
        if (restored.isPresent()) {
            assertThat(restored.get()).as(what).isGreaterThanOrEqualTo(state.restorable());
            if (state.isSound()) {
                assertThat(restored.get()).as(what).isEqualTo(state.restorable());
            }
        }
    }

    private Optional<Long> restored() {
        try {
            return Optional.of(SampleDatabase.restoreWithZooKeeper(root));
        } catch (IOException | RuntimeException e) { // a missing access control list is the latter
            return Optional.empty();
        }
    }

    @Test
    void epochsAreReadAndMustBeNumbers() throws IOException {
        Files.writeString(files.snapshots().resolve("acceptedEpoch"), "3");
        Files.writeString(files.snapshots().resolve("currentEpoch"), "x");

        DatabaseState state = files.read();

        assertThat(state.epochs().accepted()).hasValue(3);
        assertThat(state.firstDamage())
                .contains(new Finding("currentEpoch", 0, "it holds no number", Finding.Weight.FATAL));
        assertThat(state.starts()).isFalse();
    }
}
