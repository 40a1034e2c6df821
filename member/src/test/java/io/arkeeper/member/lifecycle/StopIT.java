package io.arkeeper.member.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.membership.GracePeriod;
import io.arkeeper.member.testing.Electing;
import io.arkeeper.member.testing.LogLines;
import io.arkeeper.member.testing.TestMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that is told to stop while it looks for a leader that will not come: real members in this process. */
final class StopIT {

    private static final GracePeriod GRACE = new GracePeriod(Duration.ofSeconds(30));

    @TempDir
    private Path root;

    private static Duration timeToStop(TestMember member) {
        long before = System.nanoTime();
        member.close();
        return Duration.ofNanos(System.nanoTime() - before);
    }

    @Test
    void whoComesBackEndsAtOnceAndSaysThatItKeepsItsSeat() throws IOException {
        TestMember member = Electing.lastOfThree(root, GRACE);
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
        TestMember member = Electing.lastOfThree(root, GRACE);
        Files.writeString(root.resolve("config/ensemble.properties"), "servers=1\n");
        try (LogLines log = LogLines.of("io.arkeeper.member.lifecycle")) {
            assertThat(timeToStop(member)).isBetween(GRACE.toLeave(), GRACE.whole());

            assertThat(log.lines())
                    .containsSubsequence(
                            "is told to stop: the StatefulSet is not known (a test), the ConfigMap wants 1, so zk-2"
                                    + " leaves",
                            "has not been removed within 13s; stops with its seat");
        }
    }
}
