package io.arkeeper.member.metrics;

import io.arkeeper.member.log.Logging;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.metrics.Counter;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.metrics.Gauge;
import org.apache.zookeeper.metrics.GaugeSet;
import org.apache.zookeeper.metrics.MetricsContext;
import org.apache.zookeeper.metrics.MetricsProvider;
import org.apache.zookeeper.metrics.Summary;
import org.apache.zookeeper.metrics.SummarySet;

/**
 * Gives ZooKeeper's metrics to Prometheus under exactly the names and types of ZooKeeper's own Prometheus provider, so
 * that existing dashboards and alerts work. Unlike that one it opens no port: the member's HTTP server shows the page.
 *
 * <p>ZooKeeper makes the instance by reflection and hands it its properties; the registry is one of them.
 */
public final class PrometheusMetrics implements MetricsProvider {

    /** The property under which {@link #configure} finds the {@link CollectorRegistry}. */
    public static final String REGISTRY = "registry";

    private static final String LABEL = "key"; // the label name of ZooKeeper's own provider

    private final Context context = new Context();
    private CollectorRegistry registry = new CollectorRegistry();

    /** A registry that holds the JVM's metrics already. */
    public static CollectorRegistry newRegistry() {
        CollectorRegistry registry = new CollectorRegistry();
        DefaultExports.register(registry);
        new CallbackGauge("arkeeper_log_lines_left_out", () -> Map.of("", Logging.leftOut()), false).register(registry);
        return registry;
    }

    @Override
    public void configure(Properties configuration) {
        if (configuration.get(REGISTRY) instanceof CollectorRegistry given) {
            registry = given;
        }
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public MetricsContext getRootContext() {
        return context;
    }

    /** For the four-letter word {@code mntr}. */
    @Override
    public void dump(BiConsumer<String, Object> sink) {
        for (Collector.MetricFamilySamples family : Collections.list(registry.metricFamilySamples())) {
            family.samples.forEach(sample -> sink.accept(name(sample), sample.value));
        }
    }

    private static String name(Collector.MetricFamilySamples.Sample sample) {
        if (sample.labelNames.isEmpty()) {
            return sample.name;
        }
        return IntStream.range(0, sample.labelNames.size())
                .mapToObj(i -> "%s=\"%s\"".formatted(sample.labelNames.get(i), sample.labelValues.get(i)))
                .collect(Collectors.joining(",", sample.name + "{", "}"));
    }

    @Override
    public void resetAllValues() {
        // Prometheus counters never go back; the four-letter word that asks for this is not admitted
    }

    private final class Context implements MetricsContext {

        private final Map<String, Object> instruments = new ConcurrentHashMap<>();

        @Override
        public MetricsContext getContext(String name) {
            return this;
        }

        @Override
        public Counter getCounter(String name) {
            return once(Counter.class, name, () -> {
                io.prometheus.client.Counter counter =
                        io.prometheus.client.Counter.build(name, name).register(registry);
                return new Counter() {
                    @Override
                    public void add(long delta) {
                        counter.inc((double) delta);
                    }

                    @Override
                    public long get() {
                        return (long) counter.get();
                    }
                };
            });
        }

        @Override
        public CounterSet getCounterSet(String name) {
            return once(CounterSet.class, name, () -> {
                io.prometheus.client.Counter counter = io.prometheus.client.Counter.build(name, name)
                        .labelNames(LABEL)
                        .register(registry);
                return (key, delta) -> counter.labels(key).inc((double) delta);
            });
        }

        @Override
        public void registerGauge(String name, Gauge gauge) {
            replaceGauge(name, new CallbackGauge(name, () -> Collections.singletonMap("", gauge.get()), false));
        }

        @Override
        public void unregisterGauge(String name) {
            removeGauge(name);
        }

        @Override
        public void registerGaugeSet(String name, GaugeSet gauges) {
            replaceGauge(name, new CallbackGauge(name, gauges::values, true));
        }

        @Override
        public void unregisterGaugeSet(String name) {
            removeGauge(name);
        }

        @Override
        public Summary getSummary(String name, DetailLevel detail) {
            return once(Summary.class, name, () -> {
                io.prometheus.client.Summary summary = quantiles(io.prometheus.client.Summary.build(name, name), detail)
                        .register(registry);
                return value -> summary.observe((double) value);
            });
        }

        @Override
        public SummarySet getSummarySet(String name, DetailLevel detail) {
            return once(SummarySet.class, name, () -> {
                io.prometheus.client.Summary summary = quantiles(
                                io.prometheus.client.Summary.build(name, name).labelNames(LABEL), detail)
                        .register(registry);
                return (key, value) -> summary.labels(key).observe((double) value);
            });
        }

        /** The quantiles and tolerated errors of ZooKeeper's own provider. */
        private static io.prometheus.client.Summary.Builder quantiles(
                io.prometheus.client.Summary.Builder builder, DetailLevel detail) {
            builder.quantile(0.5, 0.05);
            return detail == DetailLevel.ADVANCED ? builder.quantile(0.9, 0.01).quantile(0.99, 0.001) : builder;
        }

        private interface Maker<T> {
            T make();
        }

        private <T> T once(Class<T> type, String name, Maker<T> maker) {
            return type.cast(instruments.computeIfAbsent(name, missing -> maker.make()));
        }

        /** A new server registers its gauges anew at every election; the last one counts. */
        private void replaceGauge(String name, CallbackGauge gauge) {
            instruments.compute(name, (same, previous) -> {
                if (previous instanceof Collector collector) {
                    registry.unregister(collector);
                }
                return gauge.register(registry);
            });
        }

        private void removeGauge(String name) {
            instruments.computeIfPresent(name, (same, previous) -> {
                if (previous instanceof Collector collector) {
                    registry.unregister(collector);
                }
                return null;
            });
        }
    }

    private interface Values {
        Map<String, Number> read();
    }

    /** A gauge whose value is asked for when the page is, not remembered. */
    private static final class CallbackGauge extends Collector {

        private final String name;
        private final Values values;
        private final boolean labelled;

        CallbackGauge(String name, Values values, boolean labelled) {
            this.name = name;
            this.values = values;
            this.labelled = labelled;
        }

        @Override
        public List<MetricFamilySamples> collect() {
            List<MetricFamilySamples.Sample> samples = values.read().entrySet().stream()
                    .map(entry -> new MetricFamilySamples.Sample(
                            name,
                            labelled ? List.of(LABEL) : List.of(),
                            labelled ? List.of(entry.getKey()) : List.of(),
                            entry.getValue() == null ? 0 : entry.getValue().doubleValue()))
                    .toList();
            return List.of(new MetricFamilySamples(name, Type.GAUGE, name, samples));
        }
    }
}
