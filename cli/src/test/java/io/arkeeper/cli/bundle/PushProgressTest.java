package io.arkeeper.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.registry.PushListener.How;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PushProgressTest {

    private static final Digest DIGEST = new Digest("0".repeat(64));
    private static final long MIB = 1 << 20;

    private final StringWriter printed = new StringWriter();
    private final PrintWriter out = new PrintWriter(printed, true);
    private long now;

    @Test
    void aLogGetsALineEveryFewSecondsAndTheEnd() {
        PushProgress progress = new PushProgress(new PushReporter.Lines(out), () -> now);

        for (int second = 0; second <= 12; second++) {
            progress.advanced(second * MIB, 12 * MIB);
            now += Duration.ofSeconds(1).toNanos();
        }

        assertThat(printed).hasToString("""
                0 B of 12.0 MiB, 0 %
                5.0 MiB of 12.0 MiB, 41 %, 1.0 MiB/s, 7 s left
                10.0 MiB of 12.0 MiB, 83 %, 1.0 MiB/s, 2 s left
                12.0 MiB of 12.0 MiB, 100 %, 1.0 MiB/s
                """);
    }

    @Test
    void aTerminalHasOneLineThatIsWrittenAnew() {
        PushProgress progress = new PushProgress(new PushReporter.Terminal(out), () -> now);

        progress.advanced(MIB, 2 * MIB);
        now += Duration.ofMillis(100).toNanos();
        progress.advanced(MIB + 1, 2 * MIB); // too soon
        now += Duration.ofMillis(100).toNanos();
        progress.advanced(2 * MIB, 2 * MIB);
        new PushReporter.Terminal(out).say("done");

        assertThat(printed)
                .hasToString("\r\u001b[K1.0 MiB of 2.0 MiB, 50 %\r\u001b[K2.0 MiB of 2.0 MiB, 100 %\r\u001b[Kdone\n");
    }

    @Test
    void bytesThatWereThereMakeNoSpeed() {
        PushProgress progress = new PushProgress(new PushReporter.Lines(out), () -> now);

        progress.blobDone("r", DIGEST, 100 * MIB, How.PRESENT);
        progress.advanced(100 * MIB, 110 * MIB);
        now += Duration.ofSeconds(5).toNanos();
        progress.advanced(105 * MIB, 110 * MIB);

        assertThat(printed.toString().lines()).endsWith("105.0 MiB of 110.0 MiB, 95 %, 1.0 MiB/s, 5 s left");
    }

    @Test
    void programsGetEvents() {
        PushProgress progress = new PushProgress(new PushReporter.Events(out), () -> now);

        progress.blobDone("arkeeper/zookeeper", DIGEST, 7, How.MOUNTED);
        progress.advanced(7, 9);
        now += Duration.ofSeconds(1).toNanos();
        progress.advanced(8, 9);
        progress.manifestDone("arkeeper/zookeeper", "tag", DIGEST, false);

        assertThat(printed).hasToString("""
                {"digest":"%1$s","event":"blob","how":"mounted","repository":"arkeeper/zookeeper","size":7}
                {"done":7,"event":"progress","total":9}
                {"bytesPerSecond":1,"done":8,"event":"progress","secondsLeft":1,"total":9}
                {"digest":"%1$s","event":"manifest","how":"sent","reference":"tag","repository":"arkeeper/zookeeper"}
                """.formatted(DIGEST));
    }

    @Test
    void amountsAsPeopleReadThem() {
        assertThat(Amount.of(0)).isEqualTo("0 B");
        assertThat(Amount.of(1023)).isEqualTo("1023 B");
        assertThat(Amount.of(1536)).isEqualTo("1.5 KiB");
        assertThat(Amount.of(3L << 30)).isEqualTo("3.0 GiB");
        assertThat(Amount.ofTime(59)).isEqualTo("59 s");
        assertThat(Amount.ofTime(125)).isEqualTo("2 min 5 s");
        assertThat(Amount.ofTime(4200)).isEqualTo("1 h 10 min");
    }
}
