package io.arkeeper.systemtest.soak;

import static org.awaitility.Awaitility.await;

import io.arkeeper.core.database.Finding;
import io.arkeeper.member.database.VolumeLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/** Reads a member's volume from beginning to end as {@code arkeeper member check} does, while the member serves. */
final class DatabaseCheck {

    /** A record that is being written looks like damage for a moment, and files may go while they are read. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private DatabaseCheck() {}

    /** What is damaged; a record that was cut short when its member was killed was never acknowledged and is none. */
    static List<String> violations(String member, Path volume) throws IOException {
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> damage(volume).isEmpty());
            return List.of();
        } catch (ConditionTimeoutException e) {
            return damage(volume).stream()
                    .map(finding -> "%s's database is damaged: %s".formatted(member, finding))
                    .toList();
        }
    }

    private static List<Finding> damage(Path volume) throws IOException {
        return VolumeLayout.of(volume, Optional.empty()).read().findings().stream()
                .filter(Finding::isDamage)
                .toList();
    }
}
