package io.arkeeper.cli.local.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.cli.local.release.PodTemplate.EnvironmentVariable;
import io.arkeeper.cli.local.release.PodTemplate.Literal;
import io.arkeeper.cli.local.release.PodTemplate.PodField;
import io.arkeeper.core.MemberId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReleaseReaderTest {

    private static final String MANIFEST = """
            ---
            # Source: zookeeper/templates/poddisruptionbudget.yaml
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: myzk-zookeeper}
            spec: {minAvailable: 2}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: myzk-zookeeper}
            data:
              member.properties: |
                service=myzk-zookeeper-headless
                clusterDomain=example.org
                clientPort=2181
              ensemble.properties: |
                servers=3
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: myzk-zookeeper-headless}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: myzk-zookeeper}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: myzk-zookeeper}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: myzk-zookeeper}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: myzk-zookeeper}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: myzk-zookeeper}
            spec:
              serviceName: myzk-zookeeper-headless
              replicas: 3
              template:
                spec:
                  serviceAccountName: myzk-zookeeper
                  automountServiceAccountToken: true
                  terminationGracePeriodSeconds: 60
                  topologySpreadConstraints:
                    - {maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway}
                  containers:
                    - name: zookeeper
                      image: ghcr.io/arkeeper/zookeeper:3.9.5
                      args: ["-Xms2G", "-Xmx2G", io.arkeeper.member.Main]
                      env:
                        - name: ARKEEPER_POD_NAME
                          valueFrom: {fieldRef: {fieldPath: metadata.name}}
                        - {name: ARKEEPER_DATA, value: /var/lib/zookeeper}
                      ports:
                        - {name: client, containerPort: 2181}
                        - {name: http, containerPort: 8080}
                      startupProbe:
                        httpGet: {path: /startupz, port: http}
                        periodSeconds: 1
                        failureThreshold: 600
                        timeoutSeconds: 5
                      readinessProbe:
                        httpGet: {path: /readyz, port: 8080}
                      volumeMounts:
                        - {name: datadir, mountPath: /var/lib/zookeeper}
                        - {name: config, mountPath: /etc/arkeeper, readOnly: true}
                        - {name: tmp, mountPath: /tmp}
                  volumes:
                    - {name: config, configMap: {name: myzk-zookeeper}}
                    - {name: tmp, emptyDir: {}}
              persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain}
              volumeClaimTemplates:
                - metadata: {name: datadir}
            """;

    private static Release read(String yaml) {
        return ReleaseReader.read("myzk", "default", yaml);
    }

    private static String changed(String from, String to) {
        assertThat(MANIFEST).contains(from);
        return MANIFEST.replace(from, to);
    }

    @Test
    void readsWhatAProcessNeeds() {
        assertThat(read(MANIFEST))
                .isEqualTo(new Release(
                        "myzk",
                        "default",
                        "myzk-zookeeper",
                        3,
                        "myzk-zookeeper-headless",
                        List.of("myzk-zookeeper-headless", "myzk-zookeeper"),
                        new PodTemplate(
                                "zookeeper",
                                List.of("-Xms2G", "-Xmx2G", "io.arkeeper.member.Main"),
                                List.of(
                                        new EnvironmentVariable("ARKEEPER_POD_NAME", PodField.NAME),
                                        new EnvironmentVariable("ARKEEPER_DATA", new Literal("/var/lib/zookeeper"))),
                                Map.of("/var/lib/zookeeper", "datadir", "/etc/arkeeper", "config", "/tmp", "tmp"),
                                Map.of(
                                        "config",
                                        new VolumeSource.ConfigMapFiles("myzk-zookeeper"),
                                        "tmp",
                                        new VolumeSource.EmptyDirectory(),
                                        "datadir",
                                        new VolumeSource.OwnClaim("datadir")),
                                Map.of("client", 2181, "http", 8080),
                                Optional.of(new ProbeSpec(
                                        "/startupz",
                                        8080,
                                        Duration.ZERO,
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(5),
                                        1,
                                        600)),
                                Optional.empty(),
                                Optional.of(new ProbeSpec(
                                        "/readyz",
                                        8080,
                                        Duration.ZERO,
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(1),
                                        1,
                                        3)),
                                Duration.ofSeconds(60)),
                        Map.of(
                                "myzk-zookeeper",
                                Map.of("member.properties", """
                                        service=myzk-zookeeper-headless
                                        clusterDomain=example.org
                                        clientPort=2181
                                        """, "ensemble.properties", "servers=3\n")),
                        Optional.of(2),
                        Optional.empty()));
    }

    @Test
    void observersFollowTheVotersAndAreMadeFromATemplateOfTheirOwn() {
        String voters = MANIFEST.substring(MANIFEST.indexOf("apiVersion: apps/v1"));
        voters = voters.contains("\n---") ? voters.substring(0, voters.indexOf("\n---")) : voters;
        String observers = voters.replace(
                        "metadata: {name: myzk-zookeeper}", "metadata: {name: myzk-zookeeper-observer}")
                .replace("replicas: 3", "replicas: 2")
                .replace("-Xms2G", "-Xms1G");

        Release release = read(MANIFEST + "\n---\n" + observers);

        assertThat(release.pods())
                .containsExactly(
                        "myzk-zookeeper-0",
                        "myzk-zookeeper-1",
                        "myzk-zookeeper-2",
                        "myzk-zookeeper-observer-0",
                        "myzk-zookeeper-observer-1");
        assertThat(release.id("myzk-zookeeper-observer-1")).isEqualTo(new MemberId(102));
        assertThat(release.template("myzk-zookeeper-observer-1").arguments()).contains("-Xms1G");
        assertThat(release.template("myzk-zookeeper-1").arguments()).contains("-Xms2G");
    }

    @Test
    void knowsItsPodsAndWhatTheMemberReads() {
        Release release = read(MANIFEST);

        assertThat(release.pods()).containsExactly("myzk-zookeeper-0", "myzk-zookeeper-1", "myzk-zookeeper-2");
        assertThat(release.id("myzk-zookeeper-2")).isEqualTo(new MemberId(3));
        assertThat(release.clusterDomain()).isEqualTo("example.org");
        assertThat(release.memberProperties()).containsEntry("clientPort", "2181");
    }

    @Test
    void refusesWhatAProcessWouldHaveToHonourAndCannot() {
        assertRefused(
                changed("httpGet: {path: /readyz, port: 8080}", "exec: {command: [zkOk.sh]}"),
                "StatefulSet myzk-zookeeper.spec.template.spec.containers[0].readinessProbe is no httpGet,"
                        + " the only kind of probe local runs know");
        assertRefused(
                changed("{path: /readyz, port: 8080}", "{path: /readyz, port: https}"),
                "StatefulSet myzk-zookeeper.spec.template.spec.containers[0].readinessProbe.httpGet.port is https,"
                        + " which is none of the container's ports");
        assertRefused(
                changed("{name: tmp, emptyDir: {}}", "{name: tmp, secret: {secretName: tls}}"),
                "StatefulSet myzk-zookeeper.spec.template.spec.volumes[1] takes the Secret tls, which the chart does not"
                        + " make and local runs do not have: leave TLS to tls.selfSigned, and auth without Secrets");
        assertRefused(
                changed("{fieldRef: {fieldPath: metadata.name}}", "{fieldRef: {fieldPath: spec.nodeName}}"),
                "environment variable ARKEEPER_POD_NAME refers to the pod field spec.nodeName,"
                        + " which local runs do not know");
        assertRefused(
                changed("{fieldRef: {fieldPath: metadata.name}}", "{secretKeyRef: {name: a, key: b}}"),
                "environment variable ARKEEPER_POD_NAME comes from secretKeyRef, which local runs do not know");
        assertRefused(
                changed("mountPath: /tmp", "mountPath: /tmp, subPath: x"),
                "StatefulSet myzk-zookeeper.spec.template.spec.containers[0].volumeMounts[2] uses a subPath,"
                        + " which local runs do not know: mount the directory");
        assertRefused(
                changed("args:", "command: [sh]\n          args:"),
                "StatefulSet myzk-zookeeper.spec.template.spec.containers[0] sets command or envFrom,"
                        + " which local runs do not know: set args and env");
        assertRefused(
                changed("kind: StatefulSet", "kind: Deployment"),
                "the chart rendered 0 objects of the kind StatefulSet, expected one, and perhaps one of its observers");
        assertRefused(
                changed("periodSeconds: 1", "periodSeconds: often"),
                "StatefulSet myzk-zookeeper.spec.template.spec.containers[0].startupProbe.periodSeconds is often,"
                        + " expected a number");
    }

    @Test
    void secretsAreFilesToo_andMayBeMissingWhereTheyAreOptional() {
        String mounted = changed("{name: tmp, emptyDir: {}}", "{name: tmp, secret: {secretName: tls}}");
        String secret = "\n---\nkind: Secret\nmetadata: {name: tls}\ndata: {tls.crt: YWJj}\n";

        assertThat(read(mounted + secret).configMaps()).containsEntry("Secret tls", Map.of("tls.crt", "abc"));
        assertThat(read(changed("{name: tmp, emptyDir: {}}", "{name: tmp, secret: {secretName: tls, optional: true}}"))
                        .template()
                        .volumes())
                .containsEntry("tmp", new VolumeSource.ConfigMapFiles("Secret tls"));
    }

    private static void assertRefused(String manifest, String sentence) {
        assertThatThrownBy(() -> read(manifest))
                .isInstanceOf(UnusableContent.class)
                .hasMessage(sentence);
    }
}
