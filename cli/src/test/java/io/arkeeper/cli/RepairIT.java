package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.LineClient;
import io.arkeeper.cli.local.MemberDistribution;
import io.arkeeper.cli.local.StateHome;
import io.arkeeper.cli.local.release.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are lost or damaged, and the commands that mend it, with real members and acknowledged writes. */
final class RepairIT {

    private static final Path CHART = Path.of("..", "charts", "zookeeper").toAbsolutePath();
    private static final MemberDistribution MEMBER = new MemberDistribution(
            Path.of("..", "member", "target", "dist").toAbsolutePath().normalize());
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WRITES = "/repair";

    @TempDir
    private Path state;

    private long acknowledged;

    @BeforeEach
    void threeMembersWithAcknowledgedWrites() throws IOException {
        assertThat(MEMBER.isBuilt())
                .as("build the member first: mvn -pl core,member package")
                .isTrue();
        assertThat(up().exitCode()).isEqualTo(ExitCode.OK);
        try (LineClient client = client()) {
            client.ask("create " + WRITES, PATIENCE);
            client.ask("write-start " + WRITES, PATIENCE);
            client.ask("create /more", PATIENCE);
            Awaitility.await().atMost(PATIENCE).until(() -> client.ask("check " + WRITES + " 20", PATIENCE)
                    .texts("missing")
                    .isEmpty());
            acknowledged =
                    client.ask("write-stop", PATIENCE).number("acknowledged").orElseThrow();
        }
        assertThat(acknowledged).isGreaterThan(10);
    }

    @AfterEach
    void stop() {
        run("down", "fix");
    }

    private Run run(String... arguments) {
        return runTyping("", arguments);
    }

    private Run runTyping(String typed, String... arguments) {
        return Run.of(Run.surroundings(state, CHART, MEMBER.home(), typed), arguments);
    }

