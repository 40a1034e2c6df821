package io.arkeeper.cli.testing;

import io.arkeeper.cli.local.release.PodTemplate;
import io.arkeeper.cli.local.release.Release;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Releases as the chart makes them, without rendering it. */
public final class Releases {

    private Releases() {}

    public static Release of(String name, int servers) {
        return new Release(
                name,
                "default",
                name + "-zookeeper",
                servers,
                name + "-zookeeper-headless",
                List.of(name + "-zookeeper", name + "-zookeeper-headless"),
                new PodTemplate(
                        "zookeeper",
                        List.of(),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of("client", 2181, "http", 8080),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(60)),
                Map.of(
                        name + "-zookeeper",
                        Map.of("member.properties", "clientPort=2181\nhttpPort=8080\ncontrolPort=8081\n")),
                Optional.of(servers - 1),
                Optional.empty());
    }
}
