package io.arkeeper.member.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.core.membership.GracePeriod;
import io.arkeeper.member.config.MemberSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A member that looks for a leader for as long as it runs. */
public final class Electing {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Electing() {}

    /** The last of three that had formed an ensemble, whose peers have gone; its disk is below {@code root}. */
    public static TestMember lastOfThree(Path root) throws IOException {
        return lastOfThree(root, GracePeriod.DEFAULT);
    }

    /** The same with another time to end in. */
    public static TestMember lastOfThree(Path root, GracePeriod grace) throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
        MemberSettings settings = TestMember.settings(root, 2, 3).withGrace(grace);
        try (TestMember first = TestMember.start(TestMember.settings(root, 0, 3));
                TestMember second = TestMember.start(TestMember.settings(root, 1, 3));
                TestMember third = TestMember.start(settings)) {
            first.awaitReady(DEADLINE);
            second.awaitReady(DEADLINE);
            third.awaitReady(DEADLINE);
        }
        TestMember alone = TestMember.start(settings);
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(alone.get("/readyz").body())
                        .contains("looking for a leader: 2 of 3 voters with data are needed, 1 is up"));
        return alone;
    }
}
