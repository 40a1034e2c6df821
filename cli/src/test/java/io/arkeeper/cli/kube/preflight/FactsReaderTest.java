package io.arkeeper.cli.kube.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.ClusterFailure.Kind;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.testing.FakeCluster;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FactsReaderTest {

    private final List<String> asked = new ArrayList<>();

    private static ClusterFailure forbidden() {
        return new ClusterFailure(Kind.FORBIDDEN, 403, "no right");
    }

    private ClusterFacts read(FakeCluster cluster, String image, String pullPolicy) {
        String pod = Pods.with("[]", "[]")
                .replace("image: a", "image: %s%n        imagePullPolicy: %s".formatted(image, pullPolicy))
                .replace("      containers:", "      imagePullSecrets: [{name: harbor}]\n      containers:");
        Requirements needs = Requirements.of("myzk", Manifest.of(pod));
        return new FactsReader(cluster, "prod", (name, secrets) -> {
                    secrets.forEach(
                            (secret, json) -> asked.add(name + " with " + secret + " " + new String(json, UTF_8)));
                    return new ImageAnswer.There();
                })
                .read(needs, Optional::empty);
    }

    private static FakeCluster cluster() {
        FakeCluster cluster = new FakeCluster().allowing("*", List.of("*"), List.of("*"));
        cluster.put("/api/v1/nodes/node1", """
                metadata: {name: node1}
                status: {images: [{names: ["registry.example/a/b:1"]}]}
                """);
        cluster.put(
                "/api/v1/namespaces/prod/secrets/harbor",
                "data: {.dockerconfigjson: %s}".formatted(Base64.getEncoder().encodeToString("{}".getBytes(UTF_8))));
        return cluster;
    }

    @Test
    void aRegistryIsAskedOnlyWhereSomebodyHasToPullFromIt() {
        assertThat(read(cluster(), "registry.example/a/b:1", "IfNotPresent").inRegistry())
                .isEmpty();
        assertThat(read(cluster(), "registry.example/a/b:2", "Never").inRegistry())
                .isEmpty();
        assertThat(read(cluster(), "a/b:2", "IfNotPresent").inRegistry()).isEmpty();
        assertThat(asked).isEmpty();

        assertThat(read(cluster(), "registry.example/a/b:2", "IfNotPresent").inRegistry())
                .contains(new ImageAnswer.There());
        assertThat(read(cluster(), "registry.example/a/b:1", "Always").inRegistry())
                .contains(new ImageAnswer.There());
        assertThat(asked)
                .containsExactly("registry.example/a/b:2 with harbor {}", "registry.example/a/b:1 with harbor {}");
    }

    @Test
    void whatMayNotBeReadIsUnknown_notNothing() {
        assertThat(read(cluster(), "a/b:1", "IfNotPresent").quotas()).contains(List.of());
        assertThat(read(cluster().failing("/resourcequotas", forbidden()), "a/b:1", "IfNotPresent")
                        .quotas())
                .isEmpty();
        ClusterFacts withoutNamespace =
                read(cluster().failingExactly("/api/v1/namespaces/prod", forbidden()), "a/b:1", "IfNotPresent");
        assertThat(withoutNamespace.namespaceLabels()).isEmpty();
        assertThat(withoutNamespace.namespaceExists()).isTrue();
    }
}
