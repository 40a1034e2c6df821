package io.arkeeper.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.arkeeper.core.membership.Scale;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.lifecycle.Member;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member makes of the disk that it finds. */
final class DisksIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private Path root;

    @BeforeEach
    void threeNames() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
    }

    private TestMember start(int ordinal, int servers) throws IOException {
        return TestMember.start(TestMember.settings(root, ordinal, servers));
    }

    private Path onlyFile(String directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    @Test
    void aTransactionLogOnItsOwnVolumeIsUsedAndMissed() throws Exception {
        MemberSettings settings = TestMember.withTxnLog(TestMember.settings(root, 0, 1), root.resolve("txn-log"));
        try (TestMember member = TestMember.start(settings)) {
            member.awaitReady(DEADLINE);
            member.create("/foo", "bar");
        }
        assertThat(settings.data().resolve("log")).doesNotExist();
        try (TestMember again = TestMember.start(settings)) {
            again.awaitReady(DEADLINE);
            assertThat(again.read("/foo")).isEqualTo("bar");
        }
        Files.move(root.resolve("txn-log"), root.resolve("lost"));
        try (TestMember robbed = TestMember.start(settings)) {
            MemberFailure failure = robbed.failure();
            assertThat(failure.code()).isEqualTo(ExitCode.FOREIGN_DISK);
            assertThat(failure).hasMessageStartingWith("the transaction log's volume is empty while the data volume");
        }
    }

    @Test
    void aForeignDiskIsRefusedAndLeftAlone() throws Exception {
        try (TestMember other = start(1, 3)) {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(other.get("/readyz").body()).contains("waiting for"));
        }
        Files.createDirectories(root.resolve("zk-0/data"));
        Files.writeString(
                root.resolve("zk-0/member.json"),
                "{\"format\":1,\"namespace\":\"test\",\"statefulSet\":\"zk\",\"ordinal\":1,\"phase\":\"member\"}");

        try (TestMember member = start(0, 3)) {
            assertThat(member.failure())
                    .hasMessage("this disk belongs to test/zk-1, expected test/zk-0; nothing was changed on it. Give"
                            + " each pod the volume that carries its own name, or empty this one yourself if its data"
                            + " is no longer needed")
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.FOREIGN_DISK);
        }
        assertThat(root.resolve("zk-0/data")).isEmptyDirectory();
        assertThat(root.resolve("zk-0/conf")).doesNotExist();
    }

    @Test
    void aDiskWithAnotherMyidIsRefused() throws Exception {
        Files.createDirectories(root.resolve("zk-0/data/version-2"));
        Files.writeString(root.resolve("zk-0/data/myid"), "3\n");
        Files.writeString(root.resolve("zk-0/data/version-2/snapshot.5"), "x");

        try (TestMember member = start(0, 3)) {
            assertThat(member.failure())
                    .hasMessage("the disk's myid is 3, expected 1 for test/zk-0; nothing was changed on it. This is"
                            + " the disk of another member: give each pod the volume that carries its own name")
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.FOREIGN_DISK);
        }
    }

    @Test
    void aFlippedBitInTheTransactionLogIsNamedWithItsPlaceAndNothingIsChanged() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            member.create("/foo", "bar");
            member.create("/foo2", "bar");
        }
        Path log = onlyFile("zk-0/log/version-2", "log.");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(16 + 8 + 4 + 3);
            int before = file.read(); // of the session's id, which the clock is part of
            file.seek(16 + 8 + 4 + 3);
            file.write(before ^ 1);
        }
        byte[] damaged = Files.readAllBytes(log);

        try (TestMember again = start(0, 1)) {
            assertThat(again.failure())
                    .hasMessageStartingWith(
                            "the database cannot be read: %s at byte 16: a record's checksum does not match, and"
                                    .formatted(log))
                    .hasMessageContaining(
                            "nothing was changed. If the other members serve, 'arkeeper member resync' has")
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.DATABASE_UNREADABLE);
        }
        assertThat(Files.readAllBytes(log)).isEqualTo(damaged);
    }

    @Test
    void aTruncatedSnapshotWithLogsBesideItIsRefused() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            member.create("/foo", "bar");
        }
        Path snapshot = onlyFile("zk-0/data/version-2", "snapshot.");
        Files.write(snapshot, List.of("ZKSN"));

        try (TestMember again = start(0, 1)) {
            assertThat(again.failure())
                    .hasMessageStartingWith("the database cannot be read: %s at byte ".formatted(snapshot))
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.DATABASE_UNREADABLE);
        }
        assertThat(snapshot).content().isEqualTo("ZKSN\n");
    }

    @Test
    void aTransactionLogCutOffInItsLastRecordStartsWithWhatIsWhole() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            member.create("/foo", "bar");
        }
        Path log = onlyFile("zk-0/log/version-2", "log.");
        byte[] bytes = Files.readAllBytes(log);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        Files.write(log, Arrays.copyOf(bytes, end - 3));

        try (TestMember again = start(0, 1)) {
            again.awaitReady(DEADLINE);
            assertThat(again.read("/foo")).isEqualTo("bar"); // the cut record closed the session
        }
    }

    @Test
    void aSecondMemberOnTheSameDiskIsRefused() throws Exception {
        MemberSettings settings = TestMember.settings(root, 0, 1);
        try (TestMember member = TestMember.start(settings)) {
            member.awaitReady(DEADLINE);
            // without HTTP, since those ports are the first one's
            Member second = new Member(
                    settings,
                    new CollectorRegistry(),
                    statefulSet -> new Scale.Unknown("a test"),
                    change -> {},
                    new SecureRandom());
            assertThat(catchThrowableOfType(MemberFailure.class, second::run))
                    .hasMessage("%s is locked by another process; stop the other member that runs on this disk"
                            .formatted(settings.data()))
                    .extracting(MemberFailure::code)
                    .isEqualTo(ExitCode.DISK_IN_USE);
        }
    }
}
