package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.cli.local.PodNetwork;
import io.arkeeper.cli.local.Subnet;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.local.release.Release;
import io.arkeeper.cli.local.release.ReleaseReader;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A release {@code zk} of the chart, as it is rendered for members on this machine.
 *
 * @param values documents of values, each over those before
 * @param secrets that the values name: their entries, by their names
 */
record TestRelease(
        String namespace, List<String> values, Map<String, Map<String, String>> secrets, PodNetwork network) {

    private static final Subnet SUBNET = new Subnet(211);
    private static final String NAME = "zk";
    private static final String SMALL = "{heap: 128M, antiAffinity: soft}";

    /** Three servers. */
    static final TestRelease WITH_DEFAULT_TICKS = new TestRelease("test", List.of(SMALL), Map.of(), SUBNET);

    /** Short ticks, so that a silent leader is given up after two seconds. */
    static TestRelease of(int servers) {
        return new TestRelease(
                "test",
                List.of(SMALL, "{servers: %d, tickTimeMs: 400, syncTicks: 5, initTicks: 20}".formatted(servers)),
                Map.of(),
                SUBNET);
    }

    TestRelease in(PodNetwork other) {
        return new TestRelease(namespace, values, secrets, other);
    }

    TestRelease in(String otherNamespace) {
        return new TestRelease(otherNamespace, values, secrets, network);
    }

    /** With further values, in YAML. */
    TestRelease with(String moreValues) {
        return new TestRelease(
                namespace, Stream.concat(values.stream(), Stream.of(moreValues)).toList(), secrets, network);
    }

    TestRelease with(Map<String, Map<String, String>> theSecrets) {
        return new TestRelease(namespace, values, theSecrets, network);
    }

    /** What Helm renders, and the Secrets. */
    String manifest() {
        Path chart = Path.of(System.getProperty("arkeeper.chart"));
        return new ChartRenderer(chart, Optional.empty()).render(NAME, namespace, new ChartValues(values))
                + secrets.entrySet().stream()
                        .map(secret -> secret(secret.getKey(), secret.getValue()))
                        .collect(Collectors.joining());
    }

    Release read(String manifest) {
        return ReleaseReader.read(NAME, namespace, manifest);
    }

    private static String secret(String name, Map<String, String> entries) {
        String data = entries.entrySet().stream()
                .map(entry -> "  %s: %s\n"
                        .formatted(
                                entry.getKey(),
                                Base64.getEncoder()
                                        .encodeToString(entry.getValue().getBytes(UTF_8))))
                .collect(Collectors.joining());
        return "\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: %s}\ndata:\n%s".formatted(name, data);
    }
}
