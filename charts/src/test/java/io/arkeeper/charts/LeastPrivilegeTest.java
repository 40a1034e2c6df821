package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pods may do, whatever is switched on: the Pod Security Standard "restricted", and no more rights than they use. */
class LeastPrivilegeTest {

    private static final String EVERYTHING =
            "{observers: 1, txnLog: {storage: 1Gi}, rbac: {events: true}, auditLog: true,"
                    + " networkPolicy: {enabled: true, egress: true}, podMonitor: {enabled: true},"
                    + " externalAccess: {type: NodePort}}";
    private static final String LOCKED = "{observers: 1, tls: {enabled: true}, auth: {required: true,"
            + " users: {existingSecret: people}, quorum: {existingSecret: members}}}";
    private static final String CHOSEN = "clients: [{podSelector: {matchLabels: {app: solr}}}],"
            + " metrics: [{namespaceSelector: {matchLabels: {name: monitoring}}}]";
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
    @ValueSource(strings = {"{}", "ephemeral: true", EVERYTHING, LOCKED})
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
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                                  | 2181
                    {tls: {selfSigned: false}}                                                          | 2181
                    {tls: {enabled: true}}                                                              | 2281
                    {tls: {enabled: true, plaintextClients: true}}                                      | 2181 2281
                    {tls: {enabled: true}, secureClientPort: 3281}                                      | 3281
                    {tls: {enabled: true}, auth: {required: true, users: {existingSecret: people}}}     | 2281
                    {auth: {quorum: {existingSecret: members}, users: {existingSecret: people}}}        | 2181
                    """)
    void theNetworkPolicyAdmitsNobodyElse(String values, String clientPorts) throws Exception {
        Set<Integer> clients = ports(clientPorts);
        Set<Integer> members = new TreeSet<>(clients);
        members.addAll(values.contains("selfSigned: false") ? ports("2888 3888 8080") : ports("2888 3888 8080 8443"));

        assertThat(admitted(policy(values, CHOSEN), "ingress", "from"))
                .isEqualTo(
                        Map.of("members", members, "the test", clients, "solr", clients, "monitoring", Set.of(8080)));
    }

    @Test
    void otherNumbersOfPorts_areAdmittedInTheirPlace() throws Exception {
        JsonObject policy = policy(
                "{tls: {enabled: true}, httpsPort: 9443, httpPort: 9080, serverPort: 3000, leaderElectionPort: 3001}",
                CHOSEN);

        assertThat(admitted(policy, "ingress", "from"))
                .containsEntry("members", ports("2281 3000 3001 9080 9443"))
                .containsEntry("monitoring", ports("9080"));
    }

    /** Members call members, the name server and, where they have a token, the API server; with TLS nothing more. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                  | 2181 | 53 443 5353 6443
                    {tls: {enabled: true}}                                              | 2281 | 53 443 5353 6443
                    {tls: {enabled: true, plaintextClients: true}, rbac: {create: false}} | 2181 2281 | 53 5353
                    """)
    void egressLeadsToMembersAndToWhatNamesThem(String values, String clientPorts, String everywhere) throws Exception {
        Set<Integer> members = new TreeSet<>(ports(clientPorts));
        members.addAll(ports("2888 3888 8080 8443"));

        assertThat(admitted(policy(values, "egress: true"), "egress", "to"))
                .isEqualTo(Map.of("members", members, "everybody", ports(everywhere)));
    }

    /** As values.yaml says of an empty list. */
    @Test
    void whereNobodyIsNamed_everybodyMayComeAsAClient_andNobodyElseAsAMember() throws Exception {
        assertThat(admitted(policy("{tls: {enabled: true}}", "clients: []"), "ingress", "from"))
                .isEqualTo(Map.of("members", ports("2281 2888 3888 8080 8443"), "everybody", ports("2281 8080")));
    }

    private static JsonObject policy(String values, String policy) throws Exception {
        String rest = values.substring(1, values.length() - 1);
        String all = "{networkPolicy: {enabled: true, %s}%s}".formatted(policy, rest.isEmpty() ? "" : ", " + rest);
        return objects(all).stream()
                .filter(object -> object.get("kind").getAsString().equals("NetworkPolicy"))
                .findFirst()
                .orElseThrow();
    }

    private static Set<Integer> ports(String numbers) {
        return Stream.of(numbers.split(" ")).map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Which ports whom a direction leads to; a rule that names nobody is for everybody. */
    private static Map<String, Set<Integer>> admitted(JsonObject policy, String direction, String peers) {
        Map<String, Set<Integer>> admitted = new TreeMap<>();
        for (JsonElement element : at(policy, "spec").getAsJsonArray(direction)) {
            JsonObject rule = element.getAsJsonObject();
            assertThat(rule.has("ports"))
                    .as("a rule that admits to every port: " + rule)
                    .isTrue();
            Set<Integer> ports = new TreeSet<>();
            rule.getAsJsonArray("ports")
                    .forEach(
                            port -> ports.add(port.getAsJsonObject().get("port").getAsInt()));
            List<String> named = new ArrayList<>();
            if (rule.has(peers)) {
                rule.getAsJsonArray(peers).forEach(peer -> named.add(who(peer.toString())));
            } else {
                named.add("everybody");
            }
            named.forEach(who ->
                    admitted.computeIfAbsent(who, name -> new TreeSet<>()).addAll(ports));
        }
        return admitted;
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
