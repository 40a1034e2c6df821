package io.arkeeper.member.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.disk.DiskSpace;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiskMetricsTest {

    private static final long MIB = 1 << 20;

    @Test
    void eachVolumeTellsItsRoomAndWhetherItIsAlmostFull() {
        DiskMetrics metrics = new DiskMetrics(
                () -> List.of(new DiskSpace("/data", MIB, 20 * MIB), new DiskSpace("/log", 5 * MIB, 20 * MIB)));

        assertThat(metrics.collect().stream()
                        .flatMap(family -> family.samples.stream())
                        .map(sample -> "%s%s %.0f".formatted(sample.name, sample.labelValues, sample.value)))
                .containsExactly(
                        "arkeeper_disk_free_bytes[/data] 1048576",
                        "arkeeper_disk_free_bytes[/log] 5242880",
                        "arkeeper_disk_total_bytes[/data] 20971520",
                        "arkeeper_disk_total_bytes[/log] 20971520",
                        "arkeeper_disk_low[/data] 1",
                        "arkeeper_disk_low[/log] 0");
    }
}
