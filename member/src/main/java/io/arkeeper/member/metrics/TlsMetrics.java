package io.arkeeper.member.metrics;

import io.arkeeper.member.tls.TlsStore;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The TLS material in use, looked up when the page is asked for. */
public final class TlsMetrics extends Collector {

    private final TlsStore store;
    private final BooleanSupplier required;

    /** @param required whether plaintext between members is refused */
    public TlsMetrics(TlsStore store, BooleanSupplier required) {
        this.store = store;
        this.required = required;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return List.of(
                new GaugeMetricFamily(
                        "arkeeper_tls_certificate_expiry_timestamp_seconds",
                        "When the certificate in use, or the first of those that vouch for it, expires, in seconds since 1970",
                        store.material().validUntil().getEpochSecond()),
                new GaugeMetricFamily(
                        "arkeeper_tls_material_refused",
                        "1 where the newest material cannot be used and the one before is, otherwise 0",
                        store.problem().isPresent() ? 1 : 0),
                new GaugeMetricFamily(
                        "arkeeper_tls_required",
                        "1 where plaintext between members is refused, otherwise 0",
                        required.getAsBoolean() ? 1 : 0),
                new CounterMetricFamily(
                        "arkeeper_tls_material_adopted_total",
                        "How often other material was taken over since the start",
                        store.adopted()),
                new CounterMetricFamily(
                        "arkeeper_tls_material_refusals_total",
                        "How often material was refused since the start",
                        store.refused()));
    }
}
