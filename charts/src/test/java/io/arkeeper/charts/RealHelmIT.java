package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Helms that people have, the oldest and the newest that we support, see the same chart as the one in process. */
class RealHelmIT {

    private static final List<String> VALUES = List.of(
            "",
            "servers: 1",
            "{servers: 7, minAvailable: 4, antiAffinity: soft}",
            "{minAvailable: null, antiAffinity: ''}",
            "{heap: 1024m, resources: {requests: {cpu: 0.25, memory: 4000000000}, limits: {cpu: 2, memory: 4Gi}}}",
            "{resources: {requests: {cpu: null}}}",
            "{clientCnxns: 2000000, tickTimeMs: 500, storage: 1Ti, storageClass: fast}",
            "{image: {registry: 'r:5000', repository: a/b, tag: '1'}, imagePullSecrets: [{name: a}, {name: b}]}",
            "{nameOverride: 'no', clusterDomain: a.b, logFormat: json, logLevel: DEBUG}");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void helm_isTheVersionItIsSaidToBe(RealHelm helm) throws Exception {
        assertThat(helm.versionOfItself()).isEqualTo("v" + helm.version());
    }

    @ParameterizedTest
    @MethodSource("helmsAndValues")
    void objects_areThoseOfHelmInProcess(RealHelm helm, String values) throws Exception {
        Release release = MYZK.with(values);

        assertThat(HELM.render(release).differencesTo(helm.render(release))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void objectsOfASubchart_areThoseOfHelmInProcess(RealHelm helm) throws Exception {
        Release release = MYZK.of(ParentChart.in(directory))
                .with("{zookeeper: {enabled: true, servers: 5, minAvailable: null}, global: {a: b}}");

        assertThat(HELM.render(release).differencesTo(helm.render(release))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rendering_isTheSameBytesTwice(RealHelm helm) throws Exception {
        String once = helm.template(MYZK);
        String again = helm.template(MYZK);

        assertThat(again).isEqualTo(once);
    }

    @ParameterizedTest
    @EnumSource
    void lint_findsNothing(RealHelm helm) {
        assertThat(helm.lint(MYZK)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void lint_findsWhatIsWrong(RealHelm helm) {
        Path broken = ChartCopy.withFile(
                directory, "values.yaml", values -> values.replace("antiAffinity: hard", "antiAffinity: hart"));

        assertThat(helm.lint(MYZK.of(broken))).singleElement().asString().contains("1 chart(s) failed");
    }

    @ParameterizedTest
    @EnumSource
    void problems_areToldInTheSameWords(RealHelm helm) {
        Release release = MYZK.named("3zk").with("{minAvailable: 1, heap: 4G, httpPort: 2181, initTicks: 1}");

        assertThat(Refusal.problems(helm, release)).hasSize(5).isEqualTo(Refusal.problems(HELM, release));
    }

    @ParameterizedTest
    @EnumSource
    void unknownKey_isRefusedByTheSchema(RealHelm helm) {
        assertThat(Refusal.message(helm, MYZK.with("server: 5")))
                .isEqualTo(
                        "values don't meet the specifications of the schema(s) in the following chart(s):\nzookeeper:\n- "
                                + (helm == RealHelm.V3_17
                                        ? "(root): Additional property server is not allowed"
                                        : "at '': additional properties 'server' not allowed"));
    }

    @ParameterizedTest
    @EnumSource
    void unknownKey_isRefusedWithoutTheSchemaToo(RealHelm helm) {
        assertThat(catchThrowable(() -> helm.templateWithoutSchema(MYZK.with("replicaCount: 5"))))
                .hasMessageContaining("replicaCount is no value of this chart, which calls it servers; set that");
    }

    @ParameterizedTest
    @EnumSource
    void notes_areThoseOfHelmInProcess(RealHelm helm) throws Exception {
        assumeTrue(helm != RealHelm.V3_17, "Helm 3.17 prints notes only with a cluster at hand");

        assertThat(helm.notes(MYZK).strip()).isEqualTo(HELM.notes(MYZK).strip());
    }

    static Stream<Arguments> helmsAndValues() {
        return Stream.of(RealHelm.values()).flatMap(helm -> VALUES.stream().map(values -> Arguments.of(helm, values)));
    }
}
