package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that would take the place of what the member or the chart sets itself, or that mean nothing beside others. */
class ConflictsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    extraConfig: {tickTime: 1}                        | extraConfig.tickTime is the member's own; remove it, set tickTimeMs instead
                    extraConfig: {zookeeper.skipACL: 'yes'}           | extraConfig.zookeeper.skipACL is the member's own; remove it, anybody could then change who belongs to the ensemble
                    extraConfig: {server.9: a}                        | extraConfig.server.9 is the member's own; remove it, the members know each other by their names
                    chroots: [{path: /zookeeper/a}]                   | chroots[0].path is /zookeeper/a, expected a path outside /zookeeper, which is ZooKeeper's own; choose another
                    chroots: [{path: /a}, {path: /b}, {path: /a}]     | chroots[2].path is /a, which is that of chroots[0] too; remove one of them
                    {ephemeral: true, txnLog: {storage: 1Gi}}         | txnLog.storage is 1Gi with ephemeral=true, expected empty, because then there are no volumes; remove one of them
                    affinity: {podAntiAffinity: {a: []}}              | affinity.podAntiAffinity is set with antiAffinity=hard, which makes one itself; set antiAffinity to "" or remove it
                    podLabels: {app: a}                               | podLabels has app, which the chart sets itself; remove it
                    service: {labels: {app.kubernetes.io/name: a}}    | service.labels has app.kubernetes.io/name, which the chart sets itself; remove it
                    podAnnotations: {arkeeper.io/config-checksum: a}  | podAnnotations has arkeeper.io/config-checksum, which the chart sets itself; remove it
                    extraEnv: [{name: A, value: b}, {name: ARKEEPER_X, value: b}] | extraEnv[1].name is ARKEEPER_X, expected another prefix than ARKEEPER_, which is the member's own; rename it
                    extraVolumes: [{name: datadir, emptyDir: {}}]     | extraVolumes[0].name is datadir, which is the name of a volume of the member's own; rename it
                    extraVolumeMounts: [{name: a, mountPath: /var/lib/zookeeper/data}] | extraVolumeMounts[0].mountPath is /var/lib/zookeeper/data, expected a path outside /var/lib/zookeeper, which is the member's own; choose another
                    extraVolumeMounts: [{name: a, mountPath: /tmp/}]  | extraVolumeMounts[0].mountPath is /tmp/, where the member has a volume of its own; choose another
                    service: {loadBalancerClass: a/b}                 | service.loadBalancerClass is set with service.type ClusterIP, expected LoadBalancer; set that type or remove it
                    service: {nodePort: 30000}                        | service.nodePort is set with service.type ClusterIP, expected NodePort or LoadBalancer; set one of these types or remove it
                    externalAccess: {externalTrafficPolicy: Local}    | externalAccess.externalTrafficPolicy is set with externalAccess.type empty, expected NodePort or LoadBalancer; set one of these types or remove it
                    rbac: {create: false, events: true} | rbac.events is true with rbac.create false, expected both, because members without a token can make no Events; set one of them otherwise
                    externalAccess: {type: NodePort, nodePorts: [30000, 30001]} | externalAccess.nodePorts has 2 of them, expected one for each of the 3 servers; add the rest or leave it empty
                    {service: {type: NodePort, nodePort: 30001}, externalAccess: {type: NodePort, nodePorts: [30000, 30001, 30002]}} | externalAccess.nodePorts[1] is 30001, which is service.nodePort too; change one of them
                    serviceAccount: {create: false}                   | rbac.create is true without a service account of the members' own; set serviceAccount.create to true, name one, or set rbac.create to false
                    {podMonitor: {enabled: true}, serviceMonitor: {enabled: true}} | podMonitor.enabled and serviceMonitor.enabled are both true, expected one, because each member would be scraped twice; switch one off
                    """)
    void conflict_isRefused(String values, String problem) {
        assertThat(Refusal.problems(HELM, MYZK.with(values))).containsExactly(problem);
    }

    /** One step beside each of the refusals above. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "extraConfig: {tickTimes: 1, serverCnxnFactory: a, snapCount: 50000}",
                "chroots: [{path: /zookeepers}, {path: /a}, {path: /a/b}]",
                "{ephemeral: true, txnLog: {storageClass: fast}}",
                "{antiAffinity: '', affinity: {podAntiAffinity: {a: []}}}",
                "affinity: {nodeAffinity: {a: []}}",
                "extraEnv: [{name: ARKEEPERS, value: b}]",
                "{extraVolumes: [{name: data, emptyDir: {}}], extraVolumeMounts: [{name: data, mountPath: /var/lib/zookeepers}]}",
                "externalAccess: {type: NodePort, nodePorts: [30000, 30001, 30002, 30003, 30004]}",
                "{serviceAccount: {create: false}, rbac: {create: false}}",
                "serviceAccount: {create: false, name: mine}"
            })
    void whatOnlyLooksAlike_isAccepted(String values) {
        assertThatCode(() -> HELM.template(MYZK.with(values))).doesNotThrowAnyException();
    }
}
