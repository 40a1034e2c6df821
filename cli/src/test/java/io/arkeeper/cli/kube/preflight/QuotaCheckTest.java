package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.Facts.check;
import static io.arkeeper.cli.kube.preflight.SmallChart.CHART;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Quota;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuotaCheckTest {

    @Test
    void aQuotaThatIsUsedUp() {
        Facts facts = new Facts();
        facts.quotas = Optional.of(List.of(new Quota(
                "small",
                Map.of("requests.memory", "10Gi", "pods", "10", "requests.storage", "200Gi"),
                Map.of("requests.memory", "4Gi", "pods", "8"))));

        assertThat(check("quota", facts))
                .isEqualTo(new Fail(
                        "quota",
                        "small leaves 2 of pods, 3 are needed; small leaves 6.0 GiB of requests.memory, 9.0 GiB are"
                                + " needed; raise the quota or ask for less"));
    }

    private static Check quota(Map<String, String> hard, String... replacements) {
        Facts facts = new Facts();
        facts.quotas = Optional.of(List.of(new Quota("small", hard, Map.of())));
        return check("quota", facts, replacements);
    }

    @Test
    void everythingThatAQuotaCanLimitIsCounted() {
        String services = """
                apiVersion: v1
                kind: Service
                metadata: {name: a}
                spec: {type: LoadBalancer, ports: [{port: 1}, {port: 2}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: b}
                spec: {ports: [{port: 1}]}
                ---
                """;
        String limits = "limits: {cpu: 1, memory: 4Gi, ephemeral-storage: 2Gi}, requests: {ephemeral-storage: 1Gi, cpu";

        assertThat(quota(
                        Map.of(
                                "limits.cpu", "2",
                                "limits.memory", "11Gi",
                                "limits.ephemeral-storage", "5Gi",
                                "requests.ephemeral-storage", "2Gi"),
                        "requests: {cpu",
                        limits))
                .extracting(Check::sentence)
                .isEqualTo(
                        "small leaves 2 of limits.cpu, 3 are needed; small leaves 11.0 GiB of limits.memory, 12.0 GiB"
                                + " are needed; small leaves 2.0 GiB of requests.ephemeral-storage, 3.0 GiB are needed; small leaves"
                                + " 5.0 GiB of limits.ephemeral-storage, 6.0 GiB are needed; raise the quota or ask for less");
        assertThat(quota(Map.of(
                                "persistentvolumeclaims", "2",
                                "standard.storageclass.storage.k8s.io/requests.storage", "149Gi",
                                "standard.storageclass.storage.k8s.io/persistentvolumeclaims", "0",
                                "other.storageclass.storage.k8s.io/persistentvolumeclaims", "0",
                                "count/statefulsets.apps", "0",
                                "count/poddisruptionbudgets.policy", "1",
                                "secrets", "0"))
                        .sentence())
                .contains(
                        "small leaves 0 of count/statefulsets.apps, 1 are needed",
                        "small leaves 0 of secrets, 1 are needed",
                        "small leaves 2 of persistentvolumeclaims, 3 are needed",
                        "small leaves 149.0 GiB of standard.storageclass.storage.k8s.io/requests.storage, 150.0 GiB are needed",
                        "small leaves 0 of standard.storageclass.storage.k8s.io/persistentvolumeclaims, 3 are needed")
                .doesNotContain("other.storageclass", "poddisruptionbudgets");
        Requirements withServices = Requirements.of("myzk", Manifest.of(services + CHART));
        Facts facts = new Facts();
        facts.quotas = Optional.of(List.of(new Quota(
                "small",
                Map.of(
                        "services",
                        "1",
                        "services.loadbalancers",
                        "0",
                        "services.nodeports",
                        "1",
                        "count/services",
                        "2"),
                Map.of())));
        assertThat(check("quota", facts, withServices).sentence())
                .contains(
                        "small leaves 1 of services, 2 are needed",
                        "small leaves 0 of services.loadbalancers, 1 are needed",
                        "small leaves 1 of services.nodeports, 2 are needed")
                .doesNotContain("count/services");
    }

    @Test
    void whereALimitIsForcedPodsMustNameOne() {
        assertThat(quota(Map.of("limits.cpu", "100", "limits.memory", "100Gi")))
                .isEqualTo(new Warn(
                        "quota",
                        "small limits limits.cpu, small limits limits.memory, and the pods name none: without a"
                                + " LimitRange that gives one they are refused; set it in resources"));
        assertThat(quota(Map.of("requests.cpu", "100"))).isEqualTo(new Ok("quota", "small leaves enough"));
    }
}
