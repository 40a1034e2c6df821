package io.arkeeper.member.metrics;

import io.arkeeper.core.disk.DiskSpace;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** The room on the member's volumes, looked up when the page is asked for. */
public final class DiskMetrics extends Collector {

    private static final List<String> LABELS = List.of("volume");

    private final Supplier<List<DiskSpace>> spaces;

    public DiskMetrics(Supplier<List<DiskSpace>> spaces) {
        this.spaces = spaces;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        GaugeMetricFamily free = new GaugeMetricFamily("arkeeper_disk_free_bytes", "Bytes free on a volume", LABELS);
        GaugeMetricFamily total = new GaugeMetricFamily("arkeeper_disk_total_bytes", "Bytes of a volume", LABELS);
        GaugeMetricFamily low =
                new GaugeMetricFamily("arkeeper_disk_low", "1 where a volume is almost full, otherwise 0", LABELS);
        for (DiskSpace space : spaces.get()) {
            List<String> volume = List.of(space.volume());
            free.addMetric(volume, (double) space.freeBytes());
            total.addMetric(volume, (double) space.totalBytes());
            low.addMetric(volume, space.isLow() ? 1 : 0);
        }
        return List.of(free, total, low);
    }
}
