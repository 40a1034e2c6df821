package io.arkeeper.member.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.testing.LogLines;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that is told to stop while it looks for a leader that will not come: real members in this process. */
final class StopIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** The chart's grace period is 60 s; the rest is for the kubelet. */
    private static final Duration WITHIN_THE_GRACE_PERIOD = Duration.ofSeconds(50);

    @TempDir
    private Path root;

    @BeforeEach
    void threeNames() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
    }

    private static void awaitReady(TestMember member) {
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(member.get("/readyz").statusCode()).isEqualTo(200));
    }

    /** The last of three, whose peers have gone. */
    private TestMember electing() throws IOException {
        MemberSettings settings = TestMember.settings(root, 2, 3);
        try (TestMember first = TestMember.start(TestMember.settings(root, 0, 3));
                TestMember second = TestMember.start(TestMember.settings(root, 1, 3));
                TestMember third = TestMember.start(settings)) {
            awaitReady(first);
            awaitReady(second);
            awaitReady(third);
        }
        TestMember alone = TestMember.start(settings);
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(
                        alone.get("/readyz").body())
                .contains("looking for a leader: 2 of 3 voters with data are needed, 1 is up"));
        return alone;
    }

    private static Duration timeToStop(TestMember member) {
        long before = System.nanoTime();
        member.close();
        return Duration.ofNanos(System.nanoTime() - before);
    }

    @Test
    void whoComesBackEndsAtOnceAndSaysThatItKeepsItsSeat() throws IOException {
        TestMember member = electing();
        try (LogLines log = LogLines.of("io.arkeeper.member.lifecycle")) {
            assertThat(timeToStop(member)).isLessThan(Duration.ofSeconds(10));

            assertThat(log.lines())
                    .contains("is told to stop: the StatefulSet is not known (a test), the ConfigMap wants 3, so zk-2"
                            + " comes back")
                    .noneMatch(line -> line.contains("has not ended"));
        }
    }

    @Test
    void whoDoesNotComeBackEndsWithinTheGracePeriodAndSaysThatItStillHasItsSeat() throws IOException {
        TestMember member = electing();
        Files.writeString(root.resolve("config/ensemble.properties"), "servers=1\n");
        try (LogLines log = LogLines.of("io.arkeeper.member.lifecycle")) {
            assertThat(timeToStop(member)).isLessThan(WITHIN_THE_GRACE_PERIOD);

            assertThat(log.lines())
                    .containsSubsequence(
                            "is told to stop: the StatefulSet is not known (a test), the ConfigMap wants 1, so zk-2"
                                    + " leaves",
                            "has not been removed within 20s; stops with its seat");
        }
    }
}
