package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logins are asked of members and of clients on a running ensemble while a client writes. */
final class AuthIT {

    private static final String RELEASE = "auth";
    private static final String ANTI_AFFINITY = "antiAffinity: soft";
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private static Cluster cluster;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    @Test
    void membersAndClientsLogIn_andUsersChangeWithoutARestart() {
        try (Namespace namespace = cluster.namespace("auth")) {
            secret(namespace, "members", "member: qvwxKJ2mPz8LtR4d");
            secret(namespace, "people", "admin: Zr7uNw2YbKq5Xe9h");
            namespace.install(RELEASE, SMALL, ANTI_AFFINITY);
            try (Writer writer = Writer.start(namespace, RELEASE, "")) {
                for (String mode : new String[] {"accept", "offer", "require"}) {
                    namespace.upgrade(
                            RELEASE,
                            SMALL,
                            ANTI_AFFINITY,
                            "auth: {quorum: {existingSecret: members, mode: %s}}".formatted(mode));
                }
                namespace.test(RELEASE);
                writer.assertNothingLost("members log in with each other");
            }

            namespace.upgrade(RELEASE, SMALL, ANTI_AFFINITY, required("admin"));
            namespace.test(RELEASE);
            Program.Ended stranger = cluster.tryKubectl(
                    "-n",
                    namespace.name(),
                    "exec",
                    RELEASE + "-zookeeper-1",
                    "--",
                    "/opt/zookeeper/bin/zkCli.sh",
                    "create",
                    "/by-nobody");
            assertThat(stranger.exitCode()).isNotZero();

            Map<String, String> pods = namespace.pods(RELEASE);
            secret(namespace, "people", "admin: Zr7uNw2YbKq5Xe9h", "later: Hd6sVb3GmTy8Wc2f");
            for (String pod : pods.keySet()) {
                await().atMost(DEADLINE).until(() -> namespace
                        .http(pod, 8080, "/metrics")
                        .contains("\narkeeper_auth_material_adopted_total 1.0\n"));
            }
            namespace.upgrade(RELEASE, SMALL, ANTI_AFFINITY, required("later"));
            namespace.test(RELEASE);
            assertThat(namespace.pods(RELEASE)).isEqualTo(pods);
        }
    }

    private static String required(String probe) {
        return """
                auth:
                  users: {existingSecret: people}
                  required: true
                  rootAcl: ["sasl:admin:cdrwa", "sasl:later:cdrwa"]
                  quorum: {existingSecret: members}
                test: {user: %s}
                """.formatted(probe);
    }

    private static void secret(Namespace namespace, String name, String... entries) {
        cluster.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: %s}
                stringData: {%s}
                """.formatted(name, namespace.name(), String.join(", ", entries)));
    }
}
