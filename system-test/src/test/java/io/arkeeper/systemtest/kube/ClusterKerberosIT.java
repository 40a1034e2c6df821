package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.testing.Kdc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tickets of a KDC outside the cluster open sessions at each member, and nothing else does.
 *
 * <p>{@code ARKEEPER_TEST_KDC_ADDRESS} is the address of this machine at which pods find the KDC that the test starts.
 */
final class ClusterKerberosIT {

    private static final String RELEASE = "krb";
    private static final String CLIENT = "client";
    private static final int MEMBERS = 3;
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private static Cluster cluster;

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    @Test
    void whoHasATicketIsServedByEachMember_andNewKeysNeedNoRestart() throws Exception {
        String address = Cluster.variable("ARKEEPER_TEST_KDC_ADDRESS")
                .orElseThrow(() -> Cluster.skip("ARKEEPER_TEST_KDC_ADDRESS is not set"));
        try (Kdc kdc = Kdc.make(directory.resolve("kdc"), address);
                Namespace namespace = cluster.namespace("krb")) {
            kdc.start(Optional.empty());
            keys(namespace, "members", kdc.keytab(principals(namespace)));
            namespace.install(RELEASE, SMALL, "antiAffinity: soft", kerberos(kdc));
            keys(namespace, "people", kdc.keytab("somebody"));
            runClient(namespace, kdc);

            for (String member : members(namespace)) {
                Program.Ended written = zkCli(namespace, member, true, "create", "/by-ticket-at-" + member);
                assertThat(written.exitCode()).as(written.output()).isZero();
            }
            String acl =
                    zkCli(namespace, member(namespace, 0), true, "getAcl", "/").output();
            assertThat(acl).contains("'sasl,'somebody@" + Kdc.REALM);
            Program.Ended nobody = zkCli(namespace, member(namespace, 0), false, "create", "/by-nobody");
            assertThat(nobody.exitCode()).as(nobody.output()).isNotZero();

            Map<String, String> before = namespace.pods(RELEASE);
            keys(namespace, "members", kdc.keytab(principals(namespace)));
            for (String pod : before.keySet()) {
                await().atMost(DEADLINE).until(() -> namespace
                        .http(pod, 8080, "/metrics")
                        .contains("\narkeeper_auth_material_adopted_total 1.0\n"));
            }
            for (String member : members(namespace)) {
                Program.Ended written = zkCli(namespace, member, true, "create", "/with-new-keys-at-" + member);
                assertThat(written.exitCode()).as(written.output()).isZero();
            }
            assertThat(namespace.pods(RELEASE)).isEqualTo(before);
        }
    }

    private static String kerberos(Kdc kdc) throws Exception {
        return """
                auth:
                  required: true
                  rootAcl: ["sasl:somebody@%1$s:cdrwa"]
                  kerberos:
                    keytabSecret: members
                    principal: zookeeper/_HOST@%1$s
                    krb5Conf: |
                %2$s
                """.formatted(Kdc.REALM, Files.readString(kdc.krb5Conf()).indent(8));
    }

    private static Set<String> members(Namespace namespace) {
        Set<String> members = new TreeSet<>();
        for (int ordinal = 0; ordinal < MEMBERS; ordinal++) {
            members.add(member(namespace, ordinal));
        }
        return members;
    }

    private static String member(Namespace namespace, int ordinal) {
        return "%1$s-zookeeper-%2$d.%1$s-zookeeper-headless.%3$s.svc.cluster.local"
                .formatted(RELEASE, ordinal, namespace.name());
    }

    private static String[] principals(Namespace namespace) {
        return members(namespace).stream().map(host -> "zookeeper/" + host).toArray(String[]::new);
    }

    private static void keys(Namespace namespace, String secret, Path keytab) throws Exception {
        cluster.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: %s}
                data: {krb5.keytab: %s}
                """.formatted(
                        secret, namespace.name(), Base64.getEncoder().encodeToString(Files.readAllBytes(keytab))));
    }

    /** A pod of the members' image with a user's keys in it. */
    private static void runClient(Namespace namespace, Kdc kdc) throws Exception {
        cluster.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: client, namespace: %1$s}
                data:
                  krb5.conf: |
                %2$s
                  jaas.conf: |
                    Client {
                      com.sun.security.auth.module.Krb5LoginModule required
                        useKeyTab=true keyTab="/keys/krb5.keytab" principal="somebody@%3$s" doNotPrompt=true;
                    };
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: client, namespace: %1$s}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                    - name: client
                      image: "%4$s"
                      command: [sleep, "3600"]
                      volumeMounts: [{name: conf, mountPath: /conf}, {name: keys, mountPath: /keys}]
                  volumes: [{name: conf, configMap: {name: client}}, {name: keys, secret: {secretName: people}}]
                """.formatted(
                namespace.name(), Files.readString(kdc.krb5Conf()).indent(4), Kdc.REALM, namespace.image(RELEASE)));
        namespace.kubectl("wait", "--for=condition=Ready", "pod/" + CLIENT, "--timeout=5m");
    }

    private static Program.Ended zkCli(Namespace namespace, String host, boolean ticket, String... command) {
        List<String> arguments = new ArrayList<>(List.of("-n", namespace.name(), "exec", CLIENT, "--"));
        if (ticket) {
            arguments.addAll(List.of(
                    "/bin/busybox",
                    "env",
                    "JDK_JAVA_OPTIONS=-Djava.security.krb5.conf=/conf/krb5.conf"
                            + " -Djava.security.auth.login.config=/conf/jaas.conf"));
        }
        arguments.addAll(List.of("/opt/zookeeper/bin/zkCli.sh", "-server", host + ":2181"));
        arguments.addAll(List.of(command));
        return cluster.tryKubectl(arguments.toArray(String[]::new));
    }
}
