package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** values.schema.json: closed, explained, in step with values.yaml and the templates, and what it refuses. */
class SchemaTest {

    /** Values that are not in values.yaml, because being left out means something. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "minAvailable",
            "resources.requests.ephemeral-storage",
            "resources.limits.cpu",
            "resources.limits.memory",
            "resources.limits.ephemeral-storage",
            "test.resources.limits.cpu",
            "test.resources.limits.memory",
            "global",
            "enabled");

    /** Where Kubernetes or a parent chart says what belongs in, beside all of {@code merge}. */
    private static final Set<String> OPEN = Set.of(
            "/properties/affinity",
            "/properties/topologySpreadConstraints/items",
            "/properties/extraEnv/items/properties/valueFrom",
            "/properties/extraVolumes/items",
            "/properties/networkPolicy/properties/clients/items",
            "/properties/networkPolicy/properties/metrics/items",
            "/properties/global");

    private final Schema schema = Schema.read();

    @Test
    void everyObjectThatIsNotKubernetesOwn_isClosed() {
        List<String> open = new ArrayList<>();
        collectOpenObjects("", schema.root(), open);

        assertThat(open)
                .filteredOn(path -> !path.startsWith("/properties/merge/properties/"))
                .containsExactlyInAnyOrderElementsOf(OPEN);
    }

    @Test
    void everyValue_isDescribed() {
        assertThat(schema.properties())
                .allSatisfy((value, property) ->
                        assertThat(property.has("description")).as(value).isTrue());
    }

    @Test
    void everyValueWithADefault_isRequired() {
        Set<String> required = new TreeSet<>();
        schema.root().getAsJsonArray("required").forEach(key -> required.add(key.getAsString()));

        Set<String> defaults =
                new TreeSet<>(schema.root().getAsJsonObject("properties").keySet());
        defaults.removeAll(WITHOUT_DEFAULT);
        assertThat(required).isEqualTo(defaults);
    }

    @Test
    void valuesYaml_hasEveryValueOfTheSchema() throws IOException {
        Set<String> expected = new TreeSet<>(schema.leaves());
        expected.removeAll(WITHOUT_DEFAULT);

        Set<String> found = new TreeSet<>();
        collectLeaves("", valuesYaml(), found);
        found.removeAll(Set.of("resources.limits", "test.resources.limits")); // objects, empty by default
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void everyValueInValuesYaml_isExplained() throws IOException {
        List<String> lines = Files.readAllLines(Release.CHART.resolve("values.yaml"));
        List<String> unexplained = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            boolean value =
                    lines.get(i).matches(" *[a-zA-Z]+: .+") && !lines.get(i).matches(" *#.*");
            if (value && !lines.get(i - 1).matches(" *# .*")) {
                unexplained.add(lines.get(i));
            }
        }
        assertThat(unexplained).isEmpty();
    }

    @Test
    void keysThatTheTemplatesKnow_areThoseOfTheSchema() throws IOException {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        schema.properties().keySet().forEach(path -> {
            int dot = path.lastIndexOf('.');
            expected.computeIfAbsent(dot < 0 ? "" : path.substring(0, dot), parent -> new ArrayList<>())
                    .add(path.substring(dot + 1));
        });

        Map<String, List<String>> known = new LinkedHashMap<>();
        yamlIn("zookeeper.knownKeys").asMap().forEach((parent, keys) -> {
            List<String> names = new ArrayList<>();
            keys.getAsJsonArray().forEach(key -> names.add(key.getAsString()));
            known.put(parent, names);
        });
        assertThat(known).isEqualTo(expected);
    }

    @Test
    void valuesThatForeignKeysAreTranslatedTo_exist() throws IOException {
        Set<String> known = schema.properties().keySet();

        assertThat(yamlIn("zookeeper.foreignKeys").asMap()).allSatisfy((foreign, ours) -> {
            assertThat(known).contains(ours.getAsString());
            assertThat(known).doesNotContain(foreign);
        });
    }

