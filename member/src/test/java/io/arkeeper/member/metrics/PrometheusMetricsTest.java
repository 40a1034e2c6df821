package io.arkeeper.member.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.zookeeper.metrics.MetricsContext;
import org.apache.zookeeper.metrics.MetricsContext.DetailLevel;
import org.junit.jupiter.api.Test;

final class PrometheusMetricsTest {

    private final CollectorRegistry registry = new CollectorRegistry();
    private final PrometheusMetrics metrics = metrics();

    private PrometheusMetrics metrics() {
        PrometheusMetrics made = new PrometheusMetrics();
        Properties properties = new Properties();
        properties.put(PrometheusMetrics.REGISTRY, registry);
        made.configure(properties);
        return made;
    }

    private String page() throws IOException {
        StringWriter page = new StringWriter();
        TextFormat.write004(page, registry.metricFamilySamples());
        return page.toString();
    }

    @Test
    void namesAndTypesAreThoseOfZooKeepersOwnProvider() throws IOException {
        MetricsContext context = metrics.getRootContext();
        context.getCounter("election_started").add(2);
        context.getCounterSet("quorum_bytes").add("zk", 5);
        context.getSummary("readlatency", DetailLevel.BASIC).add(3);
        context.registerGauge("outstanding_requests", () -> 7);
        context.registerGaugeSet("watches", () -> Map.of("data", 4));

        assertThat(page().lines())
                .contains(
                        "# TYPE election_started counter",
                        "election_started 2.0",
                        "quorum_bytes{key=\"zk\",} 5.0",
                        "# TYPE readlatency summary",
                        "readlatency{quantile=\"0.5\",} 3.0",
                        "readlatency_count 1.0",
                        "readlatency_sum 3.0",
                        "# TYPE outstanding_requests gauge",
                        "outstanding_requests 7.0",
                        "watches{key=\"data\",} 4.0");
    }

    @Test
    void aGaugeRegisteredAnewReplacesTheOneOfTheLastElection() throws IOException {
        metrics.getRootContext().registerGauge("synced_followers", () -> 1);
        metrics.getRootContext().registerGauge("synced_followers", () -> 2);
        assertThat(page()).contains("synced_followers 2.0").doesNotContain("synced_followers 1.0");

        metrics.getRootContext().unregisterGauge("synced_followers");
        assertThat(page()).doesNotContain("synced_followers");
    }

    @Test
    void aGaugeWithoutAValueIsZero() throws IOException {
        metrics.getRootContext().registerGauge("empty", () -> null);

        assertThat(page()).contains("empty 0.0");
    }

    @Test
    void mntrGetsTheSameValues() {
        metrics.getRootContext().getCounter("looking_count").add(1);
        Map<String, Object> dumped = new LinkedHashMap<>();
        metrics.dump(dumped::put);

        assertThat(dumped).containsEntry("looking_count", 1.0);
    }
}
