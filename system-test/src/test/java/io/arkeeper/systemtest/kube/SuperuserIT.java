package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Administrators come through Kubernetes' permission to exec where members speak TLS and let in nobody without a name.
 *
 * <p>{@code ARKEEPER_TEST_COMMAND} is the arkeeper to use; without it, that of the checkout.
 */
final class SuperuserIT {

    private static final String RELEASE = "super";
    private static final String POD = RELEASE + "-zookeeper-1";

    private static Cluster cluster;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    private static Program.Ended zk(Namespace namespace, String typed, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Cluster.variable("ARKEEPER_TEST_COMMAND").orElse("../arkeeper"), "zk", RELEASE));
        command.addAll(List.of("-n", namespace.name()));
        command.addAll(List.of(arguments));
        return Program.run(command, typed);
    }

    @Test
    void whoMayExecMayDoAll_andTheMembersLogTells() {
        try (Namespace namespace = cluster.namespace("super")) {
            cluster.apply("""
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: people, namespace: %s}
                    stringData: {admin: Zr7uNw2YbKq5Xe9h}
                    """.formatted(namespace.name()));
            namespace.install(
                    RELEASE,
                    SMALL,
                    "antiAffinity: soft",
                    "tls: {enabled: true}",
                    "auth: {users: {existingSecret: people}, required: true, rootAcl: [\"sasl:admin:r\"]}");

            Program.Ended made = zk(namespace, "", "--member", "1", "--", "create", "/by-super", "two words");
            assertThat(made.exitCode()).as(made.output()).isZero();
            Program.Ended read = zk(namespace, "get /by-super\nls /none\nset /by-super other\n");
            assertThat(read.exitCode()).as(read.output()).isZero();
            assertThat(read.output()).contains("two words", "Node does not exist: /none");
            assertThat(zk(namespace, "", "--", "delete", "/none").exitCode()).isEqualTo(2);

            String log = namespace.kubectl("logs", POD);
            assertThat(log)
                    .contains(
                            "of the superuser begins at " + namespace.name() + "/" + POD,
                            ": create /by-super: OK",
                            "has ended after")
                    .doesNotContain(": setData /by-super");
            assertThat(namespace.kubectl("logs", RELEASE + "-zookeeper-0"))
                    .contains(": setData /by-super: OK", ": delete /none: NONODE");
            assertThat(namespace.http(POD, 8080, "/metrics"))
                    .contains("\narkeeper_superuser_sessions_begun_total 1.0\n", "\narkeeper_superuser_sessions 0.0\n");
        }
    }

    @Test
    void whoMayNotExecIsToldSo() {
        try (Namespace namespace = cluster.namespace("super")) {
            namespace.install(RELEASE, SMALL, "antiAffinity: soft", "servers: 1");
            cluster.apply("""
                    apiVersion: v1
                    kind: ServiceAccount
                    metadata: {name: reader, namespace: %1$s}
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: reader, namespace: %1$s}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                    subjects: [{kind: ServiceAccount, name: reader, namespace: %1$s}]
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: Role
                    metadata: {name: tunnel, namespace: %1$s}
                    rules: [{apiGroups: [""], resources: [pods/portforward], verbs: [create, get]}]
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: tunnel, namespace: %1$s}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: tunnel}
                    subjects: [{kind: ServiceAccount, name: reader, namespace: %1$s}]
                    """.formatted(namespace.name()));

            Program.Ended refused = ServiceAccountLogin.of(namespace, "reader")
                    .run(file -> zk(namespace, "", "--kubeconfig", file, "--", "ls", "/"));

            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(15);
            assertThat(refused.output()).contains("has no right to create pods/exec in namespace " + namespace.name());
        }
    }
}
