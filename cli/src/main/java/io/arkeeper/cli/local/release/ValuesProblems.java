package io.arkeeper.cli.local.release;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what Helm says about bad values into sentences that name the value, what was found and what to do.
 *
 * <p>Helm's own words («at '': additional properties 'server' not allowed») speak of the schema, not of the mistake.
 */
final class ValuesProblems {

    private static final Pattern VIOLATION = Pattern.compile("\\s*- at '([^']*)': (.*)");
    private static final Pattern UNKNOWN = Pattern.compile("additional properties (.*) not allowed");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Pattern CHOICE = Pattern.compile("value must be (?:one of )?(.*)");
    private static final Pattern LIMIT = Pattern.compile("(minimum|maximum): got (\\S+), want (\\S+)");
    private static final Pattern TYPE = Pattern.compile("got (\\S+), want (.*)");
    private static final Pattern FORM = Pattern.compile("'(.*)' does not match pattern '(.*)'");
    private static final Pattern REFUSAL = Pattern.compile(
            "execution error at \\([^)]*\\): (.*?)(?:\\n\\nUse --debug flag.*)?", Pattern.DOTALL);

    private final Optional<Tree> schema;
    private final ChartValues values;

    ValuesProblems(Optional<Tree> schema, ChartValues values) {
        this.schema = schema;
        this.values = values;
    }

    /** The problems in Helm's message; the message itself where its form is unknown. */
    List<String> read(String message) {
        Matcher refusal = REFUSAL.matcher(message.strip());
        if (refusal.matches()) {
            return sentences(refusal.group(1));
        }
        List<String> problems = new ArrayList<>();
        for (String line : message.lines().toList()) {
            Matcher violation = VIOLATION.matcher(line);
            boolean onlyAHeading = line.endsWith(" failed") || line.endsWith("none matched");
            if (violation.matches() && !onlyAHeading) {
                List<String> keys = keys(violation.group(1));
                problems.addAll(problem(keys, violation.group(2)));
            }
        }
        return problems.isEmpty() ? sentences(message) : problems;
    }

    private static List<String> sentences(String text) {
        return text.lines()
                .map(line -> line.strip().replaceFirst("^- ", ""))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static List<String> keys(String pointer) {
        return pointer.isEmpty()
                ? List.of()
                : List.of(pointer.substring(1).split("/", -1)).stream()
                        .map(key -> key.replace("~1", "/").replace("~0", "~"))
                        .toList();
    }

    private List<String> problem(List<String> keys, String words) {
        Matcher unknown = UNKNOWN.matcher(words);
        if (unknown.matches()) {
            return QUOTED.matcher(unknown.group(1))
                    .results()
                    .map(result -> unknown(keys, result.group(1)))
                    .toList();
        }
        return List.of(new InvalidSetting(
                        String.join(".", keys), found(keys, words), expected(keys, words), advice(keys))
                .getMessage());
    }

    private String unknown(List<String> parents, String key) {
        List<String> known = schemaAt(parents)
                .map(schema -> schema.tree("properties").keys())
                .orElse(List.of());
        String suggestion = Nearest.to(key, known)
                .map(near -> "did you mean '" + path(parents, near) + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? "the chart has no such value: leave it out"
                        : "known " + (parents.isEmpty() ? "" : "under '" + String.join(".", parents) + "' ") + "are "
                                + String.join(", ", known.stream().sorted().toList()));
        return "unknown value '%s': %s".formatted(path(parents, key), suggestion);
    }

    private String found(List<String> keys, String words) {
        Matcher limit = LIMIT.matcher(words);
        if (limit.matches()) {
            return limit.group(2);
        }
        Matcher form = FORM.matcher(words);
        if (form.matches()) {
            return "'" + form.group(1) + "'";
        }
        Matcher type = TYPE.matcher(words);
        String otherwise = type.matches() ? "of the type " + type.group(1) : "not usable";
        return values.lookUp(String.join(".", keys))
                .map(value -> value.matches("-?[0-9.]+") ? value : "'" + value + "'")
                .orElse(otherwise);
    }

    private String expected(List<String> keys, String words) {
        Matcher limit = LIMIT.matcher(words);
        if (limit.matches()) {
            return limit.group(3) + (limit.group(1).equals("minimum") ? " or more" : " or less");
        }
        Matcher choice = CHOICE.matcher(words);
        if (choice.matches()) {
            return choice.group(1).contains(", ") ? "one of " + choice.group(1) : choice.group(1);
        }
        Matcher type = TYPE.matcher(words);
        if (type.matches()) {
            return "a value of the type " + type.group(2);
        }
        if (FORM.matcher(words).matches()) {
            List<String> examples = schemaAt(keys).map(s -> s.texts("examples")).orElse(List.of());
            return examples.isEmpty()
                    ? "the form " + FORM.matcher(words).replaceFirst("$2")
                    : "something like " + String.join(" or ", examples);
        }
        return "something else (" + words + ")";
    }

    private String advice(List<String> keys) {
        return schemaAt(keys)
                .flatMap(found -> found.scalar("default"))
                .map(text -> "its default is " + (text.isEmpty() ? "''" : text))
                .orElse("mend it");
    }

    private Optional<Tree> schemaAt(List<String> keys) {
        Optional<Tree> found = schema;
        for (String key : keys) {
            found = found.map(tree -> tree.tree("properties"))
                    .filter(properties -> properties.has(key))
                    .map(properties -> properties.tree(key));
        }
        return found;
    }

    private static String path(List<String> parents, String key) {
        return parents.isEmpty() ? key : String.join(".", parents) + "." + key;
    }
}
