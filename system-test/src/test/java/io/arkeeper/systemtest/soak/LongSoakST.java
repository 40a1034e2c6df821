package io.arkeeper.systemtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** {@code make soak MINUTES=60}: runs for as long as it is told, and writes the report. */
@EnabledIfSystemProperty(named = "soak.minutes", matches = "[0-9]+")
final class LongSoakST {

    @Test
    void nothingIsViolated() throws Exception {
        Duration time = Duration.ofMinutes(Long.getLong("soak.minutes"));
        long seed = Long.getLong("soak.seed", System.currentTimeMillis());
        Path report = Path.of(System.getProperty("soak.report"));
        Soak soak = new Soak(
                System.getProperty("soak.commit", "unknown"), Duration.ofMillis(Long.getLong("soak.pause.ms", 0)));

        assertThat(soak.run(time, seed, report)).isEmpty();
    }
}
