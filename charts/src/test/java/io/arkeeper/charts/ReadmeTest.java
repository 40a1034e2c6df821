package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The chart's README: its table of values is written by this test, with {@code -Dreadme.write=true}, and otherwise compared;
 * its examples render.
 */
class ReadmeTest {

    private static final Path README = Release.CHART.resolve("README.md");
    private static final String START =
            "<!-- values: written by ReadmeTest from values.schema.json and values.yaml -->\n";
    private static final String END = "<!-- end of values -->\n";

    @Test
    void tableOfValues_isThatOfTheSchema() throws IOException {
        String readme = Files.readString(README);
        int start = readme.indexOf(START) + START.length();
        int end = readme.indexOf(END);

        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(README, readme.substring(0, start) + table() + readme.substring(end));
            return;
        }
        assertThat(readme.substring(start, end))
                .as(
                        "the README's table of values; mvn -pl charts test -Dtest=ReadmeTest -Dreadme.write=true rewrites it")
                .isEqualTo(table());
    }

    @Test
    void exampleValues_render() throws Exception {
        List<String> examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(README))
                .results()
                .map(MatchResult::group)
                .map(block -> block.replace("```yaml\n", "").replace("```", ""))
                .filter(example -> !example.startsWith("# Chart.yaml of the other chart"))
                .toList();

        assertThat(examples).hasSize(9);
        for (String example : examples) {
            assertThat(HELM.render(MYZK.with(example)).objects()).hasSizeGreaterThanOrEqualTo(9);
        }
    }

    @Test
    void exampleOfARefusal_isWhatTheChartSays() throws IOException {
        List<String> problems =
                Refusal.problems(HELM, MYZK.with("{minAvailable: 1, resources: {requests: {memory: 2Gi}}}"));

        assertThat(Files.readString(README)).contains("2 problems:\n- " + String.join("\n- ", problems) + "\n```");
    }

    private static String table() throws IOException {
        JsonObject defaults = Yaml.document(Files.readString(Release.CHART.resolve("values.yaml")))
                .getAsJsonObject();
        Schema schema = Schema.read();
        List<String> rows = new ArrayList<>();
        rows.add("| Value | Default | Accepts | Meaning |");
        rows.add("|---|---|---|---|");
        for (String value : schema.leaves()) {
            JsonObject property = schema.properties().get(value);
            rows.add("| `%s` | %s | %s | %s |"
                    .formatted(
                            value,
                            defaultOf(defaults, value),
                            accepts(property),
                            property.get("description").getAsString()));
        }
        return String.join("\n", rows) + "\n";
    }

    private static String defaultOf(JsonObject defaults, String value) {
        JsonElement found = defaults;
        for (String key : value.split("\\.", -1)) {
            found = found.getAsJsonObject().get(key);
            if (found == null) {
                return "not set";
            }
        }
        return code(found);
    }

    private static String accepts(JsonObject property) {
        if (property.has("enum")) {
            return StreamSupport.stream(property.getAsJsonArray("enum").spliterator(), false)
                    .map(ReadmeTest::code)
                    .collect(Collectors.joining(", "));
        }
        if (property.has("maximum")) {
            String minimum = property.get("minimum").getAsString();
            return property.get("maximum").getAsInt() == Integer.MAX_VALUE
                    ? minimum + " or more"
                    : minimum + " to " + property.get("maximum").getAsString();
        }
        if (property.has("examples")) {
            return "such as "
                    + StreamSupport.stream(property.getAsJsonArray("examples").spliterator(), false)
                            .map(ReadmeTest::code)
                            .collect(Collectors.joining(", "));
        }
        if (property.has("additionalProperties")) {
            return "keys with values";
        }
        return switch (property.get("type").getAsString()) {
            case "boolean" -> "`true`, `false`";
            case "array" -> "a list";
            case "object" -> "anything";
            default -> throw new IllegalStateException("how to say what " + property + " accepts?");
        };
    }

    private static String code(JsonElement element) {
        String text = element.isJsonPrimitive() ? element.getAsString() : element.toString();
        return text.isEmpty() ? "empty" : "`" + text + "`";
    }
}
