package io.arkeeper.cli.local.release;

import io.arkeeper.core.InvalidSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Values for a chart in Helm's order: each document overrides the ones before it, the assignments override them all.
 *
 * @param documents YAML mappings, as in {@code -f}
 * @param assignments {@code key=value}, as in {@code --set}, with Helm's syntax for lists and escapes
 */
public record ChartValues(List<String> documents, List<String> assignments) {

    public static final ChartValues NONE = new ChartValues(List.of(), List.of());

    public ChartValues {
        documents = List.copyOf(documents);
        assignments = List.copyOf(assignments);
        for (String assignment : assignments) {
            if (assignment.indexOf('=') < 1) {
                throw new InvalidSetting("--set", "'" + assignment + "'", "KEY=VALUE", "write for example servers=5");
            }
        }
    }

    /** These values with a document under all of them: its settings hold where nothing else is said. */
    public ChartValues over(String defaults) {
        List<String> all = new ArrayList<>(List.of(defaults));
        all.addAll(documents);
        return new ChartValues(all, assignments);
    }

    public ChartValues with(String... more) {
        List<String> all = new ArrayList<>(assignments);
        all.addAll(List.of(more));
        return new ChartValues(documents, all);
    }

    /**
     * Checks that a text is a YAML mapping, as a file for {@code -f} has to be.
     *
     * @throws InvalidSetting where it is not, with the line
     */
    public static String checked(String file, String text) {
        Object read;
        try {
            read = new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(mark -> " in line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse("");
            throw new InvalidSetting("%s is not YAML: %s%s; mend it".formatted(file, e.getProblem(), where));
        } catch (YamlEngineException e) {
            throw new InvalidSetting("%s is not YAML: %s; mend it".formatted(file, e.getMessage()));
        }
        if (read != null) {
            try {
                Tree.of(file, read);
            } catch (UnsupportedManifest e) {
                throw new InvalidSetting(file, "no mapping", "lines such as servers: 5", "mend it");
            }
        }
        return text;
    }

    /**
     * What the user set a value to, for messages.
     *
     * @param path keys joined by dots
     */
    Optional<String> lookUp(String path) {
        Pattern assigned = Pattern.compile("(?:^|,)" + Pattern.quote(path) + "=([^,]*)");
        for (String assignment : assignments.reversed()) {
            Matcher matcher = assigned.matcher(assignment);
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return documents.reversed().stream()
                .map(document -> find(document, path))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> find(String document, String path) {
        Object read = new Load(LoadSettings.builder().build()).loadFromString(document);
        if (read == null) {
            return Optional.empty();
        }
        Tree tree = Tree.of("values", read);
        List<String> keys = List.of(path.split("\\.", -1));
        try {
            for (String key : keys.subList(0, keys.size() - 1)) {
                tree = tree.tree(key);
            }
            return tree.text(keys.getLast());
        } catch (UnsupportedManifest e) {
            return Optional.empty(); // somewhere on the way is no mapping: then that is what the message is about
        }
    }
}
