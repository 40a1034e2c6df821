package io.arkeeper.cli.local.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ChartValuesTest {

    @Test
    void assignmentsComeAfterTheDocuments() {
        ChartValues values = new ChartValues(List.of("servers: 3")).with(List.of("servers=5"));

        assertThat(values.documents()).containsExactly("servers: 3", "{\"servers\":5}");
        assertThat(values.lookUp(List.of("servers"))).contains("5");
    }

    @Test
    void findsWhatTheLastDocumentSaid() {
        ChartValues values =
                new ChartValues(List.of("resources: {requests: {memory: 1Gi}}", "", "resources: {requests: {cpu: 2}}"));

        assertThat(values.lookUp(List.of("resources", "requests", "memory"))).contains("1Gi");
        assertThat(values.lookUp(List.of("resources", "requests", "disk"))).isEmpty();
        assertThat(values.lookUp(List.of("resources", "requests", "memory", "more")))
                .isEmpty();
    }

    @Test
    void sameValuesAreTheSame_howeverTheyWereGiven() {
        Map<String, Object> known = new TreeMap<>(Map.of("a", Map.of("b", 1, "c", List.of(1.5)), "d", "x"));
        known.put("e", null);

        assertThat(new ChartValues(List.of("a: {b: 2, c: [1.5]}\ne: null", "", "a: {b: 1}"))
                        .with(List.of("d=x"))
                        .equalsTo(known))
                .isTrue();
        assertThat(new ChartValues(List.of("a: {b: 1, c: [1.5]}\nd: x")).equalsTo(known))
                .isFalse();
        assertThat(new ChartValues(List.of("a: {b: 1, c: [2.5]}\nd: x\ne: null")).equalsTo(known))
                .isFalse();
        assertThat(ChartValues.NONE.equalsTo(Map.of())).isTrue();
    }

    @Test
    void aFileMayBeEmpty() {
        assertThat(ChartValues.checked("values.yaml", "# nothing yet\n")).isEqualTo("# nothing yet\n");
    }

    @Test
    void saysWhereAFileIsNotYaml() {
        assertThatThrownBy(() -> ChartValues.checked("values.yaml", "servers: 3\nheap: [2G\n"))
                .hasMessage("values.yaml is not YAML: line 3, column 1: expected ',' or ']', but got <stream end>;"
                        + " mend it");
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        assertThatThrownBy(() -> ChartValues.checked("values.yaml", "servers: 3\nservers: 5\n"))
                .hasMessage("values.yaml is not YAML: line 2, column 1: found duplicate key servers; mend it");
    }

    @Test
    void refusesWhatIsNoMapping() {
        assertThatThrownBy(() -> ChartValues.checked("values.yaml", "- servers\n- 3\n"))
                .hasMessage("values.yaml is no mapping, expected lines such as servers: 5; mend it");
    }
}
