package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pods may do, whatever is switched on: the Pod Security Standard "restricted", and no more rights than they use. */
class LeastPrivilegeTest {

    private static final String EVERYTHING =
            "{observers: 1, txnLog: {storage: 1Gi}, rbac: {events: true}, auditLog: true,"
                    + " networkPolicy: {enabled: true, egress: true}, podMonitor: {enabled: true},"
                    + " externalAccess: {type: NodePort}}";
    private static final Set<String> RESTRICTED_VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    private static List<JsonObject> pods(String values) throws Exception {
        List<JsonObject> pods = new ArrayList<>();
        for (JsonObject object : objects(values)) {
            switch (object.get("kind").getAsString()) {
                case "StatefulSet" -> pods.add(at(object, "spec", "template", "spec"));
                case "Pod" -> pods.add(at(object, "spec"));
                default ->
                    assertThat(object.toString()).as("an object without pods").doesNotContain("\"containers\"");
            }
        }
        return pods;
    }

    private static List<JsonObject> objects(String values) throws Exception {
        return HELM.render(MYZK.with(values)).objects().values().stream().toList();
    }

    private static JsonObject at(JsonObject object, String... path) {
        JsonObject found = object;
        for (String step : path) {
            found = found.getAsJsonObject(step);
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "ephemeral: true", EVERYTHING})
    void podsAreRestricted(String values) throws Exception {
        List<JsonObject> pods = pods(values);

        assertThat(pods).hasSizeGreaterThanOrEqualTo(2);
        for (JsonObject pod : pods) {
            assertThat(pod.keySet()).doesNotContain("hostNetwork", "hostPID", "hostIPC", "initContainers");
            JsonObject security = at(pod, "securityContext");
            assertThat(security.get("runAsNonRoot").getAsBoolean()).isTrue();
            assertThat(security.get("runAsUser").getAsInt()).isPositive();
            assertThat(at(security, "seccompProfile").get("type").getAsString()).isEqualTo("RuntimeDefault");
            for (JsonElement container : pod.getAsJsonArray("containers")) {
                JsonObject its = at(container.getAsJsonObject(), "securityContext");
                assertThat(its.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
                assertThat(its.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
                assertThat(its.has("privileged")).isFalse();
                assertThat(at(its, "capabilities").getAsJsonArray("drop").toString())
                        .isEqualTo("[\"ALL\"]");
                assertThat(at(its, "capabilities").has("add")).isFalse();
                assertThat(container.toString()).doesNotContain("hostPort");
            }
            if (pod.has("volumes")) {
                for (JsonElement volume : pod.getAsJsonArray("volumes")) {
                    TreeSet<String> kinds =
                            new TreeSet<>(volume.getAsJsonObject().keySet());
                    kinds.remove("name");
                    assertThat(RESTRICTED_VOLUMES).containsAll(kinds);
                }
            }
        }
    }

    @Test
    void aTokenIsMountedOnlyWhereItIsUsed() throws Exception {
        for (JsonObject object : objects("{observers: 1, rbac: {create: false}}")) {
            assertThat(object.get("kind").getAsString()).isNotIn("Role", "RoleBinding", "ClusterRole");
        }
        for (JsonObject pod : pods("{observers: 1, rbac: {create: false}}")) {
            assertThat(pod.get("automountServiceAccountToken").getAsBoolean()).isFalse();
        }
        for (JsonObject object : objects("{}")) {
            if (object.get("kind").getAsString().equals("Pod")) {
                assertThat(at(object, "spec")
                                .get("automountServiceAccountToken")
                                .getAsBoolean())
                        .as("the test's pod asks Kubernetes nothing")
                        .isFalse();
            }
        }
    }

    @Test
    void theRoleNamesItsObjects() throws Exception {
        for (JsonObject object : objects(EVERYTHING)) {
            assertThat(object.get("kind").getAsString()).doesNotStartWith("Cluster");
            if (!object.get("kind").getAsString().equals("Role")) {
                continue;
            }
            for (JsonElement rule : object.getAsJsonArray("rules")) {
                JsonObject its = rule.getAsJsonObject();
                if (its.getAsJsonArray("resources").toString().equals("[\"events\"]")) {
                    assertThat(its.getAsJsonArray("verbs").toString()).isEqualTo("[\"create\"]");
                } else {
                    assertThat(its.getAsJsonArray("resources").toString()).isEqualTo("[\"statefulsets\"]");
                    assertThat(its.getAsJsonArray("verbs").toString()).isEqualTo("[\"get\"]");
                    assertThat(its.getAsJsonArray("resourceNames")).hasSize(2);
                }
            }
        }
    }

    /** Members to members, chosen clients to clients' port, Prometheus to HTTP, and nothing else. */
    @Test
    void theNetworkPolicyAdmitsNobodyElse() throws Exception {
        JsonObject policy = objects("""
                        networkPolicy:
                          enabled: true
                          clients: [{podSelector: {matchLabels: {app: solr}}}]
                          metrics: [{namespaceSelector: {matchLabels: {name: monitoring}}}]
                        """).stream()
                .filter(object -> object.get("kind").getAsString().equals("NetworkPolicy"))
                .findFirst()
                .orElseThrow();
        Map<String, Set<Integer>> admitted = new TreeMap<>();
        for (JsonElement rule : at(policy, "spec").getAsJsonArray("ingress")) {
            JsonArray from = rule.getAsJsonObject().getAsJsonArray("from");
            assertThat(from).as("a rule that admits everybody: " + rule).isNotNull();
            for (JsonElement peer : from) {
                TreeSet<Integer> ports = new TreeSet<>();
                rule.getAsJsonObject()
                        .getAsJsonArray("ports")
                        .forEach(port ->
                                ports.add(port.getAsJsonObject().get("port").getAsInt()));
                admitted.merge(who(peer.toString()), ports, (one, other) -> {
                    one.addAll(other);
                    return one;
                });
            }
        }

        assertThat(admitted)
                .isEqualTo(Map.of(
                        "members", Set.of(2181, 2888, 3888, 8080, 8443),
                        "the test", Set.of(2181),
                        "solr", Set.of(2181),
                        "monitoring", Set.of(8080)));
    }

    private static String who(String peer) {
        if (peer.contains("solr")) {
            return "solr";
        }
        if (peer.contains("monitoring")) {
            return "monitoring";
        }
        return peer.contains("\"app\":\"zookeeper\"") ? "members" : "the test";
    }
}
