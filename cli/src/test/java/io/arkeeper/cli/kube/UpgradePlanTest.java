package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ChartSecrets.Renewal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UpgradePlanTest {

    private static final String OBJECTS = """
            kind: ConfigMap
            metadata: {name: myzk-zookeeper}
            data:
              member.properties: |
                tickTimeMs=2000
                serverPort=2888
                leaderElectionPort=3888
                clusterDomain=cluster.local
                logLevel=INFO
            ---
            kind: StatefulSet
            metadata: {name: myzk-zookeeper}
            spec:
              replicas: 3
              serviceName: myzk-zookeeper-headless
              podManagementPolicy: Parallel
              selector: {matchLabels: {app: zookeeper}}
              template:
                metadata: {annotations: {arkeeper.io/config-checksum: "aaa"}}
                spec: {containers: [{name: zookeeper, image: "arkeeper/zookeeper:1", args: [-Xms2G]}]}
              volumeClaimTemplates:
              - metadata: {name: datadir}
                spec: {storageClassName: standard, resources: {requests: {storage: 10Gi}}}
            """;

    private static UpgradePlan plan(String... replacements) {
        String after = OBJECTS;
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(after).contains(replacements[i]);
            after = after.replace(replacements[i], replacements[i + 1]);
        }
        return UpgradePlan.of(Manifest.of(OBJECTS), Manifest.of(after), List.of(), true);
    }

    @Test
    void nothingChanges() {
        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan("10Gi", "10240Mi").isEmpty()).isTrue();
    }

    @Test
    void everyChangeIsShownAndWhatItMeansForThePods() {
        assertThat(plan("logLevel=INFO", "logLevel=DEBUG", "aaa", "bbb").lines())
                .containsExactly(
                        "ConfigMap/myzk-zookeeper",
                        "  - data.member.properties: logLevel=INFO",
                        "  + data.member.properties: logLevel=DEBUG",
                        "StatefulSet/myzk-zookeeper",
                        "  ~ spec.template.metadata.annotations.arkeeper.io/config-checksum: aaa → bbb",
                        "restart one after another: myzk-zookeeper-2, myzk-zookeeper-1, myzk-zookeeper-0");
    }

    @Test
    void whatIsInASecretIsNotShown() {
        String secret = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: tls}\ndata: {tls.key: %s}\n";

        assertThat(UpgradePlan.of(
                                Manifest.of(OBJECTS + secret.formatted("b25l")),
                                Manifest.of(OBJECTS + secret.formatted("dHdv")),
                                List.of(),
                                true)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void scalingRestartsNobody() {
        assertThat(plan("replicas: 3", "replicas: 5").lines())
                .containsExactly(
                        "StatefulSet/myzk-zookeeper",
                        "  ~ spec.replicas: 3 → 5",
                        "3 members become 5",
                        "no pod restarts");
    }

    @Test
    void observersAreScaledAndRestartedByThemselves() {
        String observers = OBJECTS.substring(OBJECTS.indexOf("---"))
                .replace(
                        "metadata: {name: myzk-zookeeper}",
                        "metadata: {name: myzk-zookeeper-observer, labels: {app.kubernetes.io/component: observer}}");
        UpgradePlan added = UpgradePlan.of(Manifest.of(OBJECTS), Manifest.of(OBJECTS + observers), List.of(), true);

        assertThat(added.observers()).hasValue(new UpgradePlan.Scaling(0, 3));
        assertThat(added.scaling()).isEmpty();
        assertThat(added.restarts()).isEmpty();
        assertThat(added.lines())
                .containsExactly("+ StatefulSet/myzk-zookeeper-observer", "0 observers become 3", "no pod restarts");
        UpgradePlan rolled = UpgradePlan.of(
                Manifest.of(OBJECTS + observers),
                Manifest.of(OBJECTS + observers.replace("-Xms2G", "-Xms3G").replace("replicas: 3", "replicas: 2")),
                List.of(),
                true);
        assertThat(rolled.restarts()).containsExactly("myzk-zookeeper-observer-1", "myzk-zookeeper-observer-0");
    }

    @Test
    void objectsThatComeAndGo() {
        assertThat(plan("kind: ConfigMap", "kind: Secret").lines())
                .containsExactly("+ Secret/myzk-zookeeper", "- ConfigMap/myzk-zookeeper", "no pod restarts");
    }

    @Test
    void volumesNeverShrink() {
        assertThat(plan("10Gi", "5Gi").refusals())
                .containsExactly(
                        "storage of datadir is 10.0 GiB and would become 5.0 GiB: volumes never shrink; keep it,"
                                + " or install a second release");
    }

    @Test
    void volumesDoNotGrowInAStatefulSet() {
        assertThat(plan("10Gi", "20Gi").refusals())
                .containsExactly(
                        "storage of datadir is 10.0 GiB and would become 20.0 GiB, which Kubernetes does not do in"
                                + " a StatefulSet; where the storage class allows it, edit the size in each volume claim instead");
    }

    @Test
    void whatKubernetesNeverAllows() {
        assertThat(plan("storageClassName: standard", "storageClassName: fast", "Parallel", "OrderedReady")
                        .refusals())
                .containsExactly(
                        "storageClass of datadir is 'standard' and would become 'fast', which Kubernetes never allows;"
                                + " keep it, or install a second release",
                        "podManagementPolicy is Parallel and would become OrderedReady, which Kubernetes never allows;"
                                + " keep it as it is");
        assertThat(plan("name: datadir", "name: logs").refusals()).hasSize(2);
    }

    @Test
    void anotherNameIsAnotherEnsemble() {
        assertThat(plan(
                                "kind: StatefulSet\nmetadata: {name: myzk-zookeeper}",
                                "kind: StatefulSet\nmetadata: {name: zk}")
                        .refusals())
                .containsExactly(
                        "the ensemble would be called zk instead of myzk-zookeeper: another name is another, empty"
                                + " ensemble; keep nameOverride and fullnameOverride as they are, or install a second release");
    }

    @Test
    void whereMembersKnowEachOtherByNamesAndPortsTheseStay() {
        assertThat(plan("serverPort=2888", "serverPort=2999", "ElectionPort=3888", "ElectionPort=3999")
                        .refusals())
                .containsExactly(
                        "serverPort is 2888 and would become 2999, but members go on calling each other at the port that"
                                + " the ensemble was formed with, and a network policy would admit only the new one; keep"
                                + " it, or install a second release and move over",
                        "leaderElectionPort is 3888 and would become 3999, but members go on calling each other at the"
                                + " port that the ensemble was formed with, and a network policy would admit only the new"
                                + " one; keep it, or install a second release and move over");
        assertThat(plan("clusterDomain=cluster.local", "clusterDomain=dc.example")
                        .refusals())
                .containsExactly("clusterDomain is cluster.local and would become dc.example, but members go on calling"
                        + " each other by the names that the ensemble was formed with, and certificates would no longer"
                        + " have these; keep it, or install a second release and move over");
    }

    @Test
    void whatHasNeverFormedMayBeCalledOtherwise() {
        assertThat(UpgradePlan.of(
                                Manifest.of(OBJECTS),
                                Manifest.of(OBJECTS.replace("cluster.local", "dc.example")),
                                List.of(),
                                false)
                        .refusals())
                .isEmpty();
    }

    @Test
    void certificatesThatAreMadeAnewAreNeededAndShown() {
        UpgradePlan plan = UpgradePlan.of(
                Manifest.of(OBJECTS),
                Manifest.of(OBJECTS),
                List.of(new Renewal("myzk-zookeeper-tls", "it is gone")),
                true);

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.lines())
                .containsExactly("~ Secret/myzk-zookeeper-tls: made anew, because it is gone", "no pod restarts");
    }
}
