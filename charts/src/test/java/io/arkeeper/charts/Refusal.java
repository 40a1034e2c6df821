package io.arkeeper.charts;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.arkeeper.charts.Helm.RefusedByHelm;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Picks out of Helm's refusals what the chart itself has to say. */
final class Refusal {

    private static final Pattern BY_TEMPLATE = Pattern.compile(
            "execution error at \\(zookeeper/templates/validate\\.yaml:\\d+:\\d+\\): (?:\\d+ problems:\\n- )?(.*?)"
                    + "(?:\\n\\nUse --debug flag to render out invalid YAML)?\\s*",
            Pattern.DOTALL);

    private static final Pattern BY_SCHEMA = Pattern.compile(
            "values don't meet the specifications of the schema\\(s\\) in the following chart\\(s\\):\\nzookeeper:\\n(.*?)\\s*",
            Pattern.DOTALL);

    private Refusal() {}

    /** The sentences of validate.yaml. */
    static List<String> problems(Helm helm, Release release) {
        return List.of(only(BY_TEMPLATE, message(helm, release)).split("\n- "));
    }

    /** The lines of Helm's schema validator. */
    static List<String> schemaErrors(Helm helm, Release release) {
        return only(BY_SCHEMA, message(helm, release))
                .lines()
                .map(String::strip)
                .toList();
    }

    static String message(Helm helm, Release release) {
        RefusedByHelm refused = catchThrowableOfType(RefusedByHelm.class, () -> helm.template(release));
        if (refused == null) {
            throw new AssertionError("Helm should have refused " + release);
        }
        return refused.getMessage();
    }

    private static String only(Pattern expected, String message) {
        Matcher matcher = expected.matcher(message);
        if (!matcher.matches()) {
            throw new AssertionError("not refused as expected: " + message);
        }
        return matcher.group(1);
    }
}
