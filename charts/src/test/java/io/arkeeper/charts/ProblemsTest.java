package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are each fine and do not work together: what the user reads, all of it at once. */
class ProblemsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {servers: 1, minAvailable: 1} | minAvailable is 1, expected 0 (the interval for servers=1 is [0, 0]); set it to 0 or leave it out
                    {servers: 3, minAvailable: 1} | minAvailable is 1, expected 2 (the interval for servers=3 is [2, 2]); set it to 2 or leave it out
                    {servers: 3, minAvailable: 3} | minAvailable is 3, expected 2 (the interval for servers=3 is [2, 2]); set it to 2 or leave it out
                    {servers: 3, minAvailable: 0} | minAvailable is 0, expected 2 (the interval for servers=3 is [2, 2]); set it to 2 or leave it out
                    {servers: 5, minAvailable: 2} | minAvailable is 2, expected 3 to 4 (the interval for servers=5 is [3, 4]); set it to 4 or leave it out
                    {servers: 5, minAvailable: 5} | minAvailable is 5, expected 3 to 4 (the interval for servers=5 is [3, 4]); set it to 4 or leave it out
                    {servers: 7, minAvailable: 3} | minAvailable is 3, expected 4 to 6 (the interval for servers=7 is [4, 6]); set it to 6 or leave it out
                    """)
    void minAvailableOutsideItsInterval_isRefused(String values, String problem) {
        assertThat(Refusal.problems(HELM, MYZK.with(values))).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{servers: 1, minAvailable: 0}",
                "{servers: 3, minAvailable: 2}",
                "{servers: 5, minAvailable: 3}",
                "{servers: 5, minAvailable: 4}",
                "{servers: 7, minAvailable: 4}",
                "{servers: 7, minAvailable: 6}"
            })
    void minAvailableAtTheEdgesOfItsInterval_isAccepted(String values) {
        assertThatCode(() -> HELM.template(MYZK.with(values))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2G      | 2Gi        | 2147483648   | 3Gi
                    2G      | 2G         | 2147483648   | 3Gi
                    2g      | 2147M      | 2147483648   | 3Gi
                    2G      | 2147483648 | 2147483648   | 3Gi
                    2048m   | 2097152Ki  | 2147483648   | 3Gi
                    2097152k| 2147483k   | 2147483648   | 3Gi
                    300m    | 300Mi      | 314572800    | 600Mi
                    1500m   | 1Gi        | 1572864000   | 2524Mi
                    1024G   | 1Ti        | 1099511627776| 1025Gi
                    1000k   | 1M         | 1024000      | 2Mi
                    1000m   | 1G         | 1048576000   | 2000Mi
                    1000g   | 1T         | 1073741824000| 1001Gi
                    1000000g| 1P         | 1073741824000000    | 1000001Gi
                    1000000000g | 1E     | 1073741824000000000 | 1000000001Gi
                    """)
    void memoryThatLeavesNothingBesideTheHeap_isRefused(String heap, String memory, String bytes, String suggestion) {
        String values = "{heap: %s, resources: {requests: {memory: %s}}}".formatted(heap, memory);

        assertThat(Refusal.problems(HELM, MYZK.with(values)))
                .containsExactly("resources.requests.memory is " + memory + ", expected more than heap (" + heap
                        + ", which is " + bytes + " bytes); set it to " + suggestion + " or lower heap");
    }

    @ParameterizedTest
    @CsvSource({
        "2G, 2148M",
        "2G, 2147483649",
        "2G, 2097153Ki",
        "2G, 2049Mi",
        "2G, 2.1Gi",
        "2G, 1Ti",
        "1G, 1.1G",
        "1000g, 1Ti",
        "1000000g, 1Pi",
        "1000000000g, 1Ei",
        "999999k, 1024M",
    })
    void memoryBeyondTheHeap_isAccepted(String heap, String memory) {
        String values = "{heap: %s, resources: {requests: {memory: %s}}}".formatted(heap, memory);

        assertThatCode(() -> HELM.template(MYZK.with(values))).doesNotThrowAnyException();
    }

    @Test
    void memoryLimitWithinTheHeap_isRefusedTwice() {
        assertThat(Refusal.problems(HELM, MYZK.with("resources: {limits: {memory: 2G}}")))
                .containsExactly(
                        "resources.limits.memory is 2G, expected more than heap (2G, which is 2147483648 bytes); "
                                + "set it to 3Gi or lower heap",
                        "resources.limits.memory is 2G, expected at least resources.requests.memory (3Gi); "
                                + "raise the limit or lower the request");
    }

    @Test
    void lessRoomForAllLargeRequestsThanForOne_isRefused() {
        assertThat(Refusal.problems(HELM, MYZK.with("limits: {requestBytes: 4194304, largeRequestBytes: 4194303}")))
                .containsExactly(
                        "limits.largeRequestBytes is 4194303, expected at least limits.requestBytes (4194304); "
                                + "raise it or lower limits.requestBytes");
    }

    @Test
    void limitsBelowRequests_areRefused() {
        assertThat(Refusal.problems(HELM, MYZK.with("resources: {limits: {cpu: 0.4, memory: 3000Mi}}")))
                .containsExactly(
                        "resources.limits.cpu is 0.4, expected at least resources.requests.cpu (500m); "
                                + "raise the limit or lower the request",
                        "resources.limits.memory is 3000Mi, expected at least resources.requests.memory (3Gi); "
                                + "raise the limit or lower the request");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    httpPort: 2181                             | clientPort and httpPort are both 2181, expected five different ports; change all but one of them
                    {serverPort: 9, controlPort: 9}            | serverPort and controlPort are both 9, expected five different ports; change all but one of them
                    {clientPort: 8080, controlPort: 8080}      | clientPort, httpPort and controlPort are all 8080, expected five different ports; change all but one of them
                    leaderElectionPort: 2888                   | serverPort and leaderElectionPort are both 2888, expected five different ports; change all but one of them
                    """)
    void equalPorts_areRefused(String values, String problem) {
        assertThat(Refusal.problems(HELM, MYZK.with(values))).containsExactly(problem);
    }

    @Test
    void joiningInLessTimeThanLagging_isRefused() {
        assertThat(Refusal.problems(HELM, MYZK.with("initTicks: 4")))
                .containsExactly(
                        "initTicks is 4, expected at least syncTicks (5); set it to 5 or more, 10 unless you measured otherwise");
    }

    @Test
    void joiningInAsMuchTimeAsLagging_isAccepted() {
        assertThatCode(() -> HELM.template(MYZK.with("{initTicks: 5, syncTicks: 5}")))
                .doesNotThrowAnyException();
    }

    @Test
    void allProblems_areToldAtOnce() {
        assertThat(Refusal.message(
                        HELM,
                        MYZK.named("3")
                                .with("{minAvailable: 1, heap: 4G, initTicks: 1, clientPort: 1, serverPort: 1}")))
                .matches("execution error at \\(zookeeper/templates/validate.yaml:\\d+:\\d+\\): \\Q5 problems:\n"
                        + "- minAvailable is 1, expected 2 (the interval for servers=3 is [2, 2]); set it to 2 or leave it out\n"
                        + "- resources.requests.memory is 3Gi, expected more than heap (4G, which is 4294967296 bytes); "
                        + "set it to 5Gi or lower heap\n"
                        + "- clientPort and serverPort are both 1, expected five different ports; change all but one of them\n"
                        + "- initTicks is 1, expected at least syncTicks (5); set it to 5 or more, 10 unless you measured otherwise\n"
                        + "- the StatefulSet's name 3-zookeeper is no DNS label, expected a letter first, then lower-case letters, "
                        + "digits and hyphens; choose another release name or set fullnameOverride\\E\n\n"
                        + "Use --debug flag to render out invalid YAML");
    }
}
