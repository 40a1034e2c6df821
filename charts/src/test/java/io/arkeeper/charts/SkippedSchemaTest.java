package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With {@code --skip-schema-validation} a typo must not switch off what it meant to set. */
class SkippedSchemaTest {

    @TempDir
    static Path directory;

    private static Release release;

    @BeforeAll
    static void removeTheSchema() {
        release = MYZK.of(ChartCopy.withoutSchema(directory));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    server: 5                              | server is no value of this chart, the nearest is servers; rename it
                    Servers: 5                             | Servers is no value of this chart, the nearest is servers; rename it
                    storgeclass: fast                      | storgeclass is no value of this chart, the nearest is storageClass; rename it
                    antiAfinity: soft                      | antiAfinity is no value of this chart, the nearest is antiAffinity; rename it
                    loglevel: INFO                         | loglevel is no value of this chart, the nearest is logLevel; rename it
                    frobnicate: true                       | frobnicate is no value of this chart and resembles none; remove it (helm show values lists them all)
                    image: {repo: a}                       | image.repo is no value of this chart, the nearest is image.repository; rename it
                    resources: {request: {}}               | resources.request is no value of this chart, the nearest is resources.requests; rename it
                    resources: {limits: {mem: 4Gi}}        | resources.limits.mem is no value of this chart, the nearest is resources.limits.memory; rename it
                    replicaCount: 3                        | replicaCount is no value of this chart, which calls it servers; set that
                    replicas: 3                            | replicas is no value of this chart, which calls it servers; set that
                    heapSize: 1024                         | heapSize is no value of this chart, which calls it heap; set that
                    persistence: {size: 8Gi}               | persistence.size is no value of this chart, which calls it storage; set that
                    persistence: {enabled: false}          | persistence is no value of this chart and resembles none; remove it (helm show values lists them all)
                    maxClientCnxns: 0                      | maxClientCnxns is no value of this chart, which calls it clientCnxns; set that
                    tickTime: 2000                         | tickTime is no value of this chart, which calls it tickTimeMs; set that
                    autopurge: {purgeInterval: 1}          | autopurge.purgeInterval is no value of this chart, which calls it purgeHours; set that
                    image: {pullPolicy: Always}            | image.pullPolicy is no value of this chart, which calls it imagePullPolicy; set that
                    env: {ZK_HEAP_SIZE: 1G}                | env.ZK_HEAP_SIZE is no value of this chart, which calls it heap; set that
                    env: {FOO: bar}                        | env is no value of this chart, which calls it extraEnv; set that
                    jobs: {chroots: {config: {create: []}}} | jobs.chroots.config.create is no value of this chart, which calls it chroots; set that
                    externalAccess: {typ: NodePort}        | externalAccess.typ is no value of this chart, the nearest is externalAccess.type; rename it
                    merge: {statefulset: {}}               | merge.statefulset is no value of this chart, the nearest is merge.statefulSet; rename it
                    podAntiAffinityPreset: soft            | podAntiAffinityPreset is no value of this chart, which calls it antiAffinity; set that
                    """)
    void unknownKey_isRefusedWithTheOneThatWasMeant(String values, String problem) {
        assertThat(Refusal.problems(HELM, release.with(values))).containsExactly(problem);
    }

    @Test
    void keysOfAnotherChart_areEachTranslated() {
        assertThat(Refusal.problems(HELM, release.with("persistence: {size: 8Gi, storageClass: fast, enabled: true}")))
                .containsExactly(
                        "persistence.size is no value of this chart, which calls it storage; set that",
                        "persistence.storageClass is no value of this chart, which calls it storageClass; set that");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    servers: 4              | servers is 4, expected 1, 3, 5 or 7; set it to one of them
                    observers: 101          | observers is 101, expected 0 to 100; use as few as serve the reads there are
                    servers: 2              | servers is 2, expected 1, 3, 5 or 7; set it to one of them
                    antiAffinity: hart      | antiAffinity is hart, expected hard, soft or empty; set it to one of them
                    logLevel: TRACE         | logLevel is TRACE, expected ERROR, WARN, INFO or DEBUG; set it to one of them
                    logFormat: ''           | logFormat is empty, expected text or json; set it to one of them
                    zoneSpread: zone        | zoneSpread is zone, expected hard, soft or empty; set it to one of them
                    service: {type: nodeport} | service.type is nodeport, expected ClusterIP, NodePort or LoadBalancer; set it to one of them
                    externalAccess: {type: lb} | externalAccess.type is lb, expected NodePort, LoadBalancer or empty; set it to one of them
                    claimRetention: {whenDeleted: delete} | claimRetention.whenDeleted is delete, expected Retain or Delete; set it to one of them
                    imagePullPolicy: always | imagePullPolicy is always, expected IfNotPresent, Always or Never; set it to one of them
                    heap: 2Gi               | heap is 2Gi, expected a whole number with k, m or g; set it to a size such as 2G
                    resources: {requests: {memory: null}} | resources.requests.memory is missing, expected more than heap (2G); set it to 3Gi
                    """)
    void valueOutOfAClosedList_isRefused(String values, String problem) {
        assertThat(Refusal.problems(HELM, release.with(values))).containsExactly(problem);
    }

    @Test
    void goodValues_needNoSchema() throws Exception {
        assertThat(HELM.template(release.with("{global: {a: 1}, enabled: true}")))
                .isEqualTo(HELM.template(MYZK));
    }
}
