package io.arkeeper.cli.local.release;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

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
    private static final Pattern LIMIT = Pattern.compile("(minimum|maximum|exclusiveMinimum): got (\\S+), want (\\S+)");
    private static final Pattern TYPE = Pattern.compile("got (\\S+), want (.*)");
    private static final Pattern FORM = Pattern.compile("'(.*)' does not match pattern '(.*)'");
    private static final Pattern REFUSAL =
            Pattern.compile("execution error at \\([^)]*\\): (?:\\d+ problems:)?(.*)", Pattern.DOTALL);
    private static final Pattern HINT = Pattern.compile("\\s*Use --debug flag.*\\s*$"); // to Helm's options, not ours

    private final Optional<Tree> schema;
    private final Optional<Tree> defaults;
    private final ChartValues values;

    /**
     * @param schema the chart's values.schema.json
     * @param defaults the chart's values.yaml
     * @param values what the user gave
     */
    ValuesProblems(Optional<Tree> schema, Optional<Tree> defaults, ChartValues values) {
        this.schema = schema;
        this.defaults = defaults;
        this.values = values;
    }

    /** For a chart's directory, whose schema and defaults say what would be right. */
    static ValuesProblems of(Path chart, ChartValues values) {
        return new ValuesProblems(
                file(chart.resolve("values.schema.json")), file(chart.resolve("values.yaml")), values);
    }

    private static Optional<Tree> file(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            // JSON is YAML, and this parser is on the class path already
            Object read = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            return Optional.of(Tree.of(file.getFileName().toString(), read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The problems in Helm's message; the message itself where its form is unknown. */
    List<String> read(String message) {
        Matcher refusal = REFUSAL.matcher(HINT.matcher(message).replaceFirst("").strip());
        if (refusal.matches()) {
            return sentences(refusal.group(1));
        }
        List<String> problems = new ArrayList<>();
        for (String line : message.lines().sorted().toList()) { // Helm's own order differs from time to time
            Matcher violation = VIOLATION.matcher(line);
            boolean onlyAHeading = line.endsWith(" failed") || line.endsWith("none matched");
            if (violation.matches() && !onlyAHeading) {
                List<String> keys = keys(violation.group(1));
                problems.addAll(problem(keys, violation.group(2)));
            }
        }
        return problems.isEmpty() ? sentences(HINT.matcher(message).replaceFirst("")) : problems;
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
        return List.of(
                new InvalidSetting(String.join(".", keys), found(keys, words), expected(keys, words), advice(keys))
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
        if (keys.isEmpty()) {
            return "not usable";
        }
        Matcher form = FORM.matcher(words);
        if (form.matches()) {
            return "'" + form.group(1) + "'";
        }
        Matcher type = TYPE.matcher(words);
        String otherwise = type.matches() ? "of the type " + type.group(1) : "not usable";
        return values.lookUp(keys)
                .map(value -> value.matches("-?[0-9.]+") ? value : "'" + value + "'")
                .orElse(otherwise);
    }

    private String expected(List<String> keys, String words) {
        Matcher limit = LIMIT.matcher(words);
        if (limit.matches()) {
            return switch (limit.group(1)) {
                case "minimum" -> limit.group(3) + " or more";
                case "maximum" -> limit.group(3) + " or less";
                default -> "more than " + limit.group(3);
            };
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
        Optional<Tree> parent = defaults;
        for (String key : keys.subList(0, Math.max(0, keys.size() - 1))) {
            parent = parent.flatMap(tree -> tree.child(key));
        }
        return parent.filter(tree -> !keys.isEmpty())
                .flatMap(tree -> tree.scalar(keys.getLast()))
                .map(text -> "the default is " + (text.isEmpty() ? "''" : text))
                .orElse("mend it");
    }

    private Optional<Tree> schemaAt(List<String> keys) {
        Optional<Tree> found = schema;
        for (String key : keys) {
            found = found.flatMap(tree -> tree.child("properties")).flatMap(properties -> properties.child(key));
        }
        return found;
    }

    private static String path(List<String> parents, String key) {
        return parents.isEmpty() ? key : String.join(".", parents) + "." + key;
    }
}
