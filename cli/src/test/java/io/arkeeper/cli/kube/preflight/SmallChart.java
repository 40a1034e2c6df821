package io.arkeeper.cli.kube.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.Manifest;

/** What the chart makes of {@code myzk} with its defaults, as far as the checks look at it. */
final class SmallChart {

    static final String CHART = """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: myzk-zookeeper}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: myzk-zookeeper}
            spec:
              replicas: 3
              template:
                spec:
                  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                  affinity:
                    podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: host}]}
                  containers:
                  - name: zookeeper
                    image: arkeeper/zookeeper:1
                    imagePullPolicy: IfNotPresent
                    resources: {requests: {cpu: 500m, memory: 3Gi}}
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
              volumeClaimTemplates:
              - metadata: {name: datadir}
                spec: {resources: {requests: {storage: 50Gi}}}
            """;

    private SmallChart() {}

    /** With texts replaced by others, in pairs. */
    static Requirements needs(String... replacements) {
        String chart = CHART;
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(chart).contains(replacements[i]);
            chart = chart.replace(replacements[i], replacements[i + 1]);
        }
        return Requirements.of("myzk", Manifest.of(chart));
    }
}
