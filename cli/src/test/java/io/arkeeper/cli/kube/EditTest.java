package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.TreeDiff.Change;
import io.arkeeper.cli.local.release.Tree;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class EditTest {

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: myzk-zookeeper, labels: {app: zookeeper}, annotations: }
            spec:
              type: ClusterIP
              selector: {app: zookeeper}
              ports:
              - {name: client, port: 2181, targetPort: client}
            """;
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: myzk-zookeeper}
            data:
              member.properties: |
                tick=2s
                snapRetain=3
            """;

    private static Tree tree(String yaml) {
        return Tree.of("object", new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private static List<Edit> between(String made, String live) {
        return Edit.between(tree(made), Optional.of(tree(live)));
    }

    @Test
    void whatAnApiServerAddsIsNoEdit() {
        assertThat(between(SERVICE, """
                metadata:
                  name: myzk-zookeeper
                  uid: 4711
                  labels: {app: zookeeper}
                  annotations: {meta.helm.sh/release-name: myzk}
                spec:
                  type: ClusterIP
                  clusterIP: 10.0.0.9
                  clusterIPs: [10.0.0.9]
                  sessionAffinity: None
                  selector: {app: zookeeper}
                  ports:
                  - {name: client, port: 2181, targetPort: client, protocol: TCP, nodePort: 30181}
                status: {loadBalancer: {}}
                """)).isEmpty();
    }

    @Test
    void aPortThatWasAddedStays_soItIsNothingThatAnUpgradeMends() {
        assertThat(between(
                        SERVICE,
                        SERVICE.replace("  - {name: client", "  - {name: metrics, port: 7000}\n  - {name: client")))
                .isEmpty();
    }

    @Test
    void aFieldThatIsOtherwise() {
        assertThat(between(SERVICE, SERVICE.replace("port: 2181,", "port: 2182,")))
                .extracting(Edit::path)
                .containsExactly("Service/myzk-zookeeper spec.ports.2181");
        assertThat(between(SERVICE, SERVICE.replace("spec:\n  type: ClusterIP", "spec:\n  type: NodePort")))
                .containsExactly(new Edit(
                        "Service/myzk-zookeeper",
                        Optional.of(new Change("spec.type", Optional.of("ClusterIP"), Optional.of("NodePort")))));
        assertThat(between(SERVICE, SERVICE.replace("labels: {app: zookeeper}", "labels: {app: other}")))
                .extracting(Edit::sentence)
                .containsExactly("metadata.labels.app is other, the release says zookeeper");
    }

    @Test
    void aLineOfAFile() {
        assertThat(between(CONFIG, CONFIG.replace("snapRetain=3", "snapRetain=30")))
                .extracting(Edit::sentence)
                .containsExactly(
                        "data.member.properties is gone, the release says snapRetain=3",
                        "data.member.properties is snapRetain=30, the release says nothing");
    }

    @Test
    void anObjectThatIsGone() {
        assertThat(Edit.between(tree(CONFIG), Optional.empty()))
                .containsExactly(new Edit("ConfigMap/myzk-zookeeper", Optional.empty()));
    }

    @Test
    void ofKindsThatHelmDoesNotKnowOnlyThatTheyAreThere() {
        String monitor = """
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {name: myzk-zookeeper}
                spec: {interval: 30s}
                """;

        assertThat(between(monitor, monitor.replace("30s", "5s"))).isEmpty();
        assertThat(Edit.between(tree(monitor), Optional.empty())).hasSize(1);
    }

    @Test
    void whereAnApiServerKeepsThem() {
        assertThat(ApiResource.of(tree("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy}"))
                        .path("prod", "a"))
                .isEqualTo("/apis/networking.k8s.io/v1/namespaces/prod/networkpolicies/a");
        assertThat(ApiResource.of(tree("{apiVersion: v1, kind: ConfigMap}")).path("prod", "a"))
                .isEqualTo("/api/v1/namespaces/prod/configmaps/a");
        assertThat(ApiResource.of(tree("{apiVersion: apps/v1, kind: StatefulSet}"))
                        .right())
                .isEqualTo("statefulsets.apps");
    }
}
