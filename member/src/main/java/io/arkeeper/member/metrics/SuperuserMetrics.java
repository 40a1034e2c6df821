package io.arkeeper.member.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Administrators' sessions and the tickets for them, looked up when the page is asked for. */
public final class SuperuserMetrics extends Collector {

    private final LongSupplier open;
    private final LongSupplier begun;
    private final LongSupplier lapsed;
    private final Supplier<Map<String, Long>> refused;

    /**
     * @param open how many sessions are open
     * @param begun how many have begun
     * @param lapsed how many tickets were not used in time
     * @param refused how many tickets were refused, by reason
     */
    public SuperuserMetrics(
            LongSupplier open, LongSupplier begun, LongSupplier lapsed, Supplier<Map<String, Long>> refused) {
        this.open = open;
        this.begun = begun;
        this.lapsed = lapsed;
        this.refused = refused;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        CounterMetricFamily refusals = new CounterMetricFamily(
                "arkeeper_superuser_tickets_refused_total",
                "How many superuser's tickets were refused since the start",
                List.of("reason"));
        refused.get().forEach((reason, count) -> refusals.addMetric(List.of(reason), count));
        return List.of(
                new GaugeMetricFamily(
                        "arkeeper_superuser_sessions",
                        "How many sessions of the superuser administrators have open",
                        open.getAsLong()),
                new CounterMetricFamily(
                        "arkeeper_superuser_sessions_begun_total",
                        "How many sessions of the superuser administrators have begun since the start",
                        begun.getAsLong()),
                new CounterMetricFamily(
                        "arkeeper_superuser_tickets_lapsed_total",
                        "How many superuser's tickets were given out and not used in time",
                        lapsed.getAsLong()),
                refusals);
    }
}