    /** The schema lets pass what other charts call a value of this one, so that the templates can name it. */
    @Test
    void foreignKeys_areTranslatedAlthoughThereIsASchema() throws IOException {
        assertThat(yamlIn("zookeeper.foreignKeys").asMap()).allSatisfy((foreign, ours) -> {
            String values = "1";
            for (String key : List.of(foreign.split("\\.", -1)).reversed()) {
                values = "{" + key + ": " + values + "}";
            }
            assertThat(Refusal.problems(HELM, MYZK.with(values)))
                    .containsExactly(foreign + " is no value of this chart, which calls it " + ours.getAsString()
                            + "; set that");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    server: 5                                   | at '': additional properties 'server' not allowed
                    image: {policy: Always}                     | at '/image': additional properties 'policy' not allowed
                    resources: {request: {}}                    | at '/resources': additional properties 'request' not allowed
                    resources: {limits: {disk: 1}}              | at '/resources/limits': additional properties 'disk' not allowed
                    imagePullSecrets: [{nam: a, name: b}]       | at '/imagePullSecrets/0': additional properties 'nam' not allowed
                    imagePullSecrets: [a]                       | at '/imagePullSecrets/0': got string, want object
                    servers: 2                                  | at '/servers': value must be one of 1, 3, 5, 7
                    servers: 4                                  | at '/servers': value must be one of 1, 3, 5, 7
                    observers: -1                               | at '/observers': minimum: got -1, want 0
                    observers: 101                              | at '/observers': maximum: got 101, want 100
                    servers: 0                                  | at '/servers': value must be one of 1, 3, 5, 7
                    servers: null                               | at '': missing property 'servers'
                    minAvailable: 50%                           | at '/minAvailable': got string, want null or integer
                    minAvailable: -1                            | at '/minAvailable': minimum: got -1, want 0
                    heap: 2Gi                                   | at '/heap': '2Gi' does not match pattern '^[1-9][0-9]*[kKmMgG]$'
                    heap: 2147483648                            | at '/heap': got number, want string
                    heap: 0G                                    | at '/heap': '0G' does not match pattern '^[1-9][0-9]*[kKmMgG]$'
                    resources: {requests: {memory: null}}       | at '/resources/requests': missing property 'memory'
                    resources: {requests: {cpu: 0}}             | at '/resources/requests/cpu': exclusiveMinimum: got 0, want 0
                    clientPort: 0                               | at '/clientPort': minimum: got 0, want 1
                    serverPort: 65536                           | at '/serverPort': maximum: got 65,536, want 65,535
                    leaderElectionPort: '3888'                  | at '/leaderElectionPort': got string, want integer
                    httpPort: 80.5                              | at '/httpPort': got number, want integer
                    controlPort: -1                             | at '/controlPort': minimum: got -1, want 1
                    tickTimeMs: 99                              | at '/tickTimeMs': minimum: got 99, want 100
                    initTicks: 0                                | at '/initTicks': minimum: got 0, want 1
                    syncTicks: 0                                | at '/syncTicks': minimum: got 0, want 1
                    clientCnxns: -1                             | at '/clientCnxns': minimum: got -1, want 0
                    snapRetain: 2                               | at '/snapRetain': minimum: got 2, want 3
                    purgeHours: -1                              | at '/purgeHours': minimum: got -1, want 0
                    antiAffinity: hart                          | at '/antiAffinity': value must be one of 'hard', 'soft', ''
                    logLevel: TRACE                             | at '/logLevel': value must be one of 'ERROR', 'WARN', 'INFO', 'DEBUG'
                    logFormat: xml                              | at '/logFormat': value must be one of 'text', 'json'
                    probeInitialDelaySeconds: -1                | at '/probeInitialDelaySeconds': minimum: got -1, want 0
                    probeTimeoutSeconds: 0                      | at '/probeTimeoutSeconds': minimum: got 0, want 1
                    imagePullPolicy: always                     | at '/imagePullPolicy': value must be one of 'IfNotPresent', 'Always', 'Never'
                    image: {tag: 3.9}                           | at '/image/tag': got number, want string
                    image: {repository: ''}                     | at '/image/repository': '' does not match pattern '^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$'
                    image: {repository: 'a:1'}                  | at '/image/repository': 'a:1' does not match pattern '^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$'
                    image: {digest: 'sha256:12'}                | at '/image/digest': 'sha256:12' does not match pattern '^(sha256:[0-9a-f]{64})?$'
                    clusterDomain: cluster.local.               | at '/clusterDomain': 'cluster.local.' does not match pattern '^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'
                    storageClass: Fast                          | at '/storageClass': 'Fast' does not match pattern '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$'
                    nameOverride: a.b                           | at '/nameOverride': 'a.b' does not match pattern '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$'
                    fullnameOverride: A                         | at '/fullnameOverride': 'A' does not match pattern '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$'
                    resources: {requests: {ephemeral-storage: 0}} | at '/resources/requests/ephemeral-storage': minimum: got 0, want 1
                    txnLog: {size: 1Gi}                         | at '/txnLog': additional properties 'size' not allowed
                    claimRetention: {whenDeleted: Keep}         | at '/claimRetention/whenDeleted': value must be one of 'Retain', 'Delete'
                    claimRetention: {whenScaled: delete}        | at '/claimRetention/whenScaled': value must be one of 'Retain', 'Delete'
                    ephemeral: 'no'                             | at '/ephemeral': got string, want boolean
                    extraConfig: {a: [1]}                       | at '/extraConfig/a': got array, want boolean or integer or string
                    extraConfig: {a: 'x '}                      | at '/extraConfig/a': 'x ' does not match pattern '^([!-\\\\[\\\\]-~]([ -\\\\[\\\\]-~]*[!-\\\\[\\\\]-~])?)?$'
                    chroots: [/solr]                            | at '/chroots/0': got string, want object
                    chroots: [{path: solr}]                     | at '/chroots/0/path': 'solr' does not match pattern '^(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$'
                    chroots: [{path: /solr, acls: []}]          | at '/chroots/0': additional properties 'acls' not allowed
                    chroots: [{path: /solr, acl: []}]           | at '/chroots/0/acl': minItems: got 0, want 1
                    zoneSpread: 'yes'                           | at '/zoneSpread': value must be one of 'hard', 'soft', ''
                    nodeSelector: {a: 1}                        | at '/nodeSelector/a': got number, want string
                    tolerations: [{keys: a}]                    | at '/tolerations/0': additional properties 'keys' not allowed
                    tolerations: [{effect: Never}]              | at '/tolerations/0/effect': value must be one of 'NoSchedule', 'PreferNoSchedule', 'NoExecute'
                    priorityClassName: High                     | at '/priorityClassName': 'High' does not match pattern '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$'
                    startupProbe: {periodSeconds: 0}            | at '/startupProbe/periodSeconds': minimum: got 0, want 1
                    livenessProbe: {failureThreshold: 0}        | at '/livenessProbe/failureThreshold': minimum: got 0, want 1
                    readinessProbe: {period: 1}                 | at '/readinessProbe': additional properties 'period' not allowed
                    terminationGracePeriodSeconds: 29           | at '/terminationGracePeriodSeconds': minimum: got 29, want 30
                    podLabels: {a: true}                        | at '/podLabels/a': got boolean, want string
                    podAnnotations: {a: 1}                      | at '/podAnnotations/a': got number, want string
                    extraEnv: [{value: a}]                      | at '/extraEnv/0': missing property 'name'
                    extraEnv: [{name: a-b}]                     | at '/extraEnv/0/name': 'a-b' does not match pattern '^[A-Za-z_][A-Za-z0-9_]*$'
                    extraVolumes: [{secret: {}}]                | at '/extraVolumes/0': missing property 'name'
                    extraVolumeMounts: [{name: a, mountPath: b}] | at '/extraVolumeMounts/0/mountPath': 'b' does not match pattern '^/'
                    hostAliases: [{ip: a.x, hostnames: [a]}]    | at '/hostAliases/0/ip': 'a.x' does not match pattern '^[0-9a-fA-F.:]+$'
                    service: {type: clusterIP}                  | at '/service/type': value must be one of 'ClusterIP', 'NodePort', 'LoadBalancer'
                    service: {nodePort: -1}                     | at '/service/nodePort': minimum: got -1, want 0
                    service: {loadBalancerSourceRanges: [10.0.0.0]} | at '/service/loadBalancerSourceRanges/0': '10.0.0.0' does not match pattern '^[0-9a-fA-F.:]+/[0-9]{1,3}$'
                    service: {externalTrafficPolicy: local}     | at '/service/externalTrafficPolicy': value must be one of 'Local', 'Cluster', ''
                    headlessService: {label: {}}                | at '/headlessService': additional properties 'label' not allowed
                    externalAccess: {type: ClusterIP}           | at '/externalAccess/type': value must be one of 'NodePort', 'LoadBalancer', ''
                    externalAccess: {nodePorts: [1, 1]}         | at '/externalAccess/nodePorts': items at 0 and 1 are equal
                    serviceAccount: {create: 'yes'}             | at '/serviceAccount/create': got string, want boolean
                    rbac: {enabled: true}                       | at '/rbac': additional properties 'enabled' not allowed
                    networkPolicy: {client: []}                 | at '/networkPolicy': additional properties 'client' not allowed
                    podMonitor: {interval: 15}                  | at '/podMonitor/interval': got number, want string
                    test: {timeoutSeconds: 0}                   | at '/test/timeoutSeconds': minimum: got 0, want 1
                    merge: {statefulset: {}}                    | at '/merge': additional properties 'statefulset' not allowed
                    merge: {pod: []}                            | at '/merge/pod': got array, want object
                    enabled: 'yes'                              | at '/enabled': got string, want boolean
                    global: 1                                   | at '/global': got number, want object
                    """)
    void badValue_isRefusedByHelmBeforeAnythingIsRendered(String values, String error) {
        assertThat(Refusal.schemaErrors(HELM, MYZK.with(values))).containsExactly("- " + error);
    }

    @ParameterizedTest
    @CsvSource({"2gb", "3072m", "3GiB", "-3Gi", "0", "3e9", "3 Gi", "3K"})
    void badMemory_isRefused(String memory) {
        assertThat(Refusal.schemaErrors(HELM, MYZK.with("resources: {requests: {memory: '" + memory + "'}}")))
                .containsExactly("- at '/resources/requests/memory': '" + memory
                        + "' does not match pattern '^[1-9][0-9]*([.][0-9]+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$'");
        assertThat(Refusal.schemaErrors(HELM, MYZK.with("storage: '" + memory + "'")))
                .containsExactly("- at '/storage': '" + memory
                        + "' does not match pattern '^[1-9][0-9]*([.][0-9]+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'500m'", "'0.5'", "'0.05'", "'1'", "'1.5'", "1", "0.25", "2.0"})
    void goodProcessorTime_isAccepted(String cpu) {
        assertThatCode(() -> HELM.template(MYZK.with("resources: {requests: {cpu: " + cpu + "}}")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'0'", "'0.0'", "'m'", "'-1'", "'1 core'", "'0.5m'"})
    void badProcessorTime_isRefused(String cpu) {
        assertThat(Refusal.schemaErrors(HELM, MYZK.with("resources: {requests: {cpu: " + cpu + "}}")))
                .singleElement()
                .asString()
                .startsWith("- at '/resources/requests/cpu': " + cpu + " does not match pattern ");
    }

    @Test
    void allBadValues_areToldAtOnce() {
        assertThat(Refusal.schemaErrors(HELM, MYZK.with("{server: 3, heap: 2Gi, snapRetain: 1}")))
                .containsExactlyInAnyOrder(
                        "- at '': additional properties 'server' not allowed",
                        "- at '/heap': '2Gi' does not match pattern '^[1-9][0-9]*[kKmMgG]$'",
                        "- at '/snapRetain': minimum: got 1, want 3");
    }

    private static JsonObject valuesYaml() throws IOException {
        return Yaml.document(Files.readString(Release.CHART.resolve("values.yaml")))
                .getAsJsonObject();
    }

    /** The YAML that a helper in _keys.tpl consists of. */
    private static JsonObject yamlIn(String helper) throws IOException {
        String templates = Files.readString(Release.CHART.resolve("templates/_keys.tpl"));
        String start = "{{- define \"" + helper + "\" -}}\n";
        int from = templates.indexOf(start) + start.length();
        return Yaml.document(templates.substring(from, templates.indexOf("{{- end -}}", from)))
                .getAsJsonObject();
    }

    private static void collectOpenObjects(String path, JsonElement element, List<String> open) {
        if (!element.isJsonObject()) {
            return;
        }
        JsonObject object = element.getAsJsonObject();
        boolean describesAnObject =
                object.has("type") && object.get("type").toString().contains("\"object\"");
        if (describesAnObject && !object.has("additionalProperties")) { // which are none, or of a certain form
            open.add(path);
        }
        object.entrySet().forEach(child -> collectOpenObjects(path + "/" + child.getKey(), child.getValue(), open));
    }

    private static void collectLeaves(String parent, JsonObject object, Set<String> leaves) {
        for (Map.Entry<String, JsonElement> child : object.entrySet()) {
            String path = parent.isEmpty() ? child.getKey() : parent + "." + child.getKey();
            JsonElement value = child.getValue();
            if (value.isJsonObject() && !value.getAsJsonObject().isEmpty()) {
                collectLeaves(path, value.getAsJsonObject(), leaves);
            } else {
                leaves.add(path);
            }
        }
    }
}