    private Run up(String... more) {
        return run(Stream.concat(
                        Stream.of("up", "fix", "--detach", "--set", "heap=64M,tickTimeMs=500,initTicks=20"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private Instance instance() {
        return new StateHome(state).instance("fix").orElseThrow();
    }

    private Path volume(int ordinal) {
        return state.resolve("fix/volumes/datadir-fix-zookeeper-" + ordinal);
    }

    private LineClient client() throws IOException {
        return LineClient.start(
                MEMBER, new StateHome(state).of("fix"), instance().connectString(), Duration.ofSeconds(10));
    }

    private void everyAcknowledgedWriteIsThere() throws IOException {
        try (LineClient client = client()) {
            client.ask("sync " + WRITES, PATIENCE);
            Tree check = client.ask("check %s %d".formatted(WRITES, acknowledged), PATIENCE);
            assertThat(check.asMap())
                    .as("of %d acknowledged writes", acknowledged)
                    .containsEntry("missing", List.of());
        }
    }

    private void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }

    private int follower() {
        List<String> names = instance().pods().stream().map(pod -> pod.pod()).toList();
        return names.indexOf(Members.ask(instance()).entrySet().stream()
                .filter(member -> member.getValue().role().equals("follower"))
                .findFirst()
                .orElseThrow()
                .getKey());
    }

    private void awaitReason(String words) {
        Awaitility.await(words).atMost(PATIENCE).until(() -> Members.ask(instance()).values().stream()
                .anyMatch(member -> member.reason().contains(words)));
    }

    @Test
    void anEnsembleThatLostTwoOfThreeDisksIsFormedAgainFromTheThird() throws IOException {
        Run needless = run("recover", "fix", "--yes");
        assertThat(needless.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(needless.err()).contains("serves as part of a quorum, so there is nothing to recover");
        run("down", "fix");
        empty(volume(0));
        empty(volume(1));
        assertThat(up("--timeout", "0").exitCode()).isEqualTo(ExitCode.TOO_LATE);
        awaitReason("no leader can be elected: 1 of 3 voters hold data and 2 are needed");
        assertThat(run("status", "fix").exitCode()).isEqualTo(ExitCode.NO_QUORUM);

        Run asked = runTyping("n\n", "recover", "fix");
        assertThat(asked.err()).contains("not confirmed, nothing was changed");
        assertThat(asked.out())
                .contains("fix-zookeeper-0  empty", "fix-zookeeper-2  data")
                .contains("fix-zookeeper-2 becomes the only voter, with its data up to 0x1");
        assertThat(volume(2).resolve("backup")).doesNotExist();

        Run recovered = run("recover", "fix", "--yes", "--timeout", "120");

        assertThat(recovered.err()).isEmpty();
        assertThat(recovered.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(recovered.out()).endsWith("all members serve again\n");
        assertThat(JSON.std.mapFrom(run("status", "fix", "-o", "json").out()))
                .containsEntry("voters", 3)
                .containsEntry("serving", 3);
        everyAcknowledgedWriteIsThere();
        assertThat(volume(2).resolve("backup/log/version-2")).isNotEmptyDirectory();
    }

    @Test
    void ofTwoDisksThatAreLeftOfFiveTheBetterOneIsTakenAndTheOtherPutAside() throws IOException {
        run("down", "fix");
        assertThat(up("--set", "servers=5", "--timeout", "120").exitCode()).isEqualTo(ExitCode.OK);
        Awaitility.await().atMost(PATIENCE).until(() -> JSON.std
                .mapFrom(run("status", "fix", "-o", "json").out())
                .get("voters")
                .equals(5));
        run("down", "fix");
        for (int lost : new int[] {0, 1, 3}) {
            empty(volume(lost));
        }
        assertThat(up("--set", "servers=5", "--timeout", "0").exitCode()).isEqualTo(ExitCode.TOO_LATE);
        awaitReason("no leader can be elected: 2 of 5 voters hold data and 3 are needed");

        Run recovered = run("recover", "fix", "--yes", "--timeout", "180");

        assertThat(recovered.err()).isEmpty();
        assertThat(recovered.out())
                .containsAnyOf("fix-zookeeper-2 has put its data aside", "fix-zookeeper-4 has put its data aside")
                .endsWith("all members serve again\n");
        everyAcknowledgedWriteIsThere();
    }

    @Test
    void aDamagedFollowerIsNamedAndFilledAgain() throws IOException {
        int broken = follower();
        Path volume = volume(broken);
        assertThat(run("member", "check", volume.toString()).exitCode()).isEqualTo(ExitCode.OK);
        run("down", "fix");
        Path log;
        try (Stream<Path> logs = Files.list(volume.resolve("log/version-2"))) {
            log = logs.sorted().findFirst().orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(16 + 8 + 4 + 3);
            int before = file.read(); // of the session's id, which the clock is part of
            file.seek(16 + 8 + 4 + 3);
            file.write(before ^ 1);
        }
        Run check = run("member", "check", volume.toString());
        assertThat(check.exitCode()).isEqualTo(ExitCode.NOT_VERIFIED);
        assertThat(check.out())
                .contains(
                        "DAMAGED  %s at byte 16: a record's checksum does not match, and".formatted(log.getFileName()))
                .contains("a member does not start with it");

        assertThat(up("--timeout", "0").exitCode()).isEqualTo(ExitCode.TOO_LATE);
        awaitReason("the database cannot be read: %s at byte 16".formatted(log));
        Awaitility.await().atMost(PATIENCE).until(() -> run("status", "fix").exitCode() == ExitCode.NO_SPARE);

        Run unknown = run("member", "resync", "fix-zookeeper-9", "fix");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        Run other = run("member", "resync", Integer.toString(otherFollower(broken)), "fix");
        assertThat(other.exitCode()).isEqualTo(ExitCode.NO_SPARE);
        Run resync = run("member", "resync", Integer.toString(broken), "fix", "--timeout", "120");

        assertThat(resync.err()).isEmpty();
        assertThat(resync.out()).endsWith("fix-zookeeper-%d serves again\n".formatted(broken));
        everyAcknowledgedWriteIsThere();
        assertThat(volume.resolve("set-aside/log/version-2")).isNotEmptyDirectory();
        assertThat(run("member", "check", volume.toString()).exitCode()).isEqualTo(ExitCode.OK);
    }

    /** Of the two that serve: its loss would cost the quorum, or it leads. */
    private static int otherFollower(int broken) {
        return broken == 0 ? 1 : 0;
    }
}
