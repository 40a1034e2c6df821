package io.arkeeper.cli.local.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The messages are Helm 3.21's own, copied from its output. */
final class ValuesProblemsTest {

    private static final String SCHEMA = """
            {"properties": {
               "servers": {"enum": [1, 3, 5, 7]},
               "heap": {"examples": ["2G", "512m"]},
               "snapRetain": {"minimum": 3},
               "antiAffinity": {"enum": ["hard", "soft", ""]},
               "imagePullSecrets": {"type": "array"},
               "resources": {"properties": {"requests": {"properties": {"cpu": {}, "memory": {}}}}}}}
            """;
    private static final String DEFAULTS = """
            servers: 3
            heap: 2G
            snapRetain: 3
            antiAffinity: ""
            imagePullSecrets: []
            resources: {requests: {cpu: 500m, memory: 3Gi}}
            """;

    private static List<String> problems(String message, String... assignments) {
        ChartValues values = ChartValues.NONE.with(List.of(assignments));
        return new ValuesProblems(Optional.of(tree(SCHEMA)), Optional.of(tree(DEFAULTS)), values).read(message);
    }

    private static Tree tree(String yaml) {
        return Tree.of("test", new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private static String violations(String... lines) {
        return "values don't meet the specifications of the schema(s) in the following chart(s):\nzookeeper:\n"
                + String.join("\n", lines) + "\n";
    }

    @Test
    void namesTheNearestKey() {
        assertThat(problems(violations("- at '': additional properties 'server', 'antifinity' not allowed")))
                .containsExactly(
                        "unknown value 'server': did you mean 'servers'?",
                        "unknown value 'antifinity': did you mean 'antiAffinity'?");
    }

    @Test
    void namesTheNearestKeyFurtherDown() {
        assertThat(problems(violations("- at '/resources/requests': additional properties 'memry' not allowed")))
                .containsExactly("unknown value 'resources.requests.memry': did you mean 'resources.requests.memory'?");
    }

    @Test
    void listsTheKeysWhereNoneIsNear() {
        assertThat(problems(violations("- at '/resources/requests': additional properties 'disk' not allowed")))
                .containsExactly(
                        "unknown value 'resources.requests.disk': known under 'resources.requests' are cpu, memory");
    }

    @Test
    void saysWhatWasFoundAndWhatIsExpected() {
        assertThat(problems(violations("- at '/servers': value must be one of 1, 3, 5, 7"), "servers=4"))
                .containsExactly("servers is 4, expected one of 1, 3, 5, 7; the default is 3");
        assertThat(problems(violations("- at '/snapRetain': minimum: got 2, want 3"), "snapRetain=2"))
                .containsExactly("snapRetain is 2, expected 3 or more; the default is 3");
        assertThat(problems(violations("- at '/snapRetain': got string, want integer"), "snapRetain=two"))
                .containsExactly("snapRetain is 'two', expected a value of the type integer; the default is 3");
        assertThat(problems(
                        violations("- at '/antiAffinity': value must be one of 'hard', 'soft', ''"),
                        "antiAffinity=hart"))
                .containsExactly("antiAffinity is 'hart', expected one of 'hard', 'soft', ''; the default is ''");
        assertThat(problems(violations("- at '/heap': 'zz' does not match pattern '^[1-9][0-9]*[kKmMgG]$'"), "heap=zz"))
                .containsExactly("heap is 'zz', expected something like 2G or 512m; the default is 2G");
        assertThat(problems(violations("- at '/resources/requests/cpu': exclusiveMinimum: got 0, want 0")))
                .containsExactly("resources.requests.cpu is 0, expected more than 0; the default is 500m");
    }

    @Test
    void gathersAll() {
        assertThat(problems(
                        violations(
                                "- at '/snapRetain': minimum: got 2, want 3",
                                "- at '': additional properties 'server' not allowed",
                                "- at '/servers': value must be one of 1, 3, 5, 7"),
                        "servers=4"))
                .hasSize(3);
    }

    @Test
    void getsAlongWithListsOnTheWay() {
        assertThat(problems(violations("- at '/imagePullSecrets/0': got string, want object"), "imagePullSecrets={a}"))
                .containsExactly(
                        "imagePullSecrets.0 is of the type string, expected a value of the type object;" + " mend it");
    }

    @Test
    void passesOnWhatTheChartItselfSays() {
        assertThat(problems("execution error at (zookeeper/templates/validate.yaml:1:3): minAvailable is 1, expected 2"
                        + "\n\nUse --debug flag to render out invalid YAML"))
                .containsExactly("minAvailable is 1, expected 2");
        assertThat(problems("execution error at (zookeeper/templates/validate.yaml:9:4): 2 problems:\n- one\n- two\n\n"
                        + "Use --debug flag to render out invalid YAML"))
                .containsExactly("one", "two");
    }

    @Test
    void passesOnWhatItDoesNotUnderstand() {
        assertThat(problems("chart requires kubeVersion: >=1.27.0-0\n\nUse --debug flag to render out invalid YAML"))
                .containsExactly("chart requires kubeVersion: >=1.27.0-0");
        assertThat(problems(violations("- at '/servers': something new"), "servers=4"))
                .containsExactly("servers is 4, expected something else (something new); the default is 3");
    }
}
