package io.arkeeper.systemtest;

import io.arkeeper.cli.local.HttpGet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a member says at {@code /metrics}.
 *
 * @param samples by name and labels, such as {@code a_total{key="b"}}
 */
public record MetricsPage(Map<String, Double> samples) {

    private static final int HTTP = 8080;
    private static final Duration QUESTION = Duration.ofSeconds(5);

    public static MetricsPage of(String address) {
        return read(HttpGet.from(address, HTTP, "/metrics", QUESTION).body());
    }

    public static MetricsPage read(String page) {
        Map<String, Double> samples = new LinkedHashMap<>();
        page.lines().filter(line -> !line.startsWith("#") && line.contains(" ")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space).replace(",}", "}"), Double.parseDouble(line.substring(space + 1)));
        });
        return new MetricsPage(samples);
    }

    /** The sample of this name and these labels, or all of this name; 0 where there is none. */
    public double sum(String metric) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(metric) || sample.getKey().startsWith(metric + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
