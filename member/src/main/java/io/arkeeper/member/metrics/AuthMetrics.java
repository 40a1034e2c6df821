package io.arkeeper.member.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Users and keys that were put in place, looked up when the page is asked for. */
public final class AuthMetrics extends Collector {

    private final IntSupplier warnings;
    private final LongSupplier adopted;
    private final LongSupplier refused;

    /**
     * @param warnings how many things people should know
     * @param adopted how often other users or keys were taken over
     * @param refused how often some were refused
     */
    public AuthMetrics(IntSupplier warnings, LongSupplier adopted, LongSupplier refused) {
        this.warnings = warnings;
        this.adopted = adopted;
        this.refused = refused;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return List.of(
                new GaugeMetricFamily(
                        "arkeeper_auth_warnings",
                        "How many things about users, keys or the KDC keep somebody out; status says which",
                        warnings.getAsInt()),
                new CounterMetricFamily(
                        "arkeeper_auth_material_adopted_total",
                        "How often other users or keys were taken over since the start",
                        adopted.getAsLong()),
                new CounterMetricFamily(
                        "arkeeper_auth_material_refusals_total",
                        "How often users or keys were refused since the start",
                        refused.getAsLong()));
    }
}
