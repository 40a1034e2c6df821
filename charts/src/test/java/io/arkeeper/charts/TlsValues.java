package io.arkeeper.charts;

import static io.arkeeper.charts.Example.added;
import static io.arkeeper.charts.Example.example;

import java.util.stream.Stream;

/** Values of TLS. Secrets that the chart makes differ at each rendering, so most begin with one that is there. */
final class TlsValues {

    private static final String SECRET = "tls: {enabled: true, existingSecret: corp%s}";
    private static final String ISSUED = "tls: {certManager: {issuerRef: {name: ca}}}";

    private TlsValues() {}

    static Stream<Example> examples() {
        return Stream.of(
                example("tls.selfSigned", "tls: {selfSigned: false}", """
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[4]: {"name":"ARKEEPER_TLS","value":"/etc/arkeeper-tls"} -> absent
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[5]: {"name":"ARKEEPER_HTTPS_PORT","value":"8443"} -> absent
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].volumeMounts[2].name: tls -> tmp
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].volumeMounts[2].mountPath: /etc/arkeeper-tls -> /tmp
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].volumeMounts[2].readOnly: true -> absent
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].volumeMounts[3]: {"name":"tmp","mountPath":"/tmp"} -> absent
                        StatefulSet/myzk-zookeeper spec.template.spec.volumes[1].name: tls -> tmp
                        StatefulSet/myzk-zookeeper spec.template.spec.volumes[1].secret: {"secretName":"myzk-zookeeper-tls","defaultMode":288,"optional":true} -> absent
                        StatefulSet/myzk-zookeeper spec.template.spec.volumes[1].emptyDir: absent -> {}
                        StatefulSet/myzk-zookeeper spec.template.spec.volumes[2]: {"name":"tmp","emptyDir":{}} -> absent
                        """),
                example("tls.selfSignedDays", "tls: {selfSignedDays: 30}"),
                example("tls.selfSignedAuthority", "tls: {selfSignedAuthority: 2}"),
                example("tls.existingSecret", "tls: {existingSecret: corp}", """
                        StatefulSet/myzk-zookeeper spec.template.spec.volumes[1].secret.secretName: myzk-zookeeper-tls -> corp
                        """),
                example("tls.enabled", SECRET.formatted(""), """
                        Service/myzk-zookeeper spec.ports[0].name: client -> secure-client
                        Service/myzk-zookeeper spec.ports[0].port: 2181 -> 2281
                        Service/myzk-zookeeper spec.ports[0].targetPort: client -> secure-client
                        Service/myzk-zookeeper-headless spec.ports[0].name: client -> secure-client
                        Service/myzk-zookeeper-headless spec.ports[0].port: 2181 -> 2281
                        Service/myzk-zookeeper-headless spec.ports[4]: absent -> {"name":"https","port":8443}
                        Pod/myzk-zookeeper-test spec.containers[0].args[2]: myzk-zookeeper.default.svc.cluster.local:2181 -> myzk-zookeeper.default.svc.cluster.local:2281
                        Pod/myzk-zookeeper-test spec.containers[0].volumeMounts[0].name: tmp -> tls
                        Pod/myzk-zookeeper-test spec.containers[0].volumeMounts[0].mountPath: /tmp -> /etc/arkeeper-tls
                        Pod/myzk-zookeeper-test spec.containers[0].volumeMounts[0].readOnly: absent -> true
                        Pod/myzk-zookeeper-test spec.containers[0].volumeMounts[1]: absent -> {"name":"tmp","mountPath":"/tmp"}
                        Pod/myzk-zookeeper-test spec.containers[0].env: absent -> [{"name":"ARKEEPER_TLS","value":"/etc/arkeeper-tls"}]
                        Pod/myzk-zookeeper-test spec.volumes[0].name: tmp -> tls
                        Pod/myzk-zookeeper-test spec.volumes[0].emptyDir: {} -> absent
                        Pod/myzk-zookeeper-test spec.volumes[0].secret: absent -> {"secretName":"corp","defaultMode":288}
                        Pod/myzk-zookeeper-test spec.volumes[1]: absent -> {"name":"tmp","emptyDir":{"medium":"Memory"}}
                        StatefulSet/myzk-zookeeper spec.template.spec.volumes[1].secret.optional: true -> absent
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[6]: absent -> {"name":"ARKEEPER_TLS_ENABLED","value":"true"}
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[7]: absent -> {"name":"ARKEEPER_TLS_PLAINTEXT_CLIENTS","value":"false"}
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[8]: absent -> {"name":"ARKEEPER_TLS_CLIENT_AUTH","value":"need"}
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[9]: absent -> {"name":"ARKEEPER_SECURE_CLIENT_PORT","value":"2281"}
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].ports[4]: absent -> {"name":"secure-client","containerPort":2281}
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].ports[5]: absent -> {"name":"https","containerPort":8443}
                        """).from("tls: {existingSecret: corp}"),
                example("tls.plaintextClients", SECRET.formatted(", plaintextClients: true"), """
                        Service/myzk-zookeeper spec.ports[0].name: secure-client -> client
                        Service/myzk-zookeeper spec.ports[0].port: 2281 -> 2181
                        Service/myzk-zookeeper spec.ports[0].targetPort: secure-client -> client
                        Service/myzk-zookeeper spec.ports[1]: absent -> {"name":"secure-client","port":2281,"targetPort":"secure-client"}
                        Service/myzk-zookeeper-headless spec.ports[0].name: secure-client -> client
                        Service/myzk-zookeeper-headless spec.ports[0].port: 2281 -> 2181
                        Service/myzk-zookeeper-headless spec.ports[1].name: server -> secure-client
                        Service/myzk-zookeeper-headless spec.ports[1].port: 2888 -> 2281
                        Service/myzk-zookeeper-headless spec.ports[2].name: leader-election -> server
                        Service/myzk-zookeeper-headless spec.ports[2].port: 3888 -> 2888
                        Service/myzk-zookeeper-headless spec.ports[3].name: http -> leader-election
                        Service/myzk-zookeeper-headless spec.ports[3].port: 8080 -> 3888
                        Service/myzk-zookeeper-headless spec.ports[4].name: https -> http
                        Service/myzk-zookeeper-headless spec.ports[4].port: 8443 -> 8080
                        Service/myzk-zookeeper-headless spec.ports[5]: absent -> {"name":"https","port":8443}
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[7].value: false -> true
                        """)
                        .from(SECRET.formatted("")),
                example(
                                "tls.clientAuth",
                                SECRET.formatted(", clientAuth: want"),
                                "StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[8].value: need -> want")
                        .from(SECRET.formatted("")),
                example("secureClientPort", SECRET.formatted("") + "\nsecureClientPort: 3181", """
                        Service/myzk-zookeeper spec.ports[0].port: 2281 -> 3181
                        Service/myzk-zookeeper-headless spec.ports[0].port: 2281 -> 3181
                        Pod/myzk-zookeeper-test spec.containers[0].args[2]: myzk-zookeeper.default.svc.cluster.local:2281 -> myzk-zookeeper.default.svc.cluster.local:3181
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[9].value: "2281" -> "3181"
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].ports[4].containerPort: 2281 -> 3181
                        """)
                        .from(SECRET.formatted("")),
                example("httpsPort", SECRET.formatted("") + "\nhttpsPort: 9443", """
                        Service/myzk-zookeeper-headless spec.ports[4].port: 8443 -> 9443
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].env[5].value: "8443" -> "9443"
                        StatefulSet/myzk-zookeeper spec.template.spec.containers[0].ports[5].containerPort: 8443 -> 9443
                        """)
                        .from(SECRET.formatted("")),
                example("tls.certManager.issuerRef.name", ISSUED, added("certificate.yaml"))
                        .from("tls: {existingSecret: myzk-zookeeper-tls}"),
                issued(
                        "issuerRef.kind",
                        "issuerRef: {name: ca, kind: ClusterIssuer}",
                        "Certificate/myzk-zookeeper-tls spec.issuerRef.kind: Issuer -> ClusterIssuer"),
                issued(
                        "issuerRef.group",
                        "issuerRef: {name: ca, group: example.com}",
                        "Certificate/myzk-zookeeper-tls spec.issuerRef.group: cert-manager.io -> example.com"),
                issued(
                        "duration",
                        "{issuerRef: {name: ca}, duration: 24h}",
                        "Certificate/myzk-zookeeper-tls spec.duration: 2160h -> 24h"),
                issued(
                        "renewBefore",
                        "{issuerRef: {name: ca}, renewBefore: 8h}",
                        "Certificate/myzk-zookeeper-tls spec.renewBefore: 720h -> 8h"),
                example(
                                "tls.extraNames",
                                "tls: {certManager: {issuerRef: {name: ca}}, extraNames: [zk.example, 10.0.0.1]}",
                                """
                        Certificate/myzk-zookeeper-tls spec.dnsNames[9]: absent -> zk.example
                        Certificate/myzk-zookeeper-tls spec.ipAddresses: absent -> ["10.0.0.1"]
                        """)
                        .from(ISSUED),
                example(
                                "merge.certificate",
                                ISSUED + "\nmerge: {certificate: {spec: {isCA: false}}}",
                                "Certificate/myzk-zookeeper-tls spec.isCA: absent -> false")
                        .from(ISSUED));
    }

    private static Example issued(String key, String value, String difference) {
        String certManager = value.startsWith("{") ? value : "{" + value + "}";
        return example("tls.certManager." + key, "tls: {certManager: %s}".formatted(certManager), difference)
                .from(ISSUED);
    }
}
