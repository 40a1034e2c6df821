package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each Helm that people have must agree on with the one in process; there is one class a version. */
@TestInstance(PER_CLASS)
abstract class RealHelmContract {

    private final RealHelm helm;

    @TempDir
    Path directory;

    RealHelmContract(RealHelm helm) {
        this.helm = helm;
    }

    @BeforeAll
    void requireHelm() {
        helm.require();
    }

    @Test
    void helm_isTheVersionItIsSaidToBe() throws Exception {
        assertThat(helm.versionOfItself()).isEqualTo("v" + helm.version());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "servers: 1",
                "{servers: 5, observers: 2, rbac: {events: true}}",
                "{observers: 1, merge: {observerStatefulSet: {spec: {podManagementPolicy: null}}}}",
                "{servers: 7, minAvailable: 4, antiAffinity: soft}",
                "{minAvailable: null, antiAffinity: ''}",
                "{heap: 1024m, resources: {requests: {cpu: 0.25, memory: 4000000000}, limits: {cpu: 2, memory: 4Gi}}}",
                "{resources: {requests: {cpu: null}}}",
                "{clientCnxns: 2000000, tickTimeMs: 500, storage: 1Ti, storageClass: fast}",
                "{image: {registry: 'r:5000', repository: a/b, tag: '1'}, imagePullSecrets: [{name: a}, {name: b}]}",
                "{nameOverride: 'no', clusterDomain: a.b, logFormat: json, logLevel: DEBUG}",
                "{txnLog: {storage: 10737418240, storageClass: fast}, claimRetention: {whenScaled: Delete}}",
                "{ephemeral: true, test: {enabled: false}, rbac: {create: false}, serviceAccount: {create: false}}",
                "{extraConfig: {snapCount: 2000000, a.b: true, c: 'x y'}, chroots: [{path: /a, acl: ['world:anyone:r']}]}",
                "{zoneSpread: hard, topologySpreadConstraints: [{maxSkew: 2}], affinity: {podAffinity: {a: []}}}",
                "{nodeSelector: {a: b}, tolerations: [{operator: Exists}], podLabels: {a: b}, extraEnv: [{name: A, value: b}]}",
                "{externalAccess: {type: NodePort, nodePorts: [30001, 30002, 30003], memberAnnotations: [{a: b}]}}",
                "{networkPolicy: {enabled: true, clients: [{podSelector: {}}], egress: true}, podMonitor: {enabled: true}}",
                "merge: {statefulSet: {spec: {replicas: 0, podManagementPolicy: null}}, pod: {spec: {priority: 0}}}"
            })
    void objects_areThoseOfHelmInProcess(String values) throws Exception {
        Release release = MYZK.with(values);

        assertThat(HELM.render(release).differencesTo(helm.render(release))).isEmpty();
    }

    @Test
    void podThatWritesAndReads_isRunByHelmTestOnly() throws Exception {
        Manifest rendered = helm.render(MYZK);

        assertThat(rendered.at("Pod/myzk-zookeeper-test", "metadata", "annotations")
                        .toString())
                .isEqualTo("{\"helm.sh/hook\":\"test\","
                        + "\"helm.sh/hook-delete-policy\":\"before-hook-creation,hook-succeeded\"}");
    }

    @Test
    void objectsOfASubchart_areThoseOfHelmInProcess() throws Exception {
        Release release = MYZK.of(ParentChart.in(directory))
                .with("{zookeeper: {enabled: true, servers: 5, minAvailable: null}, global: {a: b}}");

        assertThat(HELM.render(release).differencesTo(helm.render(release))).isEmpty();
    }

    @Test
    void renderingTwice_givesTheSameBytes() throws Exception {
        String once = helm.template(MYZK);
        String again = helm.template(MYZK);

        assertThat(again).isEqualTo(once);
    }

    @Test
    void lint_findsNothing() {
        assertThat(helm.lint(MYZK)).isEmpty();
    }

    @Test
    void lint_findsWhatIsWrong() {
        Path broken = ChartCopy.withFile(
                directory, "values.yaml", values -> values.replace("antiAffinity: hard", "antiAffinity: hart"));

        assertThat(helm.lint(MYZK.of(broken))).singleElement().asString().contains("1 chart(s) failed");
    }

    @Test
    void problems_areToldInTheSameWords() {
        Release release = MYZK.named("3zk").with("{minAvailable: 1, heap: 4G, httpPort: 2181, initTicks: 1}");

        assertThat(Refusal.problems(helm, release)).hasSize(5).isEqualTo(Refusal.problems(HELM, release));
    }

    @Test
    void unknownKey_isRefusedByTheSchema() {
        assertThat(Refusal.schemaErrors(helm, MYZK.with("server: 5"))).containsExactly(errorForAnUnknownServer());
    }

    /** Each Helm's validator has words of its own. */
    abstract String errorForAnUnknownServer();

    @Test
    void unknownKey_isRefusedWithoutTheSchemaToo() {
        assertThatThrownBy(() -> helm.templateWithoutSchema(MYZK.with("replicaCount: 5")))
                .hasMessageContaining("replicaCount is no value of this chart, which calls it servers; set that");
    }
}
